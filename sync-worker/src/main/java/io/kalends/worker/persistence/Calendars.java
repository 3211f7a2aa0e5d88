package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;
import io.kalends.worker.persistence.CalendarRow.Kind;

/// The rows of calendars and where their walks stand. Every method belongs into the caller's transaction, which holds
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

    private static final String END_WALK = """
            UPDATE sync.calendar
               SET status = 'LIVE',
                   cursor_sealed = :cursor,
                   window_from = :from,
                   window_to = :to,
                   walk = NULL,
                   walk_token_sealed = NULL,
                   walked_at = now(),
                   walked_from = CASE WHEN :first THEN :claimedAt ELSE walk_started_at END,
                   full_from = CASE WHEN :full THEN walk_started_at ELSE full_from END
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND walk IS DISTINCT FROM 'CLOSING'
            """;

    private static final String NOT_LIVE = """
            SELECT EXISTS (SELECT 1
                             FROM sync.calendar
                            WHERE connection_key = :key
                              AND calendar_id = :calendar
                              AND status <> 'LIVE')
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

    private static final String DROP_READING = """
            UPDATE sync.calendar
               SET walk = NULL,
                   walk_token_sealed = NULL
             WHERE connection_key = :key
               AND walk = 'READING'
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

    /// Ends a walk: the cursor moves.
    ///
    /// @param first true when the walk had a single page
    /// @return false when the calendar is not there or being closed
    boolean end(
            ConnectionRow row, CalendarId calendar, SyncMode mode, boolean first, byte[] cursor, EventWindow window) {
        return jdbc.sql(END_WALK)
                        .param("key", row.text())
                        .param("calendar", calendar.value())
                        .param("cursor", cursor)
                        .param("from", Columns.column(window.from()))
                        .param("to", Columns.column(window.to()))
                        .param("first", first)
                        .param("full", mode == SyncMode.FULL)
                        .param("claimedAt", Columns.column(row.claimedAt()))
                        .update()
                == 1;
    }

    /// Whether its state on record will change when a walk ends now.
    boolean notLive(ConnectionRow row, CalendarId calendar) {
        return jdbc.sql(NOT_LIVE)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .query(Boolean.class)
                .single();
    }

    void close(ConnectionRow row, CalendarId calendar) {
        jdbc.sql(CLOSE)
                .param("key", row.text())
                .param("calendar", calendar.value())
                .update();
    }

    /// Forgets where reading was to go on: it begins again from the cursor, or with everything.
    void dropReading(ConnectionRow row) {
        jdbc.sql(DROP_READING).param("key", row.text()).update();
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
