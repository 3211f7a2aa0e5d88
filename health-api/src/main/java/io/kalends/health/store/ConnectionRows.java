package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import io.kalends.health.projection.Calendar;
import io.kalends.health.projection.ConnectionModel;
import io.kalends.health.projection.ConnectionState;
import io.kalends.health.projection.Fact.Completed;
import io.kalends.health.projection.Fact.Deferred;
import io.kalends.health.projection.Fact.Failed;
import io.kalends.health.projection.Fact.Moved;
import io.kalends.health.projection.RunHistory;
import io.kalends.schemas.ConnectionKey;

/// A connection model as a row of `health.connection`, and back.
final class ConnectionRows {

    /// Everything a model is read from, for a SELECT list.
    static final String COLUMNS = """
            connection_key, tenant_id, user_id, provider, erased_through,
            moved_sequence, moved_event_id, moved_command_id, moved_at, moved_state, moved_reason, moved_message,
            moved_token_expires_at, moved_failures, moved_calendars_failing, moved_deletions_held,
            completed_sequence, completed_event_id, completed_command_id, completed_told_at, completed_mode,
            completed_trigger, completed_at, completed_duration_ms, completed_events, completed_calendars_failed,
            completed_token_expires_at,
            failed_sequence, failed_event_id, failed_command_id, failed_at, failed_category, failed_reason,
            failed_message, failed_failures, failed_retry_at, failed_disabled,
            deferred_sequence, deferred_event_id, deferred_command_id, deferred_at, deferred_reason, deferred_resume_at
            """;

    static final String UPDATE = """
            UPDATE health.connection
               SET erased_through = :erased_through, listed = :listed, state = :state, active = :active,
                   with_errors = :with_errors, written_by = pg_current_xact_id(),
                   moved_sequence = :moved_sequence, moved_event_id = :moved_event_id,
                   moved_command_id = :moved_command_id, moved_at = :moved_at, moved_state = :moved_state,
                   moved_reason = :moved_reason, moved_message = :moved_message,
                   moved_token_expires_at = :moved_token_expires_at, moved_failures = :moved_failures,
                   moved_calendars_failing = :moved_calendars_failing,
                   moved_deletions_held = :moved_deletions_held,
                   completed_sequence = :completed_sequence, completed_event_id = :completed_event_id,
                   completed_command_id = :completed_command_id, completed_told_at = :completed_told_at,
                   completed_mode = :completed_mode, completed_trigger = :completed_trigger,
                   completed_at = :completed_at, completed_duration_ms = :completed_duration_ms,
                   completed_events = :completed_events, completed_calendars_failed = :completed_calendars_failed,
                   completed_token_expires_at = :completed_token_expires_at,
                   failed_sequence = :failed_sequence, failed_event_id = :failed_event_id,
                   failed_command_id = :failed_command_id, failed_at = :failed_at,
                   failed_category = :failed_category, failed_reason = :failed_reason,
                   failed_message = :failed_message, failed_failures = :failed_failures,
                   failed_retry_at = :failed_retry_at, failed_disabled = :failed_disabled,
                   deferred_sequence = :deferred_sequence, deferred_event_id = :deferred_event_id,
                   deferred_command_id = :deferred_command_id, deferred_at = :deferred_at,
                   deferred_reason = :deferred_reason, deferred_resume_at = :deferred_resume_at
             WHERE connection_key = :connection_key
            """;

    private ConnectionRows() {}

    static MapSqlParameterSource parameters(ConnectionModel model) {
        var row = new MapSqlParameterSource()
                .addValue("connection_key", model.key().text())
                .addValue("erased_through", model.erasedThrough())
                .addValue("listed", model.listed())
                .addValue("state", model.state().name())
                .addValue("active", model.state().active())
                .addValue("with_errors", model.listed() && model.withErrors());
        moved(row, model.moved());
        completed(row, model.completed());
        failed(row, model.failed());
        deferred(row, model.deferred());
        return row;
    }

    /// The model in `row`, without history.
    static ConnectionModel model(ResultSet row, List<Calendar> calendars) throws SQLException {
        var key = new ConnectionKey(
                Columns.text(row, "tenant_id"), Columns.text(row, "user_id"), Columns.text(row, "provider"));
        return new ConnectionModel(
                key,
                row.getLong("erased_through"),
                moved(row, key, calendars),
                completed(row, key),
                failed(row, key),
                deferred(row, key),
                RunHistory.EMPTY);
    }

    private static @Nullable Moved moved(ResultSet row, ConnectionKey key, List<Calendar> calendars)
            throws SQLException {
        if (absent(row, "moved_sequence")) {
            return null;
        }
        return new Moved(
                Columns.text(row, "moved_event_id"),
                key,
                row.getLong("moved_sequence"),
                row.getString("moved_command_id"),
                Columns.always(row, "moved_at"),
                ConnectionState.valueOf(Columns.text(row, "moved_state")),
                row.getString("moved_reason"),
                row.getString("moved_message"),
                Columns.instant(row, "moved_token_expires_at"),
                row.getInt("moved_failures"),
                row.getInt("moved_calendars_failing"),
                row.getInt("moved_deletions_held"),
                calendars);
    }

