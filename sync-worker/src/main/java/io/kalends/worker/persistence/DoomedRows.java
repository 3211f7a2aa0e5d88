package io.kalends.worker.persistence;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.connection.CalendarId;

/// Events that a walk has found gone and nobody was told of yet. Every method belongs into the caller's
/// transaction, which holds the lock on the connection.
final class DoomedRows {

    /// An event that is to go.
    record Doomed(String eventId, @Nullable String iCalUid) {}

    /// An event whose deletion waits for a person, all of it.
    record Waiting(String eventId, CalendarEvent event) {}

    private static final String DOOM = """
            UPDATE sync.event
               SET doomed_in = :generation
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND event_id = ANY (:ids)
               AND NOT gone
            """;

    private static final String DOOM_ALL = """
            UPDATE sync.event
               SET doomed_in = 0
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND NOT gone
            """;

    private static final String WAIT = """
            UPDATE sync.event
               SET waits = true
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND doomed_in IS NOT NULL
               AND NOT waits
            """;

    private static final String FORGIVE = """
            UPDATE sync.event
               SET doomed_in = NULL,
                   waits = false
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND doomed_in IS NOT NULL
            """;

    private static final String SOME = """
            SELECT event_id, i_cal_uid
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND doomed_in IS NOT NULL
               AND (waits OR NOT :waiting)
             ORDER BY event_id
             LIMIT :most
            """;

    private static final String EARLIEST = """
            SELECT event_id, payload
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND doomed_in IS NOT NULL
               AND waits
             ORDER BY starts_at, event_id
             LIMIT :most
            """;

    private final JdbcClient jdbc;

    DoomedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes that the walk of this generation has found these gone.
    void doom(String key, CalendarId calendar, long generation, List<String> eventIds) {
        if (!eventIds.isEmpty()) {
            of(DOOM, key, calendar)
                    .param("generation", generation)
                    .param("ids", eventIds.toArray(String[]::new))
                    .update();
        }
    }

    /// Notes that everything held is gone.
    void doomAll(String key, CalendarId calendar) {
        of(DOOM_ALL, key, calendar).update();
    }

    /// Has everything found gone wait for a person.
    ///
    /// @return how many did not wait before
    int makeWait(String key, CalendarId calendar) {
        return of(WAIT, key, calendar).update();
    }

    /// Takes everything for there again.
    void forgive(String key, CalendarId calendar) {
        of(FORGIVE, key, calendar).update();
    }

    /// At most `most` events found gone, ordered by id.
    ///
    /// @param waiting true for those only that wait for a person
    List<Doomed> some(String key, CalendarId calendar, boolean waiting, int most) {
        return of(SOME, key, calendar)
                .param("waiting", waiting)
                .param("most", most)
                .query((row, _) -> new Doomed(row.getString("event_id"), row.getString("i_cal_uid")))
                .list();
    }

    /// At most `most` events whose deletion waits for a person, the earliest first.
    List<Waiting> earliest(String key, CalendarId calendar, int most) {
        return of(EARLIEST, key, calendar)
                .param("most", most)
                .query((row, _) -> new Waiting(row.getString("event_id"), StoredEvents.read(row.getBytes("payload"))))
                .list();
    }

    private JdbcClient.StatementSpec of(String sql, String key, CalendarId calendar) {
        return jdbc.sql(sql).param("key", key).param("calendar", calendar.value());
    }
}
