package io.kalends.worker.incident;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incident;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Standing;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.store.RunEnd;
import io.kalends.core.token.TokenEndpoint.Grant;

import static org.assertj.core.api.Assertions.assertThat;

/// What a provider in trouble does to a fleet of connections, over hours of virtual time.
class StormTest {

    private static final Refusal DOWN =
            new Refusal.Unavailable(Refusal.Unavailable.Cause.DOWN, "Google answered 503", null);
    private static final Duration CALM = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 20, 200, 3_000})
    void a_provider_that_is_down_for_two_hours_disables_nobody_and_asks_nobody_to_reconnect(int connections)
            throws InterruptedException {
        try (var fleet = new Fleet(connections)) {
            fleet.live(CALM);
            fleet.api = DOWN;
            fleet.live(Duration.ofHours(2));
            fleet.api = null;
            fleet.live(CALM);

            assertThat(blamed(fleet)).isEmpty();
            assertThat(fleet.board.look().incidents())
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.kind()).isEqualTo(IncidentKind.OUTAGE))
                    .matches(Incident::closed);
        }
    }

    @Test
    void after_two_hours_down_all_are_fresh_within_an_interval_and_no_minute_has_more_than_twice_the_ordinary_calls()
            throws InterruptedException {
        try (var fleet = new Fleet(3_000)) {
            fleet.live(CALM);
            int steady = Fleet.sum(fleet.calls, 30, 60) / 30;
            fleet.api = DOWN;
            fleet.live(Duration.ofHours(2));
            fleet.api = null;
            var over = fleet.now;
            var minute = fleet.minute();

            fleet.live(Fleet.INTERVAL);
            assertThat(fleet.fresh.values()).hasSize(3_000).allMatch(at -> at.isAfter(over));

            fleet.live(Duration.ofHours(2));
            assertThat(Fleet.peak(fleet.calls, minute))
                    .as("most calls in a minute, %d of them in an ordinary one", steady)
                    .isLessThanOrEqualTo(2 * steady);
        }
    }

    /// Of a few hundred, ordinary minutes differ by a factor of two and more: a minute is compared with the busiest of
    /// these, and five minutes with the mean.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void two_hundred_are_fresh_within_an_interval_and_the_busiest_five_minutes_are_at_most_twice_ordinary_ones(
            long seed) throws InterruptedException {
        try (var fleet = new Fleet(200, Duration.ofDays(1000), seed)) {
            fleet.live(CALM);
            int mean = Fleet.sum(fleet.calls, 30, 60) / 6;
            int busiest = Fleet.peak(fleet.calls, 30);
            var from = fleet.minute();
            fleet.api = DOWN;
            fleet.live(Duration.ofMinutes(10));
            assertThat(Fleet.sum(fleet.calls, from, fleet.minute()))
                    .isLessThanOrEqualTo((int) (1.2 * Fleet.sum(fleet.runs, from, fleet.minute())));
            fleet.live(Duration.ofMinutes(110));
            fleet.api = null;
            var over = fleet.now;
            var minute = fleet.minute();
            assertThat(Fleet.sum(fleet.calls, from, minute))
                    .isLessThanOrEqualTo((int) (1.2 * Fleet.sum(fleet.runs, from, minute)));

            fleet.live(Fleet.INTERVAL);
            assertThat(fleet.fresh.values()).hasSize(200).allMatch(at -> at.isAfter(over));
            assertThat(blamed(fleet)).isEmpty();

            fleet.live(Duration.ofHours(2));
            for (long begin = minute; begin < fleet.minute() - 5; begin++) {
                assertThat(Fleet.sum(fleet.calls, begin, begin + 5))
                        .as("calls in five minutes, %d of them in ordinary ones", mean)
                        .isLessThanOrEqualTo(2 * mean);
            }
            assertThat(Fleet.peak(fleet.calls, minute))
                    .as("most calls in a minute, %d of them in the busiest ordinary one", busiest)
                    .isLessThanOrEqualTo(2 * busiest);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 200, 2_000})
    void ten_minutes_of_failures_cost_at_most_a_fifth_more_calls_than_runs_are_due(int connections)
            throws InterruptedException {
        try (var fleet = new Fleet(connections)) {
            fleet.live(CALM);
            var from = fleet.minute();
            fleet.api = DOWN;
            fleet.live(Duration.ofMinutes(10));
            var to = fleet.minute();

            int due = Fleet.sum(fleet.runs, from, to);
            assertThat(Fleet.sum(fleet.calls, from, to))
                    .as("calls, for %d runs due", due)
                    .isPositive()
                    .isLessThanOrEqualTo((int) (1.2 * due));
        }
    }

    @Test
    void one_connection_in_trouble_for_itself_is_disabled_after_five_failures_and_no_incident()
            throws InterruptedException {
        try (var fleet = new Fleet(1)) {
            fleet.live(CALM);
            fleet.api = DOWN;
            fleet.live(Duration.ofHours(1));

            assertThat(fleet.status(key(0))).isEqualTo(ConnectionStatus.DISABLED);
            assertThat(fleet.board.look().incidents()).isEmpty();
        }
    }

    @Test
    void three_connections_of_ten_in_trouble_are_disabled_and_no_incident() throws InterruptedException {
        try (var fleet = new Fleet(10)) {
            fleet.live(CALM);
            fleet.concerned = Set.of("u0", "u1", "u2")::contains;
            fleet.api = DOWN;
            fleet.live(Duration.ofHours(12));

            assertThat(blamed(fleet)).containsExactlyInAnyOrder(key(0), key(1), key(2));
            assertThat(fleet.board.look().incidents()).isEmpty();
        }
    }

    @Test
    void while_the_token_endpoint_is_down_those_whose_token_is_good_go_on() throws InterruptedException {
        try (var fleet = new Fleet(100)) {
            fleet.tokens = new Grant.Unavailable("Google's token endpoint answered 503", null);
            fleet.live(Duration.ofHours(2));

            assertThat(fleet.board.look().incidents()).isEmpty();
            assertThat(fleet.fresh).hasSize(100);
        }
    }

    @Test
    void while_the_token_endpoint_is_down_those_who_need_a_token_wait_and_nobody_is_blamed()
            throws InterruptedException {
        try (var fleet = new Fleet(100, Duration.ofHours(1))) {
            fleet.live(Duration.ofMinutes(30));
            fleet.tokens = new Grant.Unavailable("Google's token endpoint answered 503", null);
            fleet.live(Duration.ofHours(4));
            assertThat(fleet.board.look().incidents())
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.kind()).isEqualTo(IncidentKind.TOKEN_OUTAGE))
                    .matches(incident -> !incident.closed());

            fleet.tokens = null;
            var over = fleet.now;
            fleet.live(Fleet.INTERVAL);

            assertThat(blamed(fleet)).isEmpty();
            assertThat(fleet.fresh.values()).hasSize(100).allMatch(at -> at.isAfter(over));
        }
    }

    @Test
    void whoever_asks_for_a_sync_need_not_wait_for_the_next_probe_of_the_token_endpoint() throws InterruptedException {
        try (var fleet = new Fleet(100, Duration.ofHours(1))) {
            fleet.tokens = new Grant.Unavailable("Google's token endpoint answered 503", null);
            fleet.live(Duration.ofHours(3));
            while (!betweenProbes(fleet)) {
                fleet.live(Duration.ofSeconds(1));
            }
            fleet.tokens = null;

            fleet.resync(key(0));
            fleet.live(Duration.ofSeconds(1));

            assertThat(fleet.fresh.get(key(0))).isAfter(fleet.now.minusSeconds(2));
            assertThat(fleet.board.look().incidents())
                    .singleElement()
                    .matches(incident -> incident.standing() instanceof Standing.Recovering);
        }
    }

    private static boolean betweenProbes(Fleet fleet) {
        return fleet.board.look().incidents().getFirst().standing() instanceof Standing.Open open
                && open.probedAt().plusSeconds(10).isBefore(fleet.now)
                && open.probeAt().minusSeconds(30).isAfter(fleet.now);
    }

    @Test
    void a_rejected_application_is_one_incident_with_one_cause_and_no_failure_of_anybody() throws InterruptedException {
        try (var fleet = new Fleet(500, Duration.ofMinutes(20))) {
            fleet.tokens = new Grant.ClientRejected("invalid_client: The OAuth client was deleted");
            fleet.live(Duration.ofHours(3));
            int asked = fleet.refreshes;

            assertThat(fleet.board.look().incidents()).singleElement().satisfies(incident -> {
                assertThat(incident.kind()).isEqualTo(IncidentKind.CLIENT_REJECTED);
                assertThat(incident.message()).contains("invalid_client");
                assertThat(incident.closed()).isFalse();
            });
            assertThat(fleet.ends).doesNotHaveAnyElementsOfTypes(RunEnd.Failed.class);
            assertThat(blamed(fleet)).isEmpty();
            assertThat(asked).as("probes in three hours").isBetween(10, 120);
        }
    }

    @Test
    void an_application_that_is_refused_for_one_alone_holds_the_others_up_once() throws InterruptedException {
        try (var fleet = new Fleet(500, Duration.ofMinutes(20))) {
            fleet.concerned = "u7"::equals;
            fleet.tokens = new Grant.ClientRejected("Microsoft answered unauthorized_client");
            fleet.live(Duration.ofHours(1));
            var first = fleet.board.look().incidents();
            assertThat(first).singleElement().matches(Incident::closed);
            fleet.live(Duration.ofHours(12));

            assertThat(fleet.board.look().incidents()).isEqualTo(first);
            assertThat(fleet.fresh.keySet()).hasSize(500);
            assertThat(blamed(fleet)).isEmpty();
        }
    }

    @Test
    void a_limit_of_the_whole_application_is_one_incident_too() throws InterruptedException {
        try (var fleet = new Fleet(500)) {
            fleet.live(CALM);
            fleet.api = new Refusal.Throttled(Duration.ofHours(10), true);
            fleet.live(Duration.ofHours(3));
            fleet.api = null;
            var over = fleet.now;
            fleet.live(Fleet.INTERVAL);

            assertThat(fleet.board.look().incidents())
                    .singleElement()
                    .satisfies(incident -> assertThat(incident.kind()).isEqualTo(IncidentKind.APPLICATION_LIMIT))
                    .matches(Incident::closed);
            assertThat(fleet.ends).doesNotHaveAnyElementsOfTypes(RunEnd.Failed.class);
            assertThat(fleet.fresh.values()).allMatch(at -> at.isAfter(over));
        }
    }

    @Test
    void somebody_who_lost_his_grant_is_still_asked_to_reconnect_during_an_outage() throws InterruptedException {
        try (var fleet = new Fleet(20, Duration.ofHours(1))) {
            fleet.live(Duration.ofMinutes(50));
            fleet.tokens = new Grant.Revoked("invalid_grant");
            fleet.live(Duration.ofMinutes(30));

            assertThat(blamed(fleet)).hasSize(20);
            assertThat(fleet.board.look().incidents()).isEmpty();
        }
    }

    private static List<ConnectionKey> blamed(Fleet fleet) {
        return fleet.fresh.keySet().stream()
                .filter(key -> fleet.status(key) == ConnectionStatus.DISABLED
                        || fleet.status(key) == ConnectionStatus.NEEDS_RECONNECT)
                .toList();
    }

    private static ConnectionKey key(int user) {
        return new ConnectionKey("acme", "u" + user, Provider.GOOGLE);
    }
}
