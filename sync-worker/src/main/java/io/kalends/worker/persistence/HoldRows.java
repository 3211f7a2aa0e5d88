package io.kalends.worker.persistence;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.CalendarId;

/// Which calendars have deletions that wait for a person. Every method belongs into the caller's transaction,
/// which holds the lock on the connection.
final class HoldRows {

    /// How it stands with a calendar's deletions.
    ///
    /// @param heldAt since when some wait for a person, null when none do
    /// @param heldDeletions how many do
    /// @param before events held when the walk under way began
    /// @param doomed events found gone and not told to be
    record Standing(@Nullable Instant heldAt, int heldDeletions, int before, int doomed) {}

    /// A calendar with deletions that wait.
    record Held(CalendarId calendar, boolean vanished) {}

    private static final String BEFORE = """
            UPDATE sync.calendar c
               SET events_before = (SELECT count(*)
                                      FROM sync.event e
                                     WHERE e.connection_key = c.connection_key
                                       AND e.calendar_id = c.calendar_id
                                       AND NOT e.gone)
             WHERE c.connection_key = :key
               AND c.calendar_id = :calendar
            """;

    private static final String STANDING = """
            SELECT c.held_at, coalesce(c.held_deletions, 0) AS held_deletions, c.events_before,
                   (SELECT count(*)
                      FROM sync.event e
                     WHERE e.connection_key = c.connection_key
                       AND e.calendar_id = c.calendar_id
                       AND e.doomed_in IS NOT NULL) AS doomed
              FROM sync.calendar c
             WHERE c.connection_key = :key
               AND c.calendar_id = :calendar
            """;

    private static final String HELD_EVENTS = """
            SELECT count(*)
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND NOT gone
            """;

    private static final String HOLD = """
            UPDATE sync.calendar
               SET held_at = coalesce(held_at, now()),
                   held_deletions = :deletions,
                   held_events = coalesce(held_events, :events)
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private static final String END = """
            UPDATE sync.calendar
               SET held_at = NULL,
                   held_deletions = NULL,
                   held_events = NULL,
                   vanished = false
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private static final String REREAD = """
            UPDATE sync.calendar
               SET vanished = :vanished,
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

    private static final String ALL_HELD = """
            SELECT calendar_id, vanished
              FROM sync.calendar
             WHERE connection_key = :key
               AND held_at IS NOT NULL
             ORDER BY calendar_id
            """;

    private static final String KNOWN = """
            SELECT calendar_id
              FROM sync.calendar
             WHERE connection_key = :key
            """;

    private static final String COUNT = """
            SELECT count(*)
              FROM sync.calendar
             WHERE held_at IS NOT NULL
            """;

    private final JdbcClient jdbc;

    HoldRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Remembers how many events are held as a walk begins.
    void begins(String key, CalendarId calendar) {
        of(BEFORE, key, calendar).update();
    }

    /// Null when the calendar is not there.
    @Nullable
    Standing standing(String key, CalendarId calendar) {
        return of(STANDING, key, calendar)
                .query((row, _) -> {
                    var before = row.getObject("events_before", Integer.class);
                    return new Standing(
                            Columns.instant(row, "held_at"),
                            row.getInt("held_deletions"),
                            before == null ? events(key, calendar) : before,
                            row.getInt("doomed"));
                })
                .optional()
                .orElse(null);
    }

    /// How many events are held of a calendar.
    int events(String key, CalendarId calendar) {
        return of(HELD_EVENTS, key, calendar).query(Integer.class).single();
    }

    /// @param events held before; remembered only when nothing waited yet
    void hold(String key, CalendarId calendar, int deletions, int events) {
        of(HOLD, key, calendar)
                .param("deletions", deletions)
                .param("events", events)
                .update();
    }

    void end(String key, CalendarId calendar) {
        of(END, key, calendar).update();
    }

    /// Has a calendar read in full.
    ///
    /// @param vanished true when it is not listed, and so is not read meanwhile
    void reread(String key, CalendarId calendar, boolean vanished) {
        of(REREAD, key, calendar).param("vanished", vanished).update();
    }

    /// The calendars of a connection in which deletions wait.
    List<Held> allHeld(String key) {
        return jdbc.sql(ALL_HELD)
                .param("key", key)
                .query((row, _) -> new Held(new CalendarId(row.getString("calendar_id")), row.getBoolean("vanished")))
                .list();
    }

    /// The calendars known of a connection.
    List<CalendarId> known(String key) {
        return jdbc.sql(KNOWN)
                .param("key", key)
                .query((row, _) -> new CalendarId(row.getString("calendar_id")))
                .list();
    }

    /// How many calendars of all connections have deletions that wait.
    long count() {
        return jdbc.sql(COUNT).query(Long.class).single();
    }

    private JdbcClient.StatementSpec of(String sql, String key, CalendarId calendar) {
        return jdbc.sql(sql).param("key", key).param("calendar", calendar.value());
    }
}
