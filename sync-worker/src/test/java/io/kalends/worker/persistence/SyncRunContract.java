package io.kalends.worker.persistence;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// What every store does with runs and their outcomes.
interface SyncRunContract extends SyncClaimContract {

    @Test
    default void a_completed_run_answers_every_request_once() {
        var actor = actor();
        var one = actor.request();
        var two = new SyncRequest(
                actor.key(), "two-" + one.requestId(), "command", SyncMode.FULL, Trigger.MANUAL, FAR_AHEAD);
        var claim = actor.claim(one, two, one);
        actor.store().list(claim, Listing.whole(List.of()));

        var slice = new RunStats(7, 3, 5, Duration.ofMillis(1234), 2, 0, true);
        assertThat(actor.store().finish(claim, new RunEnd.Completed(), slice)).isTrue();

        var outcomes = told(actor, Told.Completed.class);
        assertThat(outcomes).extracting(Told.Completed::requestId).containsExactly(one.requestId(), two.requestId());
        assertThat(outcomes).extracting(Told.Completed::trigger).containsExactly(Trigger.SCHEDULE, Trigger.MANUAL);
        assertThat(outcomes).extracting(Told.Completed::commandId).containsExactly(null, "command");
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.mode()).isEqualTo(SyncMode.FULL);
            assertThat(outcome.upserted()).isEqualTo(7);
            assertThat(outcome.removed()).isEqualTo(3);
            assertThat(outcome.providerCalls()).isEqualTo(5);
            assertThat(outcome.calendars()).isEqualTo(2);
            assertThat(outcome.durationMillis()).isEqualTo(1234);
            assertThat(outcome.completedAt()).isAfterOrEqualTo(outcome.startedAt());
        });
        assertThat(actor.store().claim(List.of(one, two))).isInstanceOf(Claim.Answered.class);
        assertThat(told(actor, Told.Completed.class)).hasSize(2);
    }

    @Test
    default void one_request_id_given_to_two_connections_is_answered_for_both() {
        var one = actor();
        var other = actor();
        var request = one.request();
        var namesake =
                new SyncRequest(other.key(), request.requestId(), null, SyncMode.DELTA, Trigger.SCHEDULE, FAR_AHEAD);
        one.complete(one.claim(request));

        other.complete(other.claim(namesake));

        assertThat(told(other, Told.Completed.class))
                .extracting(Told.Completed::requestId)
                .containsExactly(request.requestId());
    }

    @Test
    default void slices_of_one_run_are_told_as_one() {
        var actor = actor();
        var first = actor.claim();
        actor.store().list(first, Listing.whole(List.of(Actor.entry(Actor.MAIN, true))));
        actor.full(first, Actor.MAIN, 1, Actor.put("a", "Tea"));
        actor.store()
                .finish(
                        first,
                        new RunEnd.Deferred(DeferReason.NEXT_SLICE, Duration.ZERO),
                        new RunStats(1, 0, 20, Duration.ofSeconds(20), 1, 0, true));

        var second = actor.claim(actor.request(SyncMode.DELTA, Trigger.CONTINUATION, FAR_AHEAD));
        actor.store().finish(second, new RunEnd.Completed(), new RunStats(2, 1, 3, Duration.ofSeconds(2), 1, 0, false));

        assertThat(second.calendars()).isEmpty();
        var outcome = told(actor, Told.Completed.class).getFirst();
        assertThat(outcome.upserted()).isEqualTo(3);
        assertThat(outcome.removed()).isEqualTo(1);
        assertThat(outcome.providerCalls()).isEqualTo(23);
        assertThat(outcome.durationMillis()).isEqualTo(22_000);
        assertThat(outcome.calendars()).isEqualTo(2);
        assertThat(outcome.mode()).isEqualTo(SyncMode.FULL);
        assertThat(outcome.startedAt()).isBefore(second.now());
    }

    @Test
    default void a_scheduled_request_starts_a_run_anew() {
        var actor = actor();
        var first = actor.listed();
        actor.full(first, Actor.MAIN, 1, Actor.put("a", "Tea"));
        actor.store()
                .finish(
                        first,
                        new RunEnd.Deferred(DeferReason.NEXT_SLICE, Duration.ZERO),
                        new RunStats(1, 0, 20, Duration.ofSeconds(20), 1, 0, true));

        var second = actor.claim();
        actor.store().finish(second, new RunEnd.Completed(), new RunStats(0, 0, 1, Duration.ofSeconds(1), 1, 0, false));

        assertThat(second.calendars()).hasSize(1);
        assertThat(told(actor, Told.Completed.class).getFirst().providerCalls()).isEqualTo(1);
    }

    @Test
    default void a_continuation_for_everything_reads_again_what_was_only_read_as_a_delta() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var slice = actor.claim();
        actor.delta(slice, Actor.MAIN, "next");
        actor.store().finish(slice, new RunEnd.Deferred(DeferReason.NEXT_SLICE, Duration.ZERO), RunStats.NONE);

        var goesOn = actor.claim(actor.request(SyncMode.DELTA, Trigger.CONTINUATION, FAR_AHEAD));
        var everything = actor.claim(actor.request(SyncMode.FULL, Trigger.CONTINUATION, FAR_AHEAD));

        assertThat(goesOn.calendars()).isEmpty();
        assertThat(everything.calendars()).hasSize(1);
    }

    @Test
    default void a_run_that_a_command_interrupts_hands_its_requests_back_and_goes_on() {
        var actor = actor();
        var slice = new RunStats(1, 0, 4, Duration.ofSeconds(4), 1, 0, true);
        var claim = actor.listed();
        actor.full(claim, Actor.MAIN, 1, Actor.put("a", "Tea"));
        world().interrupt(actor.key());

        assertThat(actor.complete(claim)).isFalse();
        assertThat(actor.store().handBack(claim, slice)).isTrue();

        var deferral = told(actor, Told.Deferred.class).getFirst();
        assertThat(deferral.requestId()).isEqualTo(claim.requests().getFirst().requestId());
        assertThat(deferral.reason()).isEqualTo(DeferReason.NEXT_SLICE);
        assertThat(deferral.resumeAt()).isEqualTo(deferral.occurredAt());
        assertThat(actor.store().claim(claim.requests())).isInstanceOf(Claim.Answered.class);
        var goesOn = actor.claim(actor.request(SyncMode.DELTA, Trigger.CONTINUATION, FAR_AHEAD));
        assertThat(goesOn.calendars()).isEmpty();
        actor.complete(goesOn);
        assertThat(told(actor, Told.Completed.class).getFirst().providerCalls()).isEqualTo(4);
    }

    @Test
    default void a_run_that_another_claim_or_a_pause_ended_has_nothing_to_hand_back() {
        var actor = actor();
        var earlier = actor.listed();
        var later = actor.claim();
        world().interrupt(actor.key());

        assertThat(actor.store().handBack(earlier, RunStats.NONE)).isFalse();
        world().put(actor.key(), ConnectionStatus.PAUSED);
        assertThat(actor.store().handBack(later, RunStats.NONE)).isFalse();

        assertThat(told(actor, Told.Deferred.class)).isEmpty();
    }

    @Test
    default void a_deferred_run_is_no_failure() {
        var actor = actor();
        var claim = actor.claim();

        actor.store().finish(claim, new RunEnd.Deferred(DeferReason.RATE_LIMIT, Duration.ofSeconds(47)), RunStats.NONE);

        var outcome = told(actor, Told.Deferred.class).getFirst();
        assertThat(outcome.requestId()).isEqualTo(claim.requests().getFirst().requestId());
        assertThat(outcome.reason()).isEqualTo(DeferReason.RATE_LIMIT);
        assertThat(outcome.resumeAt()).isEqualTo(outcome.occurredAt().plusSeconds(47));
        assertThat(actor.claim().failures()).isZero();
        assertThat(states(actor)).isEmpty();
    }

    @Test
    default void a_failure_is_told_with_its_reason_and_the_state_it_leads_to() {
        var actor = actor();
        fail(actor, FailureReason.PROVIDER_TIMEOUT);
        fail(actor, FailureReason.PROVIDER_TIMEOUT);
        fail(actor, FailureReason.ACCESS_FORBIDDEN);

        var outcomes = told(actor, Told.Failed.class);
        assertThat(outcomes).extracting(Told.Failed::failures).containsExactly(1, 2, 3);
        assertThat(outcomes).extracting(Told.Failed::disabled).containsExactly(false, false, true);
        assertThat(outcomes)
                .extracting(Told.Failed::message)
                .allSatisfy(message -> assertThat(message)
                        .startsWith("It did not work")
                        .hasSize(500)
                        .doesNotContain("\n"));
        assertThat(outcomes.getFirst().retryAt()).isNotNull();
        assertThat(states(actor))
                .extracting(Told.State::status, Told.State::reason)
                .containsExactly(
                        tuple(ConnectionStatus.DEGRADED, FailureReason.PROVIDER_TIMEOUT),
                        tuple(ConnectionStatus.DISABLED, FailureReason.ACCESS_FORBIDDEN));
        assertThat(actor.claim().failures()).isEqualTo(3);
    }

    @Test
    default void a_success_forgets_the_failures() {
        var actor = actor();
        fail(actor, FailureReason.PROVIDER_TIMEOUT);

        actor.complete(actor.claim());
        actor.complete(actor.claim());

        assertThat(actor.claim().failures()).isZero();
        assertThat(states(actor))
                .extracting(Told.State::status)
                .containsExactly(ConnectionStatus.DEGRADED, ConnectionStatus.ACTIVE);
        assertThat(states(actor).getLast().reason()).isNull();
        assertThat(states(actor).getLast().failures()).isZero();
    }

    @Test
    default void a_failure_ends_the_run_and_the_retry_reads_every_calendar_from_where_it_stood() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var first = actor.claim();
        actor.delta(first, Actor.MAIN, "next");
        actor.store()
                .finish(
                        first,
                        Actor.failure(first, FailureReason.PROVIDER_TIMEOUT, "late"),
                        new RunStats(1, 0, 4, Duration.ofSeconds(4), 1, 0, true));

        var retry = actor.claim(actor.request(SyncMode.DELTA, Trigger.RETRY, FAR_AHEAD));
        actor.complete(retry);

        assertThat(retry.calendars()).hasSize(1);
        assertThat(retry.calendars().getFirst().since()).isNotNull();
        var outcome = told(actor, Told.Completed.class).getLast();
        assertThat(outcome.providerCalls()).isZero();
        assertThat(outcome.upserted()).isZero();
        assertThat(outcome.startedAt()).isEqualTo(retry.now().truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    default void a_walk_that_a_failure_interrupted_is_resumed_by_the_next_run() {
        var actor = actor();
        var first = actor.listed();
        actor.page(first, 1, null, "p2", Actor.put("a", "Tea"));
        fail(actor, first, FailureReason.PROVIDER_TIMEOUT);

        var retry = actor.claim(actor.request(SyncMode.DELTA, Trigger.RETRY, FAR_AHEAD));

        assertThat(retry.calendars().getFirst().walk())
                .isInstanceOfSatisfying(
                        Walk.Reading.class,
                        reading -> assertThat(reading.pageToken()).isEqualTo("p2"));
    }

    @Test
    default void a_walk_that_lost_its_place_twice_begins_anew_next_time() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        var read = new Walk.Reading(Actor.EVERYTHING, 2, null, 0, true);
        var then = new Walk.Reading(Actor.EVERYTHING, 2, "p2", 1, true);
        actor.store().apply(claim, Actor.MAIN, read, Batch.of(List.of(Actor.put("a", "Tea"))), then, null);
        actor.store().finish(claim, Actor.failure(claim, FailureReason.CURSOR_LOST_TWICE, "lost"), RunStats.NONE);

        var next = actor.claim(actor.request(SyncMode.DELTA, Trigger.RETRY, FAR_AHEAD))
                .calendars()
                .getFirst();

        assertThat(next.walk()).isNull();
        assertThat(next.since()).isNotNull();
        assertThat(next.lastGeneration()).isEqualTo(2);
    }

    @Test
    default void a_calendar_that_has_gone_live_or_closed_is_told_with_the_outcome() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        actor.store().list(claim, Listing.whole(List.of()));
        actor.store().close(claim, Actor.MAIN);
        actor.complete(claim);

        assertThat(states(actor))
                .extracting(state -> state.calendars().get(Actor.MAIN.value()))
                .containsExactly("+NEW", "+LIVE", "LIVE", "CLOSED");
    }

    @Test
    default void a_limit_is_remembered_until_a_run_completes_and_told_time_counts_anew() {
        var actor = actor();
        var wait = Duration.ofSeconds(47);
        var first = actor.claim();
        actor.store().finish(first, new RunEnd.Deferred(DeferReason.RATE_LIMIT, wait), RunStats.NONE);
        var second = actor.claim(actor.request(SyncMode.DELTA, Trigger.RETRY, FAR_AHEAD));
        actor.store().finish(second, new RunEnd.Deferred(DeferReason.NEXT_SLICE, wait), RunStats.NONE);
        var third = actor.claim(actor.request(SyncMode.DELTA, Trigger.RETRY, FAR_AHEAD));
        actor.store().finish(third, new RunEnd.Limited("Too long", third.state(), wait), RunStats.NONE);
        var fourth = actor.claim(actor.request(SyncMode.DELTA, Trigger.RETRY, FAR_AHEAD));
        actor.complete(fourth);

        assertThat(first.limited()).isNull();
        assertThat(second.limited()).isNotNull().isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(third.limited()).isNotNull().isGreaterThan(second.limited());
        assertThat(fourth.limited()).isNotNull().isLessThan(third.limited());
        assertThat(actor.claim().limited()).isNull();
    }

    @Test
    default void a_limit_that_lasts_is_told_as_a_failure_that_leaves_the_connection_where_it_stood() {
        var actor = actor();
        fail(actor, FailureReason.PROVIDER_TIMEOUT);
        var claim = actor.claim();
        var states = states(actor).size();

        actor.store()
                .finish(claim, new RunEnd.Limited("Too long", claim.state(), Duration.ofSeconds(47)), RunStats.NONE);

        assertThat(told(actor, Told.Failed.class).getLast()).satisfies(outcome -> {
            assertThat(outcome.reason()).isEqualTo(FailureReason.RATE_LIMITED);
            assertThat(outcome.message()).isEqualTo("Too long");
            assertThat(outcome.failures()).isEqualTo(1);
            assertThat(outcome.retryAt()).isNotNull();
            assertThat(outcome.disabled()).isFalse();
        });
        assertThat(states(actor)).hasSize(states);
        assertThat(actor.claim().state()).isEqualTo(claim.state());
    }

    @Test
    default void a_run_that_a_limit_puts_off_goes_on_even_when_the_limit_was_told() {
        var actor = actor();
        var first = actor.listed();
        actor.full(first, Actor.MAIN, 1, Actor.put("a", "Tea"));
        actor.store()
                .finish(
                        first,
                        new RunEnd.Limited("Too long", first.state(), Duration.ofSeconds(47)),
                        new RunStats(1, 0, 4, Duration.ofSeconds(4), 1, 0, true));

        var second = actor.claim(actor.request(SyncMode.DELTA, Trigger.RETRY, FAR_AHEAD));
        actor.complete(second);

        assertThat(second.calendars()).isEmpty();
        assertThat(told(actor, Told.Completed.class).getLast().providerCalls()).isEqualTo(4);
    }

    @Test
    default void a_resync_by_a_person_counts_failures_from_the_beginning_and_is_told_with_its_outcome() {
        var actor = actor();
        for (int i = 0; i < 5; i++) {
            fail(actor, FailureReason.PROVIDER_TIMEOUT);
        }
        var wish = new SyncRequest(
                actor.key(), "wish-of-" + actor.key().userId(), "command", SyncMode.DELTA, Trigger.MANUAL, FAR_AHEAD);

        var claim = actor.claim(wish);
        var disabled = states(actor).getLast().status();
        actor.store().finish(claim, RunEnd.Deferred.atOnce(), RunStats.NONE);

        assertThat(claim.failures()).isZero();
        assertThat(disabled).isEqualTo(ConnectionStatus.DISABLED);
        assertThat(states(actor).getLast().status()).isEqualTo(ConnectionStatus.DEGRADED);
        assertThat(states(actor).getLast().reason()).isEqualTo(FailureReason.PROVIDER_TIMEOUT);
        assertThat(states(actor).getLast().failures()).isZero();
        fail(actor, FailureReason.PROVIDER_TIMEOUT);
        assertThat(states(actor).getLast().status()).isEqualTo(ConnectionStatus.DEGRADED);
        assertThat(actor.claim().failures()).isEqualTo(1);
    }

    @Test
    default void what_only_tells_again_and_what_the_schedule_asks_clear_nothing() {
        var actor = actor();
        fail(actor, FailureReason.ACCESS_FORBIDDEN);
        var disabled = actor.claim().state();
        var again = new SyncRequest(
                actor.key(), "again-" + actor.key().userId(), "c", SyncMode.REPUBLISH, Trigger.MANUAL, FAR_AHEAD);

        assertThat(actor.claim(again).state()).isEqualTo(disabled);
        assertThat(actor.claim(actor.request(SyncMode.DELTA, Trigger.MANUAL, FAR_AHEAD))
                        .state())
                .isEqualTo(disabled);
        assertThat(actor.claim().state()).isEqualTo(disabled);
    }

    private void fail(Actor actor, FailureReason reason) {
        fail(actor, actor.claim(), reason);
    }

    private void fail(Actor actor, Claim.Claimed claim, FailureReason reason) {
        var message = "It did not\nwork\u0000" + ".".repeat(600);
        actor.store().finish(claim, Actor.failure(claim, reason, message), RunStats.NONE);
    }
}
