package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Trouble;
import io.kalends.worker.persistence.CalendarRow.Kind;

/// The rows of calendars. Every method belongs into the caller's transaction, which holds
/// the lock on the connection.
final class Calendars {

    private static final String TO_WORK_ON = """
            SELECT calendar_id, cursor_sealed, window_from, window_to, generation,
                   walk, walk_full, walk_from, walk_to, walk_generation, walk_pages, walk_restarted, walk_token_sealed,
                   walk IS NOT NULL AND coalesce(walk_started_at < :runStartedAt, true) AS of_earlier_run,
                   failures, coalesce(rests_until > now(), false) AS resting, republish_after IS NOT NULL AS republish, vanished
              FROM sync.calendar
             CROSS JOIN (SELECT full_since AS everything FROM sync.connection WHERE connection_key = :key) since
             WHERE connection_key = :key
               AND (walk = 'CLOSING'
                    OR (selected
                        AND (NOT vanished OR republish_after IS NOT NULL)
                        AND coalesce(troubled_at < :runStartedAt, true)
                        AND (walk IS NOT NULL
                             OR republish_after IS NOT NULL
                             OR coalesce(CASE WHEN :full THEN full_from < since.everything ELSE walked_at < :runStartedAt END,
                                         true))))
             ORDER BY is_primary DESC, calendar_id
            """;

    private static final String ANY = """
            SELECT EXISTS (SELECT 1 FROM sync.calendar WHERE connection_key = :key)
            """;

    private static final String MAIN = """
            SELECT EXISTS (SELECT 1 FROM sync.calendar WHERE connection_key = :key AND is_primary)
            """;

    private static final String TROUBLED = """
            UPDATE sync.calendar c
               SET failures = :failures,
                   failure_reason = :reason,
                   failure_message = :message,
                   rests_until = now() + :rest * interval '1 millisecond',
                   troubled_at = clock_timestamp(),
                   walk = CASE WHEN :vain AND c.walk = 'READING' THEN NULL ELSE c.walk END
              FROM sync.calendar before
             WHERE c.connection_key = :key
               AND c.calendar_id = :calendar
               AND before.connection_key = c.connection_key
               AND before.calendar_id = c.calendar_id
            RETURNING before.failure_reason IS DISTINCT FROM :reason AS another
            """;

    private static final String ANY_TROUBLED = """
            SELECT EXISTS (SELECT 1
                             FROM sync.calendar
                            WHERE connection_key = :key
                              AND selected
                              AND troubled_at >= :runStartedAt)
            """;

    private static final String REPUBLISH = """
            UPDATE sync.calendar
               SET republish_after = ''
             WHERE connection_key = :key
               AND selected
            """;

    private static final String REPUBLISHED = """
            SELECT republish_after
              FROM sync.calendar
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private static final String SET_REPUBLISHED = """
            UPDATE sync.calendar
               SET republish_after = :after
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private static final String FORGET_CURSORS = """
            UPDATE sync.calendar
               SET cursor_sealed = NULL,
                   window_from = NULL,
                   window_to = NULL,
                   walk = NULL,
                   walk_token_sealed = NULL,
                   walked_at = NULL,
                   full_from = NULL
             WHERE connection_key = :key
               AND walk IS DISTINCT FROM 'CLOSING'
            """;

    private static final String CLOSE = """
            UPDATE sync.calendar
               SET status = 'CLOSED',
                   selected = false,
                   failures = 0,
                   failure_reason = NULL,
                   failure_message = NULL,
                   rests_until = NULL,
                   republish_after = NULL,
                   held_at = NULL,
                   held_deletions = NULL,
                   held_events = NULL,
                   vanished = false,
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

    /// Selected ones neither read nor found unreadable since the run's start, those left in the middle of
    /// something, and those being closed; the main one first.
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

    /// Remembers that a calendar could not be read.
    ///
    /// @return true when it could be read before, or could not for another reason
    boolean troubled(ConnectionRow row, CalendarId calendar, Trouble trouble) {
        return jdbc.sql(TROUBLED)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .param("failures", trouble.failures())
                .param("reason", trouble.reason().name())
                .param("message", Columns.message(trouble.message()))
                .param("rest", trouble.rest().toMillis())
                .param("vain", trouble.reason().resumingIsVain())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /// Whether a calendar was found unreadable since the run's start.
    boolean anyTroubled(ConnectionRow row) {
        return jdbc.sql(ANY_TROUBLED)
                .param("key", row.text())
                .param("runStartedAt", Columns.column(row.runStartedAt()))
                .query(Boolean.class)
                .single();
    }

    /// Has everything that is held told again.
    void republish(ConnectionRow row) {
        jdbc.sql(REPUBLISH).param("key", row.text()).update();
    }

    /// The last event told again, empty before the first; null when nothing is to be told again.
    @Nullable
    String republished(ConnectionRow row, CalendarId calendar) {
        return jdbc.sql(REPUBLISHED)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .query((found, _) -> Optional.ofNullable(found.getString("republish_after")))
                .optional()
                .flatMap(after -> after)
                .orElse(null);
    }

    /// @param after the last event told again, null when that was all
    void republished(ConnectionRow row, CalendarId calendar, @Nullable String after) {
        jdbc.sql(SET_REPUBLISHED)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .param("after", after)
                .update();
    }

    /// Forgets where reading was to go on and what it starts from; what is held stays.
    void forgetCursors(ConnectionRow row) {
        jdbc.sql(FORGET_CURSORS).param("key", row.text()).update();
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
                                row.getBytes("walk_token_sealed")),
                new CalendarRow.Condition(
                        row.getBoolean("of_earlier_run"),
                        row.getInt("failures"),
                        row.getBoolean("resting"),
                        row.getBoolean("republish"),
                        row.getBoolean("vanished")));
    }
}
