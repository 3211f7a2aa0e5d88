package io.kalends.worker.command;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.ConnectionState;
import io.kalends.worker.persistence.StateColumns;

/// The connections' rows and the list of commands carried out. Everything that changes a row raises its fence.
final class ConnectionRows {

    private static final String ADD = """
            INSERT INTO sync.connection (connection_key, tenant_id, user_id, provider, status)
            VALUES (:key, :tenantId, :userId, :provider, 'LINKED')
            ON CONFLICT (connection_key) DO NOTHING
            """;

    private static final String LOCK = """
            SELECT status, consecutive_failures, failure_reason, failure_message,
                   success_completed_at IS NOT NULL AS read
              FROM sync.connection
             WHERE connection_key = :key
               FOR UPDATE
            """;

    private static final String NOTED = """
            SELECT EXISTS (SELECT 1
                             FROM sync.command
                            WHERE connection_key = :key
                              AND command_id = :commandId)
            """;

    private static final String NOTE = """
            INSERT INTO sync.command (connection_key, command_id)
            VALUES (:key, :commandId)
            ON CONFLICT (connection_key, command_id) DO NOTHING
            """;

    // The calendars are listed anew: the user may have signed in to another account.
    private static final String LINK = """
            UPDATE sync.connection
               SET status = :status,
                   fence = fence + 1,
                   consecutive_failures = :failures,
                   failure_reason = :reason,
                   failure_message = :message,
                   limited_since = NULL,
                   calendars_listed_at = NULL,
                   list_cursor_sealed = NULL,
                   linked_at = now()
             WHERE connection_key = :key
            """;

    private static final String STAND = """
            UPDATE sync.connection
               SET status = :status,
                   fence = fence + 1,
                   consecutive_failures = :failures,
                   failure_reason = :reason,
                   failure_message = :message
             WHERE connection_key = :key
            """;

    private static final String RAISE_FENCE = """
            UPDATE sync.connection
               SET fence = fence + 1
             WHERE connection_key = :key
            """;

    private static final String UNLINK = """
            UPDATE sync.connection
               SET status = :status,
                   fence = fence + 1,
                   consecutive_failures = :failures,
                   failure_reason = :reason,
                   failure_message = :message,
                   limited_since = NULL,
                   calendars_listed_at = NULL,
                   list_cursor_sealed = NULL,
                   run_started_at = NULL,
                   run_upserted = 0,
                   run_removed = 0,
                   run_provider_calls = 0,
                   run_worked_millis = 0,
                   run_calendars = 0,
                   run_troubled = 0,
                   run_full = false,
                   full_since = NULL,
                   success_started_at = NULL,
                   success_completed_at = NULL,
                   success_full_started_at = NULL,
                   success_upserted = 0,
                   success_removed = 0,
                   success_worked_millis = 0,
                   success_calendars = 0,
                   success_troubled = 0
             WHERE connection_key = :key
            """;

    private final JdbcClient jdbc;

    ConnectionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes the row if there is none.
    void add(Order order) {
        jdbc.sql(ADD)
                .param("key", order.row())
                .param("tenantId", order.key().tenantId())
                .param("userId", order.key().userId())
                .param("provider", order.key().provider().id())
                .update();
    }

    /// Locks the row until the transaction ends; null when there is none.
    @Nullable
    Standing lock(Order order) {
        return jdbc.sql(LOCK)
                .param("key", order.row())
                .query((row, _) -> new Standing(StateColumns.read(row), row.getBoolean("read")))
                .optional()
                .orElse(null);
    }

    /// Whether the command was carried out before.
    boolean noted(Order order) {
        return jdbc.sql(NOTED)
                .param("key", order.row())
                .param("commandId", order.commandId())
                .query(Boolean.class)
                .single();
    }

    /// Remembers the command.
    ///
    /// @return false when it was carried out before
    boolean note(Order order) {
        return jdbc.sql(NOTE)
                        .param("key", order.row())
                        .param("commandId", order.commandId())
                        .update()
                == 1;
    }

    void link(Order order, ConnectionState.Linked linked) {
        change(LINK, order, linked);
    }

    /// Puts it elsewhere, with everything that is stored.
    void stand(Order order, ConnectionState state) {
        change(STAND, order, state);
    }

    void raiseFence(Order order) {
        jdbc.sql(RAISE_FENCE).param("key", order.row()).update();
    }

    void unlink(Order order, ConnectionState.Disconnected gone) {
        change(UNLINK, order, gone);
    }

    private void change(String sql, Order order, ConnectionState state) {
        StateColumns.write(jdbc.sql(sql), state).param("key", order.row()).update();
    }
}
