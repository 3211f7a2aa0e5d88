package io.kalends.worker.persistence;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;
import io.kalends.worker.persistence.CalendarRow.Kind;

/// Where the walks through calendars stand. Every method belongs into the caller's transaction, which holds the
/// lock on the connection.
final class Walks {

    /// A calendar that is being closed keeps its walk: whoever reads on in it has missed that.
    private static final String SAVE_WALK = """
            UPDATE sync.calendar
               SET walk = :walk,
                   walk_full = :full,
                   walk_from = :from,
                   walk_to = :to,
                   walk_generation = :generation,
                   walk_pages = :pages,
                   walk_restarted = :restarted,
                   walk_token_sealed = :token,
                   walk_started_at = CASE WHEN :first THEN :claimedAt ELSE walk_started_at END,
                   generation = greatest(generation, :generation)
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND walk IS DISTINCT FROM 'CLOSING'
            """;

    /// What the walk has told of series is accounted for, or will be told again.
    private static final String END_WALK = """
            WITH accounted AS (DELETE FROM sync.series_touched
                                WHERE connection_key = :key
                                  AND calendar_id = :calendar)
            UPDATE sync.calendar
               SET status = 'LIVE',
                   cursor_sealed = :cursor,
                   window_from = :from,
                   window_to = :to,
                   walk = NULL,
                   walk_token_sealed = NULL,
                   walked_at = now(),
                   walked_from = CASE WHEN :first THEN :claimedAt ELSE walk_started_at END,
                   full_from = CASE WHEN :full THEN walk_started_at ELSE full_from END,
                   generation = greatest(generation, :generation),
                   failures = 0,
                   failure_reason = NULL,
                   failure_message = NULL,
                   rests_until = NULL
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND walk IS DISTINCT FROM 'CLOSING'
            """;

    private static final String NOT_LIVE = """
            SELECT EXISTS (SELECT 1
                             FROM sync.calendar
                            WHERE connection_key = :key
                              AND calendar_id = :calendar
                              AND (status <> 'LIVE' OR failure_reason IS NOT NULL))
            """;

    private static final String TAKES_CHANGES = """
            SELECT EXISTS (SELECT 1
                             FROM sync.calendar
                            WHERE connection_key = :key
                              AND calendar_id = :calendar
                              AND walk IS DISTINCT FROM 'CLOSING')
            """;

    private static final String DROP_READING = """
            UPDATE sync.calendar
               SET walk = NULL,
                   walk_token_sealed = NULL
             WHERE connection_key = :key
               AND walk = 'READING'
            """;

    private static final String UNSELECT = """
            UPDATE sync.calendar
               SET selected = false
             WHERE connection_key = :key
               AND calendar_id = :calendar
            """;

    private final JdbcClient jdbc;

    Walks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Saves where a walk goes on.
    ///
    /// @param first true with the walk's first page
    /// @param token sealed page token or cursor to be
    /// @return false when the calendar is not there or being closed
    boolean save(ConnectionRow row, CalendarId calendar, Walk then, boolean first, byte @Nullable [] token) {
        var saved = underway(then, token);
        var window = saved.window();
        return jdbc.sql(SAVE_WALK)
                        .param("key", row.text())
                        .param("calendar", calendar.value())
                        .param("walk", saved.kind().name())
                        .param("full", saved.full())
                        .param("from", Columns.column(window == null ? null : window.from()))
                        .param("to", Columns.column(window == null ? null : window.to()))
                        .param("generation", saved.generation())
                        .param("pages", saved.pages())
                        .param("restarted", saved.restarted())
                        .param("token", saved.token())
                        .param("first", first)
                        .param("claimedAt", Columns.column(row.claimedAt()))
                        .update()
                == 1;
    }

    /// Has the next run remove whatever is held of a calendar, and close it.
    void retire(ConnectionRow row, CalendarId calendar) {
        save(row, calendar, new Walk.Closing(), true, null);
        jdbc.sql(UNSELECT)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .update();
    }

    private static CalendarRow.Underway underway(Walk walk, byte @Nullable [] token) {
        return switch (walk) {
            case Walk.Reading reading ->
                new CalendarRow.Underway(
                        Kind.READING,
                        reading.mode() == SyncMode.FULL,
                        reading.origin().window(),
                        reading.generation(),
                        reading.pages(),
                        reading.restarted(),
                        token);
            case Walk.Checking checking ->
                new CalendarRow.Underway(
                        Kind.CHECKING, false, checking.origin().window(), checking.generation(), 0, false, token);
            case Walk.Sweeping sweeping ->
                new CalendarRow.Underway(
                        Kind.SWEEPING,
                        true,
                        sweeping.origin().window(),
                        sweeping.generation(),
                        0,
                        sweeping.restarted(),
                        token);
            case Walk.Closing _ -> new CalendarRow.Underway(Kind.CLOSING, false, null, 0, 0, false, null);
        };
    }

    /// A walk that is through.
    ///
    /// @param single true when it had a single page
    record Ended(SyncMode mode, long generation, EventWindow window, boolean single) {}

    /// Ends a walk: the cursor moves.
    ///
    /// @return false when the calendar is not there or being closed
    boolean end(ConnectionRow row, CalendarId calendar, Ended walk, byte[] cursor) {
        return jdbc.sql(END_WALK)
                        .param("key", row.text())
                        .param("calendar", calendar.value())
                        .param("cursor", cursor)
                        .param("from", Columns.column(walk.window().from()))
                        .param("to", Columns.column(walk.window().to()))
                        .param("first", walk.single())
                        .param("full", walk.mode() == SyncMode.FULL)
                        .param("generation", walk.generation())
                        .param("claimedAt", Columns.column(row.claimedAt()))
                        .update()
                == 1;
    }

    /// False when the calendar is not there or being closed.
    boolean takesChanges(ConnectionRow row, CalendarId calendar) {
        return jdbc.sql(TAKES_CHANGES)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .query(Boolean.class)
                .single();
    }

    /// Whether its state on record will change when a walk ends now.
    boolean notLive(ConnectionRow row, CalendarId calendar) {
        return jdbc.sql(NOT_LIVE)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .query(Boolean.class)
                .single();
    }

    /// Forgets where reading was to go on: it begins again from the cursor, or with everything.
    void dropReading(ConnectionRow row) {
        jdbc.sql(DROP_READING).param("key", row.text()).update();
    }
}
