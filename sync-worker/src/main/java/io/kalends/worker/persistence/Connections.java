package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.Provider;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;

/// The rows of connections: their lock, their fence and their counter. Every method belongs into the caller's
/// transaction.
final class Connections {

    /// A raised fence.
    record Raised(long fence, Instant at, Instant runStartedAt) {}

    private static final String ROW = """
            SELECT c.connection_key, c.tenant_id, c.user_id, c.provider, c.status, c.untold, c.claimed_fence, c.claimed_at,
                   c.consecutive_failures, c.failure_reason, c.failure_message, c.limited_since,
                   c.calendars_listed_at, c.list_cursor_sealed,
                   c.run_started_at, c.run_upserted, c.run_removed, c.run_provider_calls, c.run_worked_millis,
                   c.run_calendars, c.run_troubled, c.run_full,
                   c.success_started_at, c.success_completed_at, c.success_full_started_at, c.success_full,
                   c.success_upserted, c.success_removed, c.success_worked_millis, c.success_calendars,
                   c.success_troubled,
                   (SELECT k.access_expires_at FROM sync.credential k
                     WHERE k.connection_key = c.connection_key) AS token_expires_at,
                   now() AS now
              FROM sync.connection c
             WHERE c.connection_key = :key
            """;

    private static final String LOCK = ROW + "FOR UPDATE OF c";

    private static final String LOCK_BY_FENCE = ROW + "AND c.fence = :fence FOR UPDATE OF c";

    /// The clock is read after the lock was waited for: nothing an earlier claim wrote is later than this.
    private static final String RAISE = """
            UPDATE sync.connection c
               SET fence = c.fence + 1,
                   claimed_fence = c.fence + 1,
                   claimed_at = clock.at,
                   run_started_at = CASE WHEN :anew THEN clock.at ELSE c.run_started_at END,
                   run_upserted = CASE WHEN :anew THEN 0 ELSE c.run_upserted END,
                   run_removed = CASE WHEN :anew THEN 0 ELSE c.run_removed END,
                   run_provider_calls = CASE WHEN :anew THEN 0 ELSE c.run_provider_calls END,
                   run_worked_millis = CASE WHEN :anew THEN 0 ELSE c.run_worked_millis END,
                   run_calendars = CASE WHEN :anew THEN 0 ELSE c.run_calendars END,
                   run_troubled = CASE WHEN :anew THEN 0 ELSE c.run_troubled END,
                   run_full = NOT :anew AND c.run_full,
                   full_since = CASE WHEN NOT :full OR (:goesOn AND c.full_since IS NOT NULL) THEN c.full_since
                                     WHEN :anew THEN clock.at
                                     ELSE c.run_started_at END
              FROM (SELECT clock_timestamp() AS at) clock
             WHERE c.connection_key = :key
            RETURNING c.fence, c.claimed_at, c.run_started_at
            """;

    private static final String FORGET_LIST = """
            UPDATE sync.connection
               SET rebuilt_for = :cause,
                   calendars_listed_at = NULL,
                   list_cursor_sealed = NULL
             WHERE connection_key = :key
               AND rebuilt_for IS DISTINCT FROM :cause
            """;

    private static final String ALLOCATE = """
            UPDATE sync.connection
               SET sequence = sequence + :count
             WHERE connection_key = :key
            RETURNING sequence
            """;

    private static final String STAND = """
            UPDATE sync.connection
               SET status = :status,
                   consecutive_failures = :failures,
                   failure_reason = :reason,
                   failure_message = :message,
                   untold = untold OR :status <> status
             WHERE connection_key = :key
            """;

    private static final String SET_LISTED = """
            UPDATE sync.connection
               SET calendars_listed_at = now(),
                   list_cursor_sealed = :cursor
             WHERE connection_key = :key
            """;

    private static final String SET_UNTOLD = """
            UPDATE sync.connection
               SET untold = :untold
             WHERE connection_key = :key
            """;

    private final JdbcClient jdbc;

