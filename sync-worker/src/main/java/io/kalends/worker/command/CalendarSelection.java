package io.kalends.worker.command;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;

/// Which of an account's calendars are kept in step.
final class CalendarSelection {

    private static final Logger log = LoggerFactory.getLogger(CalendarSelection.class);

    private static final String CHOSEN = """
            UPDATE sync.calendar
               SET chosen = true
             WHERE connection_key = :key
            """;

    // A calendar that was closed, or was about to be, is read in full again: its events are told of as gone.
    private static final String OPEN = """
            UPDATE sync.calendar
               SET selected = true,
                   status = 'NEW',
                   cursor_sealed = NULL,
                   window_from = NULL,
                   window_to = NULL,
                   walk = NULL,
                   walk_token_sealed = NULL,
                   walked_at = NULL,
                   walked_from = NULL,
                   full_from = NULL,
                   failures = 0,
                   failure_reason = NULL,
                   failure_message = NULL,
                   rests_until = NULL,
                   troubled_at = NULL,
                   held_at = NULL,
                   held_deletions = NULL,
                   held_events = NULL,
                   vanished = false
             WHERE connection_key = :key
               AND calendar_id = ANY (:named)
               AND (NOT selected OR walk = 'CLOSING')
            """;

    private static final String CLOSE = """
            UPDATE sync.calendar
               SET selected = false,
                   walk = 'CLOSING',
                   walk_token_sealed = NULL,
                   held_at = NULL,
                   held_deletions = NULL,
                   held_events = NULL,
                   vanished = false
             WHERE connection_key = :key
               AND calendar_id <> ALL (:named)
               AND selected
            """;

    private static final String KNOWN = """
            SELECT count(*)
              FROM sync.calendar
             WHERE connection_key = :key
               AND calendar_id = ANY (:named)
            """;

    private final JdbcClient jdbc;

    CalendarSelection(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Selects exactly `calendars`, as far as the account has them; the others are closed by the next run.
    ///
    /// @throws CommandRejectedException when the account's calendars were never listed; nothing changes
    void select(Order order, Set<CalendarId> calendars) {
        var named = calendars.stream().map(CalendarId::value).toArray(String[]::new);
        if (jdbc.sql(CHOSEN).param("key", order.row()).update() == 0) {
            throw new CommandRejectedException(
                    "SELECT_CALENDARS came before the account's calendars were listed: give it again once a"
                            + " ConnectionChanged names them");
        }
        int opened = change(OPEN, order, named);
        int closed = change(CLOSE, order, named);
        long known = jdbc.sql(KNOWN)
                .param("key", order.row())
                .param("named", named)
                .query(Long.class)
                .single();
        log.atInfo()
                .addKeyValue("connectionKey", order.row())
                .addKeyValue("opened", opened)
                .addKeyValue("closing", closed)
                .addKeyValue("unknown", named.length - known)
                .log("selected calendars");
    }

    private int change(String sql, Order order, String[] named) {
        return jdbc.sql(sql).param("key", order.row()).param("named", named).update();
    }
}
