package io.kalends.worker.persistence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.Kept;
import io.kalends.schemas.Keys;

/// The rows of events: what the CRM was told. Every method belongs into the caller's transaction, which holds the
/// lock on the connection.
final class EventRows {

    /// An event as it is held.
    ///
    /// @param lived its span in the calendar's own time zone
    @SuppressWarnings("ArrayRecordComponent")
    record Held(
            String eventId,
            @Nullable String iCalUid,
            @Nullable String seriesId,
            byte[] contentHash,
            Span.Timed lived) {
        Kept kept() {
            return new Kept(eventId, seriesId, lived);
        }
    }

    /// An event as it is to be held.
    @SuppressWarnings("ArrayRecordComponent")
    record Written(
            String eventId,
            @Nullable String iCalUid,
            @Nullable String seriesId,
            byte[] contentHash,
            byte[] payload,
            Span.Timed lived) {}

    /// An event as it was told.
    @SuppressWarnings("ArrayRecordComponent")
    record Told(String eventId, @Nullable String iCalUid, byte[] payload) {}

    /// A generation that has seen nothing.
    static final long NOTHING_SEEN = -1;

    private static final String HELD = """
            SELECT event_id, i_cal_uid, series_id, content_hash, starts_at, ends_at
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND event_id = ANY (:ids)
               AND NOT gone
            """;

    private static final String OF_SERIES = """
            SELECT event_id, i_cal_uid, series_id, content_hash, starts_at, ends_at
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND series_id = ANY (:ids)
               AND NOT gone
             ORDER BY event_id
            """;

    private static final String OF_SERIES_NOT_SEEN = """
            SELECT event_id, i_cal_uid, series_id, content_hash, starts_at, ends_at
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND series_id = :series
               AND NOT gone
               AND generation <> :generation
               AND doomed_in IS DISTINCT FROM :generation
             ORDER BY event_id
            """;

    private static final String TOLD = """
            SELECT event_id, i_cal_uid, payload
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND event_id > :after
               AND NOT gone
             ORDER BY event_id
             LIMIT :most
            """;

    private static final String NOT_SEEN = """
            SELECT event_id, i_cal_uid, series_id, content_hash, starts_at, ends_at
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND NOT gone
               AND generation <> :generation
               AND doomed_in IS DISTINCT FROM :generation
             ORDER BY event_id
             LIMIT :most
            """;

    private static final String WRITE = """
            INSERT INTO sync.event (connection_key, calendar_id, event_id, key_hash, gone, gone_at, i_cal_uid, series_id,
                                    content_hash, payload, starts_at, ends_at, generation)
            VALUES (:key, :calendar, :id, :keyHash, false, NULL, :uid, :series,
                    :contentHash, :payload, :from, :to, :generation)
            ON CONFLICT (connection_key, calendar_id, event_id) DO UPDATE
               SET gone = false,
                   gone_at = NULL,
                   i_cal_uid = excluded.i_cal_uid,
                   series_id = excluded.series_id,
                   content_hash = excluded.content_hash,
                   payload = excluded.payload,
                   starts_at = excluded.starts_at,
                   ends_at = excluded.ends_at,
                   generation = excluded.generation,
                   doomed_in = NULL,
                   waits = false
            """;

    private static final String MARK_GONE = """
            UPDATE sync.event
               SET gone = true,
                   gone_at = now(),
                   i_cal_uid = NULL,
                   series_id = NULL,
                   content_hash = NULL,
                   payload = NULL,
                   starts_at = NULL,
                   ends_at = NULL,
                   doomed_in = NULL,
                   waits = false
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND event_id = ANY (:ids)
            """;

    private final NamedParameterJdbcTemplate jdbc;

    EventRows(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Those of `eventIds` that are held, by id.
    Map<String, Held> held(String key, CalendarId calendar, Collection<String> eventIds) {
        var held = new HashMap<String, Held>();
        for (var one : query(HELD, of(key, calendar).addValue("ids", eventIds.toArray(String[]::new)))) {
            held.put(one.eventId(), one);
        }
        return held;
    }

    /// The instances held of these series, ordered by id.
    List<Held> ofSeries(String key, CalendarId calendar, Collection<String> seriesIds) {
        return seriesIds.isEmpty()
                ? List.of()
                : query(OF_SERIES, of(key, calendar).addValue("ids", seriesIds.toArray(String[]::new)));
    }

    /// The instances held of a series that the generation has not seen, ordered by id.
    List<Held> notSeenOf(String key, CalendarId calendar, String seriesId, long generation) {
        return query(
                OF_SERIES_NOT_SEEN,
                of(key, calendar).addValue("series", seriesId).addValue("generation", generation));
    }

    /// At most `most` events held behind `after`, ordered by id.
    List<Told> told(String key, CalendarId calendar, String after, int most) {
        return jdbc.query(
                TOLD,
                of(key, calendar).addValue("after", after).addValue("most", most),
                (row, _) -> new Told(row.getString("event_id"), row.getString("i_cal_uid"), row.getBytes("payload")));
    }

    /// At most `most` events held that the generation has not seen, ordered by id.
    ///
    /// @param generation [#NOTHING_SEEN] for all that is held
    List<Held> notSeen(String key, CalendarId calendar, long generation, int most) {
        return query(
                NOT_SEEN, of(key, calendar).addValue("generation", generation).addValue("most", most));
    }

    void write(String key, CalendarId calendar, long generation, List<Written> events) {
        var batch = new ArrayList<MapSqlParameterSource>(events.size());
        for (var event : events) {
            batch.add(of(key, calendar)
                    .addValue("id", event.eventId())
                    .addValue("keyHash", Keys.eventHash(calendar.value(), event.eventId()))
                    .addValue("uid", event.iCalUid())
                    .addValue("series", event.seriesId())
                    .addValue("contentHash", event.contentHash())
                    .addValue("payload", event.payload())
                    .addValue("from", Columns.column(event.lived().start()))
                    .addValue("to", Columns.column(event.lived().end()))
                    .addValue("generation", generation));
        }
        jdbc.batchUpdate(WRITE, batch.toArray(MapSqlParameterSource[]::new));
    }

    /// Keeps of these events only their keys.
    void markGone(String key, CalendarId calendar, List<String> eventIds) {
        if (!eventIds.isEmpty()) {
            jdbc.update(MARK_GONE, of(key, calendar).addValue("ids", eventIds.toArray(String[]::new)));
        }
    }

    private List<Held> query(String sql, MapSqlParameterSource parameters) {
        return jdbc.query(
                sql,
                parameters,
                (row, _) -> new Held(
                        row.getString("event_id"),
                        row.getString("i_cal_uid"),
                        row.getString("series_id"),
                        row.getBytes("content_hash"),
                        new Span.Timed(Columns.someInstant(row, "starts_at"), Columns.someInstant(row, "ends_at"))));
    }

    private static MapSqlParameterSource of(String key, CalendarId calendar) {
        return new MapSqlParameterSource("key", key).addValue("calendar", calendar.value());
    }
}