    Connections(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Locks the row; null when there is none.
    @Nullable
    ConnectionRow lock(ConnectionKey key) {
        return jdbc.sql(LOCK)
                .param("key", KeyText.of(key))
                .query(Connections::row)
                .optional()
                .orElse(null);
    }

    /// Locks the row if the claim still holds; null when somebody claimed it later or a command took it away.
    @Nullable
    ConnectionRow lock(Claimed claim) {
        return jdbc.sql(LOCK_BY_FENCE)
                .param("key", KeyText.of(claim.key()))
                .param("fence", claim.fence())
                .query(Connections::row)
                .optional()
                .orElse(null);
    }

    /// Raises the fence of a locked row.
    ///
    /// @param anew true when a run starts here, false when one goes on
    /// @param goesOn whether a request for everything goes on with what was begun for one before
    Raised raise(ConnectionRow row, boolean anew, SyncMode asked, boolean goesOn) {
        return jdbc.sql(RAISE)
                .param("key", row.text())
                .param("anew", anew)
                .param("full", asked == SyncMode.FULL)
                .param("goesOn", goesOn)
                .query((found, _) -> new Raised(
                        found.getLong("fence"),
                        Columns.someInstant(found, "claimed_at"),
                        Columns.someInstant(found, "run_started_at")))
                .single();
    }

    /// Forgets where the listing of calendars was to go on.
    ///
    /// @param cause it is done once for
    /// @return false when that was done before
    boolean forgetList(ConnectionRow row, String cause) {
        return jdbc.sql(FORGET_LIST)
                        .param("key", row.text())
                        .param("cause", cause)
                        .update()
                == 1;
    }

    /// Takes the next `count` numbers of the connection's counter.
    ///
    /// @return the first of them
    long allocate(ConnectionRow row, int count) {
        long last = jdbc.sql(ALLOCATE)
                .param("key", row.text())
                .param("count", count)
                .query(Long.class)
                .single();
        return last - count + 1;
    }

    /// Puts it elsewhere; somebody is still to be told when that is to be seen.
    void stand(ConnectionRow row, ConnectionState state) {
        StateColumns.write(jdbc.sql(STAND), state).param("key", row.text()).update();
    }

    /// @param cursor sealed, null when the next listing has to be whole
    void listed(ConnectionRow row, byte @Nullable [] cursor) {
        jdbc.sql(SET_LISTED)
                .param("key", row.text())
                .param("cursor", cursor, Types.BINARY)
                .update();
    }

    void untold(ConnectionRow row, boolean untold) {
        jdbc.sql(SET_UNTOLD).param("key", row.text()).param("untold", untold).update();
    }

    private static ConnectionRow row(ResultSet row, int number) throws SQLException {
        return new ConnectionRow(
                new ConnectionKey(
                        row.getString("tenant_id"), row.getString("user_id"), Provider.of(row.getString("provider"))),
                row.getString("connection_key"),
                StateColumns.read(row),
                row.getBoolean("untold"),
                row.getLong("claimed_fence"),
                Columns.instant(row, "claimed_at"),
                Columns.instant(row, "limited_since"),
                Columns.instant(row, "calendars_listed_at"),
                row.getBytes("list_cursor_sealed"),
                Columns.instant(row, "run_started_at"),
                new RunStats(
                        row.getLong("run_upserted"),
                        row.getLong("run_removed"),
                        row.getInt("run_provider_calls"),
                        Duration.ofMillis(row.getLong("run_worked_millis")),
                        row.getInt("run_calendars"),
                        row.getInt("run_troubled"),
                        row.getBoolean("run_full")),
                success(row),
                Columns.instant(row, "success_full_started_at"),
                Columns.instant(row, "token_expires_at"),
                Columns.someInstant(row, "now"));
    }

    private static ConnectionRow.@Nullable Success success(ResultSet row) throws SQLException {
        var started = Columns.instant(row, "success_started_at");
        if (started == null) {
            return null;
        }
        return new ConnectionRow.Success(
                started,
                Columns.someInstant(row, "success_completed_at"),
                row.getBoolean("success_full"),
                row.getLong("success_upserted"),
                row.getLong("success_removed"),
                Duration.ofMillis(row.getLong("success_worked_millis")),
                row.getInt("success_calendars"),
                row.getInt("success_troubled"));
    }
}
