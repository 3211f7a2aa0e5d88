package io.kalends.worker.command;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.worker.persistence.Tombstones;

/// Removes what is stored of a connection's calendars and writes a tombstone for every event the CRM was ever
/// told of.
///
/// Rows that wait in the outbox stay: they carry numbers nobody may miss, and the tombstones come after them.
final class Erasure {

    private static final Logger log = LoggerFactory.getLogger(Erasure.class);

    private static final int BATCH = 500;

    private static final String NEXT = """
            SELECT calendar_id, event_id, key_hash
              FROM sync.event
             WHERE connection_key = :key
               AND (calendar_id, event_id) > (:calendarId, :eventId)
             ORDER BY calendar_id, event_id
             LIMIT :batch
            """;

    private static final String DELETE_EVENTS = """
            DELETE FROM sync.event
             WHERE connection_key = :key
            """;

    private static final String DELETE_CALENDARS = """
            DELETE FROM sync.calendar
             WHERE connection_key = :key
            """;

    private final JdbcClient jdbc;
    private final Tombstones tombstones;

    Erasure(JdbcClient jdbc, Tombstones tombstones) {
        this.jdbc = jdbc;
        this.tombstones = tombstones;
    }

    /// To be called in the transaction that holds the lock on the connection's row.
    void erase(Order order) {
        int told = 0;
        var last = new Mark("", "", new byte[0]);
        for (var marks = after(order, last); !marks.isEmpty(); marks = after(order, last)) {
            tombstones.write(order.key(), marks.stream().map(Mark::keyHash).toList());
            told += marks.size();
            last = marks.getLast();
        }
        jdbc.sql(DELETE_EVENTS).param("key", order.row()).update();
        jdbc.sql(DELETE_CALENDARS).param("key", order.row()).update();
        log.atInfo()
                .addKeyValue("connectionKey", order.row())
                .addKeyValue("tombstones", told)
                .log("erased the calendars of a connection");
    }

    private List<Mark> after(Order order, Mark last) {
        return jdbc.sql(NEXT)
                .param("key", order.row())
                .param("calendarId", last.calendarId())
                .param("eventId", last.eventId())
                .param("batch", BATCH)
                .query((rs, _) ->
                        new Mark(rs.getString("calendar_id"), rs.getString("event_id"), rs.getBytes("key_hash")))
                .list();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Mark(String calendarId, String eventId, byte[] keyHash) {}
}
