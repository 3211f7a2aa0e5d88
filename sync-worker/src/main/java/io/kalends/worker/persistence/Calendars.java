package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.SyncMode;
import io.kalends.worker.persistence.CalendarRow.Kind;

/// The rows of calendars. Every method belongs into the caller's transaction, which holds
/// the lock on the connection.
final class Calendars {

    private static final String TO_WORK_ON = """
            SELECT calendar_id, cursor_sealed, window_from, window_to, generation,
                   walk, walk_full, walk_from, walk_to, walk_generation, walk_pages, walk_restarted, walk_token_sealed
              FROM sync.calendar
             WHERE connection_key = :key
               AND (walk = 'CLOSING'
                    OR (selected
                        AND coalesce(CASE WHEN :full THEN full_from ELSE walked_at END < :runStartedAt, true)))
             ORDER BY is_primary DESC, calendar_id
            """;

    private static final String ANY = """
            SELECT EXISTS (SELECT 1 FROM sync.calendar WHERE connection_key = :key)
            """;

    private static final String MAIN = """
            SELECT EXISTS (SELECT 1 FROM sync.calendar WHERE connection_key = :key AND is_primary)
            """;

    private static final String CLOSE = """
            UPDATE sync.calendar
               SET status = 'CLOSED',
                   selected = false,
                   cursor_sealed = NULL,
                   window_from = NULL,
                   window_to = NULL,
                   walk = NULL,
                   walk_token_sealed = NULL,
                   walked_at = NULL,
                   walked_from = NULL,
                   full_from = NULL
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private final JdbcClient jdbc;

    Calendars(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Selected ones not read since the run's start, and those being closed; the main one first.
    ///
    /// @param asked FULL leaves out only what was read in full
    List<CalendarRow> toWorkOn(String key, SyncMode asked, Instant runStartedAt) {
        return jdbc.sql(TO_WORK_ON)
                .param("key", key)
                .param("full", asked == SyncMode.FULL)
                .param("runStartedAt", Columns.column(runStartedAt))
                .query(Calendars::row)
                .list();
    }

    boolean any(String key) {
        return jdbc.sql(ANY).param("key", key).query(Boolean.class).single();
    }

    /// Whether a main calendar was listed before.
    boolean main(String key) {
        return jdbc.sql(MAIN).param("key", key).query(Boolean.class).single();
    }

    void close(ConnectionRow row, CalendarId calendar) {
        jdbc.sql(CLOSE)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .update();
    }

    private static CalendarRow row(ResultSet row, int number) throws SQLException {
        var walk = row.getString("walk");
        return new CalendarRow(
                new CalendarId(row.getString("calendar_id")),
                row.getBytes("cursor_sealed"),
                CalendarRow.window(Columns.instant(row, "window_from"), Columns.instant(row, "window_to")),
                row.getLong("generation"),
                walk == null
                        ? null
                        : new CalendarRow.Underway(
                                Kind.valueOf(walk),
                                row.getBoolean("walk_full"),
                                CalendarRow.window(Columns.instant(row, "walk_from"), Columns.instant(row, "walk_to")),
                                row.getLong("walk_generation"),
                                row.getInt("walk_pages"),
                                row.getBoolean("walk_restarted"),
                                row.getBytes("walk_token_sealed")));
    }
}
