package io.kalends.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.EventChange;
import io.kalends.simulator.side.SimulatedUser;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares what the CRM sees with what the provider holds, once everything is quiet.
final class Checker {

    private static final String CALENDARS = """
            SELECT calendar_id, window_from, window_to
              FROM sync.calendar
             WHERE connection_key = ? AND selected
            """;

    private static final String EVENTS = """
            SELECT calendar_id, event_id, payload
              FROM sync.event
             WHERE connection_key = ? AND NOT gone
            """;

    private record Window(Instant from, Instant to) {}

    private final Stage stage;
    private final Tape tape;

    Checker(Stage stage) {
        this.stage = stage;
        this.tape = Tape.of(stage.bootstrapServers());
    }

    void check() throws SQLException {
        checkEvents();
        sequencesGrowWithoutAGap();
        everyRequestEnded();
    }

    /// I1 and I2. The chosen calendars are kept, and nothing is held or told of any other.
    void checkEvents() throws SQLException {
        var folded = fold();
        for (var person : stage.people()) {
            check(person, folded.getOrDefault(person.key(), Map.of()));
        }
    }

    private void check(Stage.Person person, Map<String, Map<String, Facts>> told) throws SQLException {
        var windows = windows(person);
        assertThat(windows.keySet()).as("calendars kept of %s", person.key()).isEqualTo(stage.selected(person));

        var truth = new HashMap<String, Map<String, Facts>>();
        windows.forEach((calendar, window) -> truth.put(calendar, truth(person.user(), calendar, window)));
        truth.values().removeIf(Map::isEmpty);
        assertThat(held(person)).as("I1: what is stored of %s", person.key()).isEqualTo(truth);
        var share = stage.share(person.key().tenantId());
        truth.values().forEach(events -> events.replaceAll((_, facts) -> facts.shared(share)));
        assertThat(told).as("I2: what was told of %s", person.key()).isEqualTo(truth);
    }

    private Map<String, Window> windows(Stage.Person person) throws SQLException {
        var windows = new HashMap<String, Window>();
        try (var connection = stage.connection();
                var statement = connection.prepareStatement(CALENDARS)) {
            statement.setString(1, person.key().text());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    windows.put(rows.getString(1), new Window(instant(rows, 2), instant(rows, 3)));
                }
            }
        }
        return windows;
    }

    private Map<String, Map<String, Facts>> held(Stage.Person person) throws SQLException {
        var held = new HashMap<String, Map<String, Facts>>();
        try (var connection = stage.connection();
                var statement = connection.prepareStatement(EVENTS)) {
            statement.setString(1, person.key().text());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    held.computeIfAbsent(rows.getString(1), _ -> new TreeMap<>())
                            .put(rows.getString(2), facts(rows.getBytes(3)));
                }
            }
        }
        return held;
    }

    private static Facts facts(byte[] payload) {
        try {
            return Facts.of(CalendarEvent.fromByteBuffer(ByteBuffer.wrap(payload)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Map<String, Facts> truth(SimulatedUser user, String calendar, Window window) {
        var truth = new TreeMap<String, Facts>();
        user.calendar(calendar)
                .truth(window.from(), window.to())
                .forEach((id, event) -> truth.put(id, Facts.of(event)));
        return truth;
    }

    /// The topic as a CRM would fold it: the last word on each key counts.
    private Map<ConnectionKey, Map<String, Map<String, Facts>>> fold() {
        var last = new HashMap<String, CalendarEventChanged>();
        for (var record : tape.raw(Topics.DEFAULT.eventChanged())) {
            if (record.value() == null) {
                last.remove(record.key());
            } else {
                last.put(record.key(), (CalendarEventChanged) stage.decode(record));
            }
        }
        var folded = new HashMap<ConnectionKey, Map<String, Map<String, Facts>>>();
        for (var change : last.values()) {
            if (change.getChange() == EventChange.UPSERTED) {
                var key = new ConnectionKey(change.getTenantId(), change.getUserId(), change.getProvider());
                folded.computeIfAbsent(key, _ -> new HashMap<>())
                        .computeIfAbsent(change.getCalendarId(), _ -> new TreeMap<>())
                        .put(change.getExternalEventId(), Facts.told(change.getEvent()));
            }
        }
        return folded;
    }

    /// I3.
    private void sequencesGrowWithoutAGap() {
        var union = new HashMap<String, List<Long>>();
        var highest = new HashMap<String, Long>();
        var seen = new HashSet<Object>();
        for (var entry : tape.fromWorker()) {
            var connection = entry.field("tenantId") + "/" + entry.field("userId") + "/" + entry.field("provider");
            var sequence = (Long) entry.field("sequence");
            union.computeIfAbsent(connection, _ -> new ArrayList<>()).add(sequence);
            var place = entry.raw().topic() + "/" + connection;
            if (seen.add(entry.field("eventId"))) {
                assertThat(sequence).as("I3: sequence in %s", place).isGreaterThan(highest.getOrDefault(place, 0L));
                highest.put(place, sequence);
            }
        }
        union.forEach((connection, sequences) -> assertThat(
                        sequences.stream().sorted().toList())
                .as("I3: all sequences of %s", connection)
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, sequences.size())
                        .boxed()
                        .toList()));
        assertThat(union).as("connections that said something").isNotEmpty();
    }

    /// I5.
    private void everyRequestEnded() {
        var ended = new HashSet<Object>();
        var topics = Topics.DEFAULT;
        for (var topic : List.of(topics.syncCompleted(), topics.syncFailed(), topics.syncDeferred())) {
            tape.entries(topic).forEach(entry -> ended.add(entry.field("requestId")));
        }
        var requested = tape.entries(topics.syncRequested());
        assertThat(requested).as("requests").isNotEmpty();
        assertThat(requested)
                .as("I5: every request ended")
                .allSatisfy(entry -> assertThat(ended).contains(entry.field("requestId")));
    }

    Tape tape() {
        return tape;
    }
}
