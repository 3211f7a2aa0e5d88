package io.kalends.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.side.EventTruth;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryTest {
    @Test
    void the_same_seed_gives_the_same_history_in_any_order_of_users() {
        var first = new TreeMap<String, Map<String, EventTruth>>();
        var second = new TreeMap<String, Map<String, EventTruth>>();

        play(7, first, "anna@example.com", "ben@example.com");
        play(7, second, "ben@example.com", "anna@example.com");

        assertThat(second).isEqualTo(first);
        assertThat(first.get("anna@example.com")).isNotEmpty().isNotEqualTo(first.get("ben@example.com"));
    }

    @Test
    void another_seed_gives_another_history() {
        var first = new TreeMap<String, Map<String, EventTruth>>();
        var second = new TreeMap<String, Map<String, EventTruth>>();

        play(7, first, "anna@example.com");
        play(8, second, "anna@example.com");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void a_history_has_everything_that_is_hard() {
        var settings = SimulatorSettings.defaults(new MovableClock());
        try (var simulator = ProviderSimulator.start(settings)) {
            var user = simulator.google().addUser("anna@example.com");
            user.addCalendar("Second");
            simulator.google().mutate(user, 1500);

            var all = truth(user).values();
            assertThat(all).anyMatch(EventTruth::allDay);
            assertThat(all).anyMatch(event -> event.seriesId() != null);
            assertThat(all)
                    .anyMatch(event -> event.originalStart() != null
                            && !event.originalStart().equals(event.start()));
            assertThat(all).anyMatch(event -> event.attendees().size() > 200);
            assertThat(all).anyMatch(event -> event.title().codePoints().anyMatch(Character::isISOControl));
            assertThat(all).anyMatch(event -> event.title().contains("🦄"));
            assertThat(all).anyMatch(event -> event.title().isEmpty());
            assertThat(all).anyMatch(event -> event.status().equals("tentative"));
            assertThat(user.calendars())
                    .allSatisfy(
                            calendar -> assertThat(calendar.truth(null, null)).isNotEmpty());
        }
    }

    @Test
    void thousands_of_users_are_served_at_once() throws Exception {
        var settings = SimulatorSettings.defaults(new MovableClock());
        try (var simulator = ProviderSimulator.start(settings);
                var wire = new Wire(simulator);
                var threads = Executors.newFixedThreadPool(8)) {
            var users = new ArrayList<GoogleUser>();
            for (var number = 0; number < 2000; number++) {
                var user = simulator.google().addUser("user" + number + "@example.com");
                simulator.google().mutate(user, 3);
                users.add(user);
            }

            var answers = threads.invokeAll(users.stream()
                    .<Callable<Integer>>map(user -> () -> wire.get(
                                    "calendar/v3/calendars/primary/events",
                                    "Authorization",
                                    "Bearer " + user.issueAccessToken())
                            .statusCode())
                    .toList());

            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
            assertThat(simulator.requests().count()).isEqualTo(2000);
        }
    }

    @Test
    void the_log_remembers_the_last_requests_and_counts_all() throws Exception {
        var settings = SimulatorSettings.defaults(new MovableClock()).withRequestsKept(3);
        try (var simulator = ProviderSimulator.start(settings);
                var wire = new Wire(simulator)) {
            for (var number = 0; number < 5; number++) {
                wire.get("calendar/v3/users/me/calendarList?n=" + number);
            }

            assertThat(simulator.requests().all())
                    .extracting(request -> request.query().get("n"))
                    .containsExactly("2", "3", "4");
            assertThat(simulator.requests().count()).isEqualTo(5);
            simulator.requests().clear();
            assertThat(simulator.requests().count()).isZero();
        }
    }

    @Test
    void life_goes_on_by_itself_until_closed() throws Exception {
        try (var simulator = ProviderSimulator.start(SimulatorSettings.defaults(new MovableClock()))) {
            var user = simulator.google().addUser("anna@example.com");
            var client = GoogleClient.of(simulator, user);
            var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();

            try (var life = simulator.google().live(Duration.ofMillis(2))) {
                assertThat(life).isNotNull();
                while (client.events().execute().getItems().isEmpty() && System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                }
            }

            assertThat(client.events().execute().getItems()).isNotEmpty();
        }
    }

    private static void play(long seed, Map<String, Map<String, EventTruth>> into, String... emails) {
        var settings = SimulatorSettings.defaults(new MovableClock()).withSeed(seed);
        try (var simulator = ProviderSimulator.start(settings)) {
            for (var email : emails) {
                var user = simulator.google().addUser(email);
                user.addCalendar("Second");
                simulator.google().mutate(user, 100);
                into.put(email, truth(user));
            }
        }
    }

    private static Map<String, EventTruth> truth(GoogleUser user) {
        var truth = new TreeMap<String, EventTruth>();
        user.calendars().forEach(calendar -> truth.putAll(calendar.truth(null, null)));
        return truth;
    }
}
