package io.kalends.scheduler.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROUNDS = 400;

    private final Lanes lanes = new Lanes(new Shares(Map.of(), Map.of("capped", 3), 1_000));
    private final Map<Priority, Integer> gone = new EnumMap<>(Priority.class);
    private final Map<Priority, List<Integer>> rounds = new EnumMap<>(Priority.class);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void a_flood_leaves_the_lanes_below_it_a_part_however_few_may_go_at_a_time(int requests) {
        for (int round = 0; round < ROUNDS; round++) {
            share(round, flood("acme"), room(requests));
        }

        assertParts(requests * ROUNDS);
        assertGaps(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 10, 20, 34, 55, 89})
    void so_it_is_where_something_may_go_in_some_rounds_only(int every) {
        for (int round = 0; round < ROUNDS * every; round++) {
            share(round, flood("acme"), room(round % every == 0 ? 1 : 0));
        }

        assertParts(ROUNDS);
        assertGaps(every);
    }

    @Test
    void so_it_is_however_often_only_who_waits_may_go_between() {
        var person = List.of(waiting("acme", Priority.INTERACTIVE));
        var all = Stream.of(flood("acme"), person).flatMap(List::stream).toList();
        for (int round = 0; round < 20_000; round++) {
            share(round, round % 55 == 0 ? flood("acme") : all, room(1));
        }

        gone.remove(Priority.INTERACTIVE);
        assertParts(364);
        assertGaps(55);
    }

    @Test
    void a_fifth_is_a_fifth_where_one_may_go_in_one_round_of_55() {
        for (int round = 0; round < 20_000; round++) {
            share(round, flood("acme"), room(round % 55 == 0 ? 1 : 0));
        }

        assertParts(364);
        assertGaps(55);
    }

    @Test
    void so_it_is_where_the_pace_of_a_provider_is_what_is_short() {
        var pace = new Pace(600, 0);
        for (int round = 0; round < ROUNDS; round++) {
            var level = new Pace.Level(3, NOON);
            var room = new Room(1_000, 500, Map.of(), Map.of("google", pace), Map.of("google", level));
            share(round, flood("acme"), room);
        }

        assertParts(3 * ROUNDS);
    }

    @Test
    void so_it_is_where_the_cap_of_a_tenant_is_what_is_short() {
        for (int round = 0; round < ROUNDS; round++) {
            share(round, flood("capped"), new Room(1_000, 500, Map.of("capped", 2), Map.of(), Map.of()));
        }

        assertParts(ROUNDS);
    }

    @Test
    void who_waits_goes_before_everything_in_every_round() {
        var waiting = new ArrayList<>(flood("acme"));
        waiting.add(waiting("acme", Priority.INTERACTIVE));
        for (int round = 0; round < ROUNDS; round++) {
            share(round, waiting, room(10));
        }

        assertThat(gone).containsOnlyKeys(Priority.INTERACTIVE);
    }

    @Test
    void what_one_lane_leaves_the_next_may_have() {
        var few = new Waiting("acme", "google", Priority.PUSH, false, 3, NOON, 1);
        share(0, List.of(few, waiting("acme", Priority.SCHEDULED), waiting("acme", Priority.BULK)), room(10));

        assertThat(gone).containsExactlyInAnyOrderEntriesOf(Map.of(Priority.PUSH, 3, Priority.SCHEDULED, 7));
    }

    private void share(int round, List<Waiting> waiting, Room room) {
        for (var grant : lanes.share(waiting, room)) {
            gone.merge(grant.priority(), grant.connections(), Integer::sum);
            rounds.computeIfAbsent(grant.priority(), _ -> new ArrayList<>()).add(round);
        }
    }

    private void assertParts(int all) {
        assertThat(part(Priority.PUSH, all)).isBetween(0.7, 0.8);
        assertThat(part(Priority.SCHEDULED, all)).isBetween(0.18, 0.22);
        assertThat(part(Priority.BULK, all)).isBetween(0.03, 0.07);
    }

    private void assertGaps(int every) {
        assertThat(longestGap(Priority.SCHEDULED)).isLessThanOrEqualTo(8 * every);
        assertThat(longestGap(Priority.BULK)).isLessThanOrEqualTo(34 * every);
    }

    private double part(Priority priority, int all) {
        return gone.getOrDefault(priority, 0) / (double) all;
    }

    private int longestGap(Priority priority) {
        var served = rounds.getOrDefault(priority, List.of());
        int longest = 0;
        for (int i = 1; i < served.size(); i++) {
            longest = Math.max(longest, served.get(i) - served.get(i - 1));
        }
        return longest;
    }

    private static List<Waiting> flood(String tenant) {
        return List.of(
                waiting(tenant, Priority.PUSH), waiting(tenant, Priority.SCHEDULED), waiting(tenant, Priority.BULK));
    }

    private static Waiting waiting(String tenant, Priority priority) {
        return new Waiting(tenant, "google", priority, false, 10_000, NOON, 1);
    }

    private static Room room(int requests) {
        return new Room(requests, requests, Map.of(), Map.of(), Map.of());
    }
}
