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
import io.kalends.schemas.Keys;

/// The rows of events: what the CRM was told. Every method belongs into the caller's transaction, which holds the
/// lock on the connection.
final class EventRows {

    /// An event as it is held.
    ///
    /// @param lived its span in the calendar's own time zone
    @SuppressWarnings("ArrayRecordComponent")
    record Held(String eventId, @Nullable String iCalUid, byte[] contentHash, Span.Timed lived) {}

    /// An event as it is to be held.
    @SuppressWarnings("ArrayRecordComponent")
    record Written(String eventId, @Nullable String iCalUid, byte[] contentHash, byte[] payload, Span.Timed lived) {}

    /// A generation that has seen nothing.
    static final long NOTHING_SEEN = -1;

    private static final String HELD = """
            SELECT event_id, i_cal_uid, content_hash, starts_at, ends_at
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND event_id = ANY (:ids)
               AND NOT gone
            """;

    private static final String NOT_SEEN = """
            SELECT event_id, i_cal_uid, content_hash, starts_at, ends_at
              FROM sync.event
             WHERE connection_key = :key
               AND calendar_id = :calendar
               AND NOT gone
               AND generation <> :generation
             ORDER BY event_id
             LIMIT :most
            """;

    /// A delta leaves generations as they are: only what a full walk sees counts as seen.
    private static final String WRITE = """
            INSERT INTO sync.event (connection_key, calendar_id, event_id, key_hash, gone, gone_at, i_cal_uid,
                                    content_hash, payload, starts_at, ends_at, generation)
            VALUES (:key, :calendar, :id, :keyHash, false, NULL, :uid, :contentHash, :payload, :from, :to, :generation)
            ON CONFLICT (connection_key, calendar_id, event_id) DO UPDATE
               SET gone = false,
                   gone_at = NULL,
                   i_cal_uid = excluded.i_cal_uid,
                   content_hash = excluded.content_hash,
                   payload = excluded.payload,
                   starts_at = excluded.starts_at,
                   ends_at = excluded.ends_at,
                   generation = CASE WHEN excluded.generation = 0 THEN event.generation ELSE excluded.generation END
            """;

    private static final String MARK_GONE = """
            UPDATE sync.event
               SET gone = true,
                   gone_at = now(),
                   i_cal_uid = NULL,
                   content_hash = NULL,
                   payload = NULL,
                   starts_at = NULL,
                   ends_at = NULL
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
                        row.getBytes("content_hash"),
                        new Span.Timed(Columns.someInstant(row, "starts_at"), Columns.someInstant(row, "ends_at"))));
    }

    private static MapSqlParameterSource of(String key, CalendarId calendar) {
        return new MapSqlParameterSource("key", key).addValue("calendar", calendar.value());
    }
}
