package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.schemas.v1.CalendarState;
import io.kalends.schemas.v1.CalendarStatus;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.schemas.v1.HeldDeletions;

/// Tells where a connection stands now.
///
/// Whoever changes a connection's row or its calendars calls this last, in the same transaction.
public final class ConnectionStates {

    private static final String CALENDARS = """
            SELECT calendar_id, name, is_primary, selected, status, time_zone,
                   failures, failure_reason, failure_message, rests_until, held_at, held_deletions, held_events
              FROM sync.calendar
             WHERE connection_key = :key
             ORDER BY is_primary DESC, calendar_id
            """;

    private final JdbcClient jdbc;
    private final Connections connections;
    private final Journal journal;
    private final HeldSamples samples;

    ConnectionStates(JdbcClient jdbc, Connections connections, Journal journal, HeldSamples samples) {
        this.jdbc = jdbc;
        this.connections = connections;
        this.journal = journal;
        this.samples = samples;
    }

    /// Emits a `ConnectionChanged` with the row and the calendars as this transaction sees them.
    ///
    /// @param key of a connection that has a row; the row is locked here unless the caller has done so
    /// @param commandId the command that led here, null when none did
    /// @throws IllegalArgumentException when the connection has no row
    public void emit(ConnectionKey key, @Nullable String commandId) {
        var row = connections.lock(key);
        if (row == null) {
            throw new IllegalArgumentException("connection " + KeyText.of(key) + " has no row to tell of");
        }
        var calendars = jdbc.sql(CALENDARS)
                .param("key", row.text())
                .query((found, _) -> new CalendarState(
                        found.getString("calendar_id"),
                        found.getString("name"),
                        found.getBoolean("is_primary"),
                        found.getBoolean("selected"),
                        CalendarStatus.valueOf(found.getString("status")),
                        found.getString("time_zone"),
                        found.getInt("failures"),
                        reason(found.getString("failure_reason")),
                        found.getString("failure_message"),
                        Columns.instant(found, "rests_until"),
                        held(row, found)))
                .list();
        journal.write(row, List.of(changed(row, commandId, calendars)));
        if (row.untold()) {
            connections.untold(row, false);
        }
    }

    private @Nullable HeldDeletions held(ConnectionRow row, ResultSet found) throws SQLException {
        var heldAt = Columns.instant(found, "held_at");
        return heldAt == null
                ? null
                : samples.of(
                        row,
                        new CalendarId(found.getString("calendar_id")),
                        found.getInt("held_deletions"),
                        found.getInt("held_events"),
                        heldAt);
    }

    private static @Nullable FailureReason reason(@Nullable String name) {
        return name == null ? null : FailureReason.valueOf(name);
    }

    private static Draft changed(ConnectionRow row, @Nullable String commandId, List<CalendarState> calendars) {
        var state = row.state();
        var cause = state instanceof ConnectionState.Troubled troubled ? troubled.cause() : null;
        return new Draft(
                Draft.Kind.CONNECTION_CHANGED,
                row.text(),
                stamp -> ConnectionChanged.newBuilder()
                        .setEventId(stamp.eventId().toString())
                        .setTenantId(stamp.key().tenantId())
                        .setUserId(stamp.key().userId())
                        .setProvider(stamp.key().provider().id())
                        .setOccurredAt(stamp.at())
                        .setSequence(stamp.sequence())
                        .setCommandId(commandId)
                        .setStatus(ConnectionStatus.valueOf(state.status().name()))
                        .setReason(
                                cause == null
                                        ? null
                                        : FailureReason.valueOf(cause.reason().name()))
                        .setMessage(cause == null ? null : cause.message())
                        .setTokenExpiresAt(row.tokenExpiresAt())
                        .setConsecutiveFailures(state.failures())
                        .setCalendars(calendars)
                        .build());
    }
}