    private static @Nullable Completed completed(ResultSet row, ConnectionKey key) throws SQLException {
        if (absent(row, "completed_sequence")) {
            return null;
        }
        return new Completed(
                Columns.text(row, "completed_event_id"),
                key,
                row.getLong("completed_sequence"),
                row.getString("completed_command_id"),
                Columns.always(row, "completed_told_at"),
                Columns.text(row, "completed_mode"),
                Columns.text(row, "completed_trigger"),
                Columns.always(row, "completed_at"),
                row.getLong("completed_duration_ms"),
                row.getLong("completed_events"),
                row.getInt("completed_calendars_failed"),
                Columns.instant(row, "completed_token_expires_at"));
    }

    private static @Nullable Failed failed(ResultSet row, ConnectionKey key) throws SQLException {
        if (absent(row, "failed_sequence")) {
            return null;
        }
        return new Failed(
                Columns.text(row, "failed_event_id"),
                key,
                row.getLong("failed_sequence"),
                row.getString("failed_command_id"),
                Columns.always(row, "failed_at"),
                Columns.text(row, "failed_category"),
                Columns.text(row, "failed_reason"),
                Columns.text(row, "failed_message"),
                row.getInt("failed_failures"),
                Columns.instant(row, "failed_retry_at"),
                row.getBoolean("failed_disabled"));
    }

    private static @Nullable Deferred deferred(ResultSet row, ConnectionKey key) throws SQLException {
        if (absent(row, "deferred_sequence")) {
            return null;
        }
        return new Deferred(
                Columns.text(row, "deferred_event_id"),
                key,
                row.getLong("deferred_sequence"),
                row.getString("deferred_command_id"),
                Columns.always(row, "deferred_at"),
                Columns.text(row, "deferred_reason"),
                Columns.always(row, "deferred_resume_at"));
    }

    private static void moved(MapSqlParameterSource row, @Nullable Moved fact) {
        row.addValue("moved_sequence", fact == null ? null : fact.sequence())
                .addValue("moved_event_id", fact == null ? null : fact.eventId())
                .addValue("moved_command_id", fact == null ? null : fact.commandId())
                .addValue("moved_at", fact == null ? null : Columns.utc(fact.occurredAt()))
                .addValue("moved_state", fact == null ? null : fact.state().name())
                .addValue("moved_reason", fact == null ? null : fact.reason())
                .addValue("moved_message", fact == null ? null : fact.message())
                .addValue("moved_token_expires_at", fact == null ? null : Columns.utc(fact.tokenExpiresAt()))
                .addValue("moved_failures", fact == null ? null : fact.consecutiveFailures())
                .addValue("moved_calendars_failing", fact == null ? null : fact.calendarsFailing())
                .addValue("moved_deletions_held", fact == null ? null : fact.deletionsHeld());
    }

    private static void completed(MapSqlParameterSource row, @Nullable Completed fact) {
        row.addValue("completed_sequence", fact == null ? null : fact.sequence())
                .addValue("completed_event_id", fact == null ? null : fact.eventId())
                .addValue("completed_command_id", fact == null ? null : fact.commandId())
                .addValue("completed_told_at", fact == null ? null : Columns.utc(fact.occurredAt()))
                .addValue("completed_mode", fact == null ? null : fact.mode())
                .addValue("completed_trigger", fact == null ? null : fact.trigger())
                .addValue("completed_at", fact == null ? null : Columns.utc(fact.completedAt()))
                .addValue("completed_duration_ms", fact == null ? null : fact.durationMillis())
                .addValue("completed_events", fact == null ? null : fact.eventsSynced())
                .addValue("completed_calendars_failed", fact == null ? null : fact.calendarsFailed())
                .addValue("completed_token_expires_at", fact == null ? null : Columns.utc(fact.tokenExpiresAt()));
    }

    private static void failed(MapSqlParameterSource row, @Nullable Failed fact) {
        row.addValue("failed_sequence", fact == null ? null : fact.sequence())
                .addValue("failed_event_id", fact == null ? null : fact.eventId())
                .addValue("failed_command_id", fact == null ? null : fact.commandId())
                .addValue("failed_at", fact == null ? null : Columns.utc(fact.occurredAt()))
                .addValue("failed_category", fact == null ? null : fact.category())
                .addValue("failed_reason", fact == null ? null : fact.reason())
                .addValue("failed_message", fact == null ? null : fact.message())
                .addValue("failed_failures", fact == null ? null : fact.consecutiveFailures())
                .addValue("failed_retry_at", fact == null ? null : Columns.utc(fact.retryAt()))
                .addValue("failed_disabled", fact == null ? null : fact.disabled());
    }

    private static void deferred(MapSqlParameterSource row, @Nullable Deferred fact) {
        row.addValue("deferred_sequence", fact == null ? null : fact.sequence())
                .addValue("deferred_event_id", fact == null ? null : fact.eventId())
                .addValue("deferred_command_id", fact == null ? null : fact.commandId())
                .addValue("deferred_at", fact == null ? null : Columns.utc(fact.occurredAt()))
                .addValue("deferred_reason", fact == null ? null : fact.reason())
                .addValue("deferred_resume_at", fact == null ? null : Columns.utc(fact.resumeAt()));
    }

    private static boolean absent(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null;
    }
}
