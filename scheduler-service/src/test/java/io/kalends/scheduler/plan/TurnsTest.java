package io.kalends.scheduler.plan;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class TurnsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Shares shares = new Shares(Map.of(), Map.of(), 1_000);

    @Test
    void who_has_little_waiting_is_served_whole_beside_who_has_much() {
        assertThat(share(List.of(waiting("huge", 10_000), waiting("small", 20)), 100))
                .containsExactlyInAnyOrderEntriesOf(Map.of("huge", 80, "small", 20));
    }

    @Test
    void turns_are_as_many_as_weights_say() {
        shares = new Shares(Map.of("gold", 3), Map.of(), 1_000);

        assertThat(share(List.of(waiting("gold", 500), waiting("plain", 500)), 100))
                .containsExactlyInAnyOrderEntriesOf(Map.of("gold", 75, "plain", 25));
    }

    @Test
    void nobody_goes_hungry_when_only_one_may_go_at_a_time() {
        var turns = new Turns(shares);
        var served = new HashMap<String, Integer>();
        for (int round = 0; round < 90; round++) {
            turns.share(List.of(waiting("a", 500), waiting("b", 500), waiting("c", 500)), room(1))
                    .forEach(grant -> served.merge(grant.tenantId(), grant.connections(), Integer::sum));
        }

        assertThat(served).containsExactlyInAnyOrderEntriesOf(Map.of("a", 30, "b", 30, "c", 30));
    }

    @Test
    void who_comes_back_has_saved_up_no_turns() {
        var turns = new Turns(shares);
        for (int round = 0; round < 100; round++) {
            turns.share(List.of(waiting("busy", 500)), room(10));
        }

        var grants = turns.share(List.of(waiting("busy", 500), waiting("idle", 500)), room(10));

        assertThat(grants).extracting(Grant::connections).containsExactlyInAnyOrder(5, 5);
    }

    @Test
    void a_tenant_stays_within_its_cap_with_what_is_in_flight() {
        shares = new Shares(Map.of(), Map.of("capped", 7), 1_000);
        var room = new Room(100, 100, Map.of("capped", 4), Map.of(), Map.of());

        var grants = new Turns(shares).share(List.of(waiting("capped", 500), waiting("other", 5)), room);

        assertThat(grants)
                .extracting(Grant::tenantId, Grant::connections)
                .containsExactlyInAnyOrder(tuple("capped", 3), tuple("other", 5));
    }

    @Test
    void bulk_takes_no_more_than_its_part() {
        var bulk = new Waiting("acme", "google", Priority.BULK, false, 500, NOON, 1);

        assertThat(new Turns(shares).share(List.of(bulk), new Room(100, 50, Map.of(), Map.of(), Map.of())))
                .singleElement()
                .satisfies(grant -> assertThat(grant.connections()).isEqualTo(50));
    }

    @Test
    void both_providers_of_a_tenant_are_served_in_turn() {
        var google = new Waiting("acme", "google", Priority.SCHEDULED, false, 500, NOON.minusSeconds(60), 1);
        var outlook = new Waiting("acme", "outlook", Priority.SCHEDULED, false, 500, NOON, 1);

        assertThat(new Turns(shares).share(List.of(google, outlook), room(10)))
                .extracting(Grant::connections)
                .containsExactly(5, 5);
    }

    @Test
    void the_pace_of_a_provider_keeps_its_runs_waiting_and_no_others() {
        var pace = new Pace(600, 0.1);
        var room = new Room(
                1_000,
                500,
                Map.of(),
                Map.of("google", pace),
                Map.of("google", pace.filled(new Pace.Level(0, Instant.EPOCH), NOON)));
        var google = new Waiting("acme", "google", Priority.SCHEDULED, false, 500, NOON, 2);
        var outlook = new Waiting("acme", "outlook", Priority.SCHEDULED, false, 300, NOON, 2);

        var grants = new Turns(shares).share(List.of(google, outlook), room);

        assertThat(grants)
                .extracting(Grant::provider, Grant::connections)
                .as("100 calls in ten seconds, a tenth of them kept, at two a run")
                .containsExactlyInAnyOrder(tuple("google", 45), tuple("outlook", 300));
        assertThat(room.paced(google)).isTrue();
        var awaited = new Waiting("acme", "google", Priority.INTERACTIVE, false, 500, NOON, 2);
        assertThat(new Turns(shares).share(List.of(awaited), room))
                .as("what was kept is for who waits")
                .singleElement()
                .satisfies(grant -> assertThat(grant.connections()).isEqualTo(5));
    }

    @Test
    void figures_that_make_no_sense_are_refused_by_name() {
        assertThatThrownBy(() -> new Shares(Map.of("acme", 0), Map.of(), 1))
                .hasMessage("kalends.scheduler.weights of tenant 'acme' must be at least 1, it is 0");
        assertThatThrownBy(() -> new Shares(Map.of(), Map.of("acme", -1), 1)).hasMessageContaining("tenant-caps");
        assertThatThrownBy(() -> new Shares(Map.of(), Map.of(), 0)).hasMessageContaining("tenant-cap");
        assertThatThrownBy(() -> new Pace(0, 0.1)).hasMessageContaining("calls-per-minute");
        assertThatThrownBy(() -> new Pace(1, 1)).hasMessageContaining("reserve");
    }

    private Map<String, Integer> share(List<Waiting> waiting, int requests) {
        var served = new HashMap<String, Integer>();
        new Turns(shares)
                .share(waiting, room(requests))
                .forEach(grant -> served.put(grant.tenantId(), grant.connections()));
        return served;
    }

    private static Room room(int requests) {
        return new Room(requests, requests, Map.of(), Map.of(), Map.of());
    }

    private static Waiting waiting(String tenant, int connections) {
        return new Waiting(tenant, "google", Priority.SCHEDULED, false, connections, NOON, 1);
    }
}
