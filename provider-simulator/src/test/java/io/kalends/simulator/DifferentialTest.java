package io.kalends.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.simulator.google.GoogleRules;
import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.side.EventTruth;

import static org.assertj.core.api.Assertions.assertThat;

class DifferentialTest {
    private static final Instant FROM = MovableClock.NOON.minus(Duration.ofDays(90));
    private static final Instant TO = MovableClock.NOON.plus(Duration.ofDays(365));
    private static final int ROUNDS = 15;

    @ParameterizedTest(name = "seed {0}, deltas filtered: {1}, page of {2}")
    @CsvSource({"1, false, 250", "2, false, 40", "3, true, 250", "4, true, 13", "5, false, 2500", "6, true, 70"})
    void a_copy_kept_in_step_by_sync_tokens_equals_a_fresh_reading(long seed, boolean filtered, int pageSize)
            throws IOException {
        try (var history = new History(seed, filtered)) {
            var copy = history.instances();

            for (var round = 0; round < ROUNDS; round++) {
                copy.sync(pageSize);
                var fresh = history.instances();
                fresh.sync(2500);

                assertThat(copy.events()).as("seed %d, round %d", seed, round).isEqualTo(fresh.events());
                assertThat(told(history.user.primary().truth(FROM, TO)))
                        .as("the simulator's books, seed %d, round %d", seed, round)
                        .isEqualTo(listed(fresh.events()));
                history.goOn(1 + round % 9);
            }
            assertThat(copy.events()).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}, page of {1}")
    @CsvSource({"11, 250", "12, 5", "13, 2500", "14, 17"})
    void a_copy_of_masters_and_exceptions_equals_a_fresh_reading(long seed, int pageSize) throws IOException {
        try (var history = new History(seed, false)) {
            var copy = history.masters();

            for (var round = 0; round < ROUNDS; round++) {
                copy.sync(pageSize);
                var fresh = history.masters();
                fresh.sync(2500);

                assertThat(copy.events()).as("seed %d, round %d", seed, round).isEqualTo(fresh.events());
                history.goOn(1 + round % 9);
            }
            assertThat(copy.events()).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}, page of {1}")
    @CsvSource({"31, 20", "32, 50", "33, 7"})
    void edits_between_two_pages_are_never_lost(long seed, int pageSize) throws IOException {
        try (var history = new History(seed, false)) {
            var copy = history.instances();

            for (var round = 0; round < ROUNDS; round++) {
                copy.sync(pageSize, () -> history.goOn(1));
                copy.sync(2500);
                var fresh = history.instances();
                fresh.sync(2500);

                assertThat(copy.events()).as("seed %d, round %d", seed, round).isEqualTo(fresh.events());
                history.goOn(3);
            }
            assertThat(copy.events()).isNotEmpty();
        }
    }

    private static Map<String, String> told(Map<String, EventTruth> truth) {
        var told = new TreeMap<String, String>();
        truth.forEach((id, event) -> told.put(
                id,
                String.join(
                        " | ",
                        event.etag(),
                        event.iCalUid(),
                        String.valueOf(event.seriesId()),
                        event.status(),
                        event.title(),
                        String.valueOf(event.location()),
                        moment(event.start(), event.allDay()),
                        moment(event.end(), event.allDay()),
                        event.organizer(),
                        event.attendees().keySet().toString())));
        return told;
    }

    private static Map<String, String> listed(Map<String, Event> events) {
        var listed = new TreeMap<String, String>();
        events.forEach((id, event) -> listed.put(
                id,
                String.join(
                        " | ",
                        event.getEtag(),
                        event.getICalUID(),
                        String.valueOf(event.getRecurringEventId()),
                        event.getStatus(),
                        event.getSummary() == null ? "" : event.getSummary(),
                        String.valueOf(event.getLocation()),
                        moment(event.getStart()),
                        moment(event.getEnd()),
                        event.getOrganizer().getEmail(),
                        guests(event).keySet().toString())));
        return listed;
    }

    private static String moment(String text, boolean allDay) {
        return allDay ? text : Long.toString(Instant.parse(text).toEpochMilli());
    }

    private static String moment(EventDateTime moment) {
        return moment.getDate() == null
                ? Long.toString(moment.getDateTime().getValue())
                : moment.getDate().toString();
    }

    private static Map<String, String> guests(Event event) {
        var guests = new TreeMap<String, String>();
        if (event.getAttendees() != null) {
            event.getAttendees().forEach(guest -> guests.put(guest.getEmail(), guest.getResponseStatus()));
        }
        return guests;
    }

    /// A user with a calendar that goes on changing, from a seed.
    private static final class History implements AutoCloseable {
        private final MovableClock clock = new MovableClock();
        private final ProviderSimulator simulator;
        private final GoogleUser user;
        private final GoogleClient client;

        History(long seed, boolean filtered) {
            simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock)
                    .withSeed(seed)
                    .withGoogle(GoogleRules.defaults()
                            .withDeltasFilteredToWindow(filtered)
                            .withAccessTokenLife(Duration.ofDays(2))));
            user = simulator.google().addUser("anna@example.com", ZoneOffset.UTC);
            simulator.google().mutate(user, 40);
            client = GoogleClient.of(simulator, user);
        }

        LocalCopy instances() {
            return new LocalCopy(client.calendar(), "primary", FROM, TO);
        }

        LocalCopy masters() {
            return LocalCopy.ofMasters(client.calendar(), "primary");
        }

        void goOn(int edits) {
            clock.advance(Duration.ofMinutes(1));
            simulator.google().mutate(user, edits);
        }

        @Override
        public void close() {
            simulator.close();
        }
    }
}
