package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.scheduler.plan.Pace;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Shares;

import static org.assertj.core.api.Assertions.assertThat;

/// Turns, pace and superseding on the real table.
class FairClaimsTest {

    private static final int IN_FLIGHT = 50;
    private static final Duration ROUND = Duration.ofSeconds(1);

    static ScheduleRoom room;

    @BeforeAll
    static void open() {
        room = new ScheduleRoom();
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void clear() {
        room.clear();
    }

    @Test
    void a_tenant_with_ten_thousand_due_makes_one_with_twenty_wait_no_longer() {
        room.connections("small", 20, room.now());
        var alone = waitsOfSmall();

        room.clear();
        room.connections("huge", 10_000, room.now().minusSeconds(60));
        room.connections("small", 20, room.now());
        var beside = waitsOfSmall();

        assertThat(beside).hasSize(20);
        assertThat(p95(beside).toMillis())
                .isLessThanOrEqualTo(Math.round(p95(alone).toMillis() * 1.2));
    }

    @Test
    void a_provider_is_called_no_faster_than_its_pace() {
        room.connections("acme", 3_000, room.now());
        var claims = room.claims(limits(new Pace(600, 0.1), 100_000));
        int claimed = 0;
        for (int second = 0; second < 60; second++) {
            claimed += claim(claims).requests().size();
            room.clock().advance(ROUND);
        }

        assertThat(claimed).as("ten seconds' worth at first, then ten a second").isBetween(600, 700);
    }

    @Test
    void a_request_is_charged_with_no_more_calls_than_a_worker_makes_before_it_gives_way() {
        room.connections("acme", 2, room.now());
        room.jdbc().sql("UPDATE scheduler.schedule SET delta_calls = 5000").update();
        var claims = room.claims(limits(new Pace(1_800, 0), 100_000));
        var first = claim(claims).requests();
        room.connection("acme/later/google", room.now());
        room.clock().advance(Duration.ofSeconds(3));
        var tooEarly = claim(claims).requests();
        room.clock().advance(Duration.ofSeconds(1));

        assertThat(first).hasSize(2);
        assertThat(tooEarly).as("300 calls and 90 since, less 400").isEmpty();
        assertThat(claim(claims).requests())
                .as("and 30 more")
                .extracting(Request::userId)
                .containsExactly("later");
    }

    @Test
    void a_repeated_request_is_charged_again() {
        room.connections("acme", 3, room.now());
        room.jdbc().sql("UPDATE scheduler.schedule SET delta_calls = 30").update();
        var claims = room.claims(limits(new Pace(600, 0), 100_000));
        claim(claims);
        room.clock().advance(Duration.ofMinutes(10));
        room.connections("other", 10, room.now());
        room.jdbc()
                .sql("UPDATE scheduler.schedule SET delta_calls = 30 WHERE tenant_id = 'other'")
                .update();

        var requests = claim(claims).requests();

        assertThat(requests).filteredOn(Request::repeated).hasSize(3);
        assertThat(requests)
                .as("100 calls less 90 for the repeats are enough for one more")
                .hasSize(4);
    }

    @Test
    void who_waits_for_a_run_is_served_from_what_is_kept() {
        var claims = room.claims(limits(new Pace(600, 0.1), 100_000));
        room.connections("acme", 500, room.now());
        claim(claims);
        room.connection("acme/person/google", room.now());
        room.set("acme/person/google", "next_priority = 0");

        var claimed = claim(claims);

        assertThat(claimed.requests()).extracting(Request::userId).containsExactly("person");
        assertThat(claimed.paced()).containsKey("google");
    }

    @Test
    void a_request_nobody_answers_is_replaced_and_its_commands_go_with_the_new_one() {
        room.connection("acme/u1/google", room.now().plusSeconds(900));
        room.resyncs().accept(List.of(new ResyncWish("c1", "acme", "u1", "google", Verb.SYNC_NOW, false, null, null)));
        var first = room.claim().getFirst();
        room.clock().advance(Duration.ofMinutes(10));
        var repeat = room.claim().getFirst();
        room.clock().advance(Duration.ofMinutes(20));

        var fresh = room.claim().getFirst();

        assertThat(repeat.requestId()).isEqualTo(first.requestId());
        assertThat(fresh.requestId()).isNotEqualTo(first.requestId());
        assertThat(fresh.attempt()).isOne();
        assertThat(fresh.requestedAt()).isEqualTo(room.now());
        room.completed("acme/u1/google", first.requestId());
        assertThat(room.command("c1").state())
                .as("the late outcome changes nothing")
                .isEqualTo(ResyncState.ACCEPTED);
        room.completed("acme/u1/google", fresh.requestId());
        assertThat(room.command("c1").state()).isEqualTo(ResyncState.DONE);
    }

    @Test
    void what_a_provider_told_of_goes_before_the_ordinary_round_and_after_who_waits() {
        room.connection("acme/ordinary/google", room.now().minusSeconds(60));
        room.connection("acme/told/google", room.now());
        room.set("acme/told/google", "next_priority = " + Priority.PUSH.rank());
        room.connection("acme/awaited/google", room.now());
        room.set("acme/awaited/google", "next_priority = " + Priority.INTERACTIVE.rank());

        assertThat(room.claim()).extracting(Request::userId).containsExactly("awaited", "told", "ordinary");
    }

    @Test
    void a_flood_of_what_a_provider_told_of_keeps_no_ordinary_run_waiting_for_long() {
        room.connections("huge", 5_000, room.now().minusSeconds(600));
        room.jdbc().sql("UPDATE scheduler.schedule SET next_priority = 1").update();
        room.connections("small", 30, room.now());
        room.connection("huge/ordinary/google", room.now());
        room.connection("huge/bulk/google", room.now());
        room.set("huge/bulk/google", "next_priority = 3");

        var waits = waits(60);

        assertThat(waits.get(Priority.SCHEDULED))
                .hasSize(31)
                .allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(12)));
        assertThat(waits.get(Priority.BULK)).hasSize(1);
        assertThat(waits.get(Priority.PUSH)).as("the flood has the rest").hasSizeGreaterThan(1_400);
    }

    @Test
    void two_schedulers_together_have_no_more_in_flight_than_one_may() {
        room.connections("acme", 500, room.now());
        var one = room.claims(limits(new Pace(1_000_000, 0), IN_FLIGHT));
        var other = room.claims(limits(new Pace(1_000_000, 0), IN_FLIGHT));

        for (int round = 0; round < 5; round++) {
            claim(one);
            claim(other);
        }

        assertThat(room.backlogs().measure().inFlight()).isEqualTo(IN_FLIGHT);
    }

    /// How long each of the small tenant's twenty waits, while every run takes two rounds.
    private static List<Duration> waitsOfSmall() {
        var claims = room.claims(limits(new Pace(1_000_000, 0), IN_FLIGHT));
        var from = room.now();
        var waits = new ArrayList<Duration>();
        List<Request> running = List.of();
        for (int round = 0; round < 60 && waits.size() < 20; round++) {
            room.clock().advance(ROUND);
            var claimed = claim(claims).requests();
            claimed.stream()
                    .filter(request -> request.tenantId().equals("small"))
                    .forEach(_ -> waits.add(Duration.between(from, room.now())));
            running.forEach(request ->
                    room.completed(request.tenantId() + "/" + request.userId() + "/google", request.requestId()));
            running = claimed;
        }
        return waits;
    }

    /// How long those wait that go in so many rounds, by priority, while every run takes two rounds.
    private static Map<Priority, List<Duration>> waits(int rounds) {
        var claims = room.claims(limits(new Pace(1_000_000, 0), IN_FLIGHT));
        var from = room.now();
        var waits = new EnumMap<Priority, List<Duration>>(Priority.class);
        List<Request> running = List.of();
        for (int round = 0; round < rounds; round++) {
            room.clock().advance(ROUND);
            var claimed = claim(claims).requests();
            claimed.forEach(request -> waits.computeIfAbsent(request.priority(), _ -> new ArrayList<>())
                    .add(Duration.between(from, room.now())));
            running.forEach(request -> room.completed(request.connectionKey(), request.requestId()));
            running = claimed;
        }
        return waits;
    }

    private static Duration p95(List<Duration> waits) {
        return waits.stream().sorted().toList().get((int) Math.ceil(waits.size() * 0.95) - 1);
    }

    private static Claimed claim(Claims claims) {
        return Objects.requireNonNull(room.transactions().execute(_ -> claims.claim(room.now())));
    }

    private static ClaimLimits limits(Pace google, int maxInFlight) {
        return new ClaimLimits(
                maxInFlight,
                maxInFlight,
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                new Shares(Map.of(), Map.of(), maxInFlight),
                Map.of("google", google));
    }
}
