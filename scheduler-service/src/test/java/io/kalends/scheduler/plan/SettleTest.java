package io.kalends.scheduler.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettleTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = NOON.plusSeconds(77);
    static final UUID REQUEST = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final String ID = REQUEST.toString();

    final SchedulePlan plan = new SchedulePlan(new Cadence(Duration.ofMinutes(15), () -> 0.5));

    @Test
    void a_completed_run_is_followed_by_one_an_interval_later() {
        var after = plan.settle(inFlight(Mode.FULL, Priority.BULK), new Outcome.Completed(ID, 9, false, 1), NOON);

        assertThat(after)
                .isEqualTo(standing(Status.ACTIVE, NOON.plus(Duration.ofMinutes(15)), Next.ON_SCHEDULE, null, 3, 9));
    }

    @Test
    void a_run_that_read_nothing_leaves_the_reading_due_at_once() {
        var republished =
                plan.settle(inFlight(Mode.REPUBLISH, Priority.BULK), new Outcome.Completed(ID, 9, false, 1), NOON);
        var half = plan.settle(
                inFlight(Mode.REPUBLISH_THEN_FULL, Priority.BULK), new Outcome.Completed(ID, 9, false, 1), NOON);

        assertThat(republished).isEqualTo(standing(Status.ACTIVE, NOON, Next.ON_SCHEDULE, null, 3, 9));
        assertThat(half.dueAt()).isEqualTo(NOON);
        assertThat(half.next()).isEqualTo(new Next(Mode.FULL, Trigger.MANUAL, Priority.BULK));
    }

    @Test
    void the_reading_that_is_owed_joins_a_wish_that_arrived_meanwhile() {
        var wish = new Next(Mode.DELTA, Trigger.MANUAL, Priority.INTERACTIVE);
        var flight = new Standing.InFlight(REQUEST, Mode.REPUBLISH_THEN_FULL, Priority.BULK);
        var before = standing(Status.ACTIVE, NOON, wish, flight, 3, 4);

        var after = plan.settle(before, new Outcome.Completed(ID, 9, false, 1), LATER);

        assertThat(after.dueAt()).isEqualTo(NOON);
        assertThat(after.next()).isEqualTo(new Next(Mode.FULL, Trigger.MANUAL, Priority.INTERACTIVE));
    }

    @Test
    void a_failed_run_is_retried_when_the_worker_says_in_the_same_mode() {
        var after = plan.settle(inFlight(Mode.FULL, Priority.INTERACTIVE), new Outcome.Failed(ID, 9, LATER), NOON);

        assertThat(after.dueAt()).isEqualTo(LATER);
        assertThat(after.next()).isEqualTo(new Next(Mode.FULL, Trigger.RETRY, Priority.SCHEDULED));
        assertThat(after.inFlight()).isNull();
    }

    @Test
    void a_failure_that_takes_a_person_waits_for_one() {
        var after = plan.settle(inFlight(Mode.DELTA, Priority.SCHEDULED), new Outcome.Failed(ID, 9, null), NOON);

        assertThat(after.dueAt()).isNull();
        assertThat(after.inFlight()).isNull();
    }

    @Test
    void the_next_slice_goes_behind_everybody_else() {
        var after =
                plan.settle(inFlight(Mode.FULL, Priority.SCHEDULED), new Outcome.Deferred(ID, 9, true, LATER), NOON);

        assertThat(after.dueAt()).isEqualTo(LATER);
        assertThat(after.next()).isEqualTo(new Next(Mode.FULL, Trigger.CONTINUATION, Priority.BULK));
    }

    @Test
    void the_next_slice_of_what_a_person_waits_for_goes_first() {
        var after =
                plan.settle(inFlight(Mode.FULL, Priority.INTERACTIVE), new Outcome.Deferred(ID, 9, true, LATER), NOON);

        assertThat(after.next()).isEqualTo(new Next(Mode.FULL, Trigger.CONTINUATION, Priority.INTERACTIVE));
    }

    @Test
    void a_run_told_to_wait_is_retried_then_and_is_no_failure() {
        var after = plan.settle(inFlight(Mode.FULL, Priority.BULK), new Outcome.Deferred(ID, 9, false, LATER), NOON);

        assertThat(after.dueAt()).isEqualTo(LATER);
        assertThat(after.next()).isEqualTo(new Next(Mode.FULL, Trigger.RETRY, Priority.BULK));
    }

    @Test
    void a_wish_that_arrived_meanwhile_is_due_whatever_the_outcome() {
        var wish = new Next(Mode.DELTA, Trigger.MANUAL, Priority.INTERACTIVE);
        var before =
                standing(Status.ACTIVE, NOON, wish, new Standing.InFlight(REQUEST, Mode.FULL, Priority.BULK), 3, 4);

        var completed = plan.settle(before, new Outcome.Completed(ID, 9, false, 1), LATER);
        var failed = plan.settle(before, new Outcome.Failed(ID, 9, LATER.plusSeconds(60)), LATER);
        var deferred = plan.settle(before, new Outcome.Deferred(ID, 9, true, LATER.plusSeconds(60)), LATER);

        assertThat(completed.dueAt()).isEqualTo(NOON);
        assertThat(completed.next()).isEqualTo(wish);
        assertThat(completed.inFlight()).isNull();
        var both = new Next(Mode.FULL, Trigger.MANUAL, Priority.INTERACTIVE);
        assertThat(List.of(failed, deferred)).allSatisfy(after -> {
            assertThat(after.dueAt()).isEqualTo(NOON);
            assertThat(after.next()).isEqualTo(both);
        });
    }

    @Test
    void what_is_due_anyway_stands_behind_a_wish() {
        var wish = new Next(Mode.FULL, Trigger.MANUAL, Priority.BULK);
        var before = standing(
                Status.ACTIVE, NOON, wish, new Standing.InFlight(REQUEST, Mode.DELTA, Priority.SCHEDULED), 3, 4);

        var completed = plan.settle(before, new Outcome.Completed(ID, 9, false, 1), LATER)
                .promised();
        var failed = plan.settle(before, new Outcome.Failed(ID, 9, LATER.plusSeconds(60)), LATER)
                .promised();
        var lost = plan.settle(before, new Outcome.Failed(ID, 9, null), LATER).promised();

        assertThat(completed).isNotNull().satisfies(promise -> {
            assertThat(promise.next()).isEqualTo(Next.ON_SCHEDULE);
            assertThat(promise.dueAt()).isAfter(LATER);
        });
        assertThat(failed)
                .isEqualTo(new Promise(LATER.plusSeconds(60), new Next(Mode.DELTA, Trigger.RETRY, Priority.SCHEDULED)));
        assertThat(lost).isNull();
    }

    @Test
    void an_ordinary_run_that_goes_on_leaves_the_bulk_wish_behind_it_where_it_is() {
        var wish = new Next(Mode.FULL, Trigger.MANUAL, Priority.BULK);
        var before = inFlight(Mode.DELTA, Priority.SCHEDULED).wished(NOON, wish, null);
        var retried = new Promise(LATER, new Next(Mode.DELTA, Trigger.RETRY, Priority.SCHEDULED));

        var told = plan.settle(before, new Outcome.Deferred(ID, 9, false, LATER), NOON);
        var failed = plan.settle(before, new Outcome.Failed(ID, 9, LATER), NOON);
        var lost = plan.settle(before, new Outcome.Failed(ID, 9, null), NOON);

        assertThat(List.of(told, failed)).allSatisfy(after -> {
            assertThat(after.next()).isEqualTo(wish);
            assertThat(after.dueAt())
                    .as("nothing goes before the time it was told to wait for")
                    .isEqualTo(LATER);
            assertThat(after.promised()).isEqualTo(retried);
        });
        assertThat(lost.next()).isEqualTo(wish);
        assertThat(lost.dueAt()).isEqualTo(NOON);
        assertThat(lost.promised()).isNull();
    }

    @Test
    void a_bulk_wish_that_is_due_later_than_a_run_was_told_to_wait_stays_so() {
        var wish = new Next(Mode.REPUBLISH, Trigger.MANUAL, Priority.BULK);
        var before = inFlight(Mode.DELTA, Priority.SCHEDULED).wished(LATER.plusSeconds(1), wish, null);

        var told = plan.settle(before, new Outcome.Deferred(ID, 9, false, LATER), NOON);

        assertThat(told.dueAt()).isEqualTo(LATER.plusSeconds(1));
        assertThat(told.next()).isEqualTo(wish);
    }

    @Test
    void a_bulk_wish_does_the_work_of_a_wide_run_too_but_not_before_the_time_that_was_told_to_wait_for() {
        var wish = new Next(Mode.REBUILD, Trigger.MANUAL, Priority.BULK);
        var before = inFlight(Mode.FULL, Priority.BULK).wished(NOON, wish, null);

        var told = plan.settle(before, new Outcome.Deferred(ID, 9, false, LATER), NOON);
        var sliced = plan.settle(before, new Outcome.Deferred(ID, 9, true, LATER), NOON);

        assertThat(told.dueAt()).isEqualTo(LATER);
        assertThat(sliced.dueAt()).isEqualTo(NOON);
        assertThat(List.of(told, sliced))
                .allSatisfy(after -> assertThat(after.next()).isEqualTo(wish));
    }

    @Test
    void what_somebody_waits_for_is_not_left_to_the_ordinary_round() {
        var wish = new Next(Mode.FULL, Trigger.MANUAL, Priority.BULK);
        var before = inFlight(Mode.DELTA, Priority.INTERACTIVE).wished(NOON, wish, null);

        var told = plan.settle(before, new Outcome.Deferred(ID, 9, false, LATER), NOON);

        assertThat(told.dueAt()).isEqualTo(LATER);
        assertThat(told.next()).isEqualTo(new Next(Mode.FULL, Trigger.MANUAL, Priority.INTERACTIVE));
    }

    @Test
    void what_is_due_anyway_is_due_still_when_bulk_is_deferred() {
        var promise = new Promise(NOON.plusSeconds(60), Next.ON_SCHEDULE);
        var before = promised(promise, Mode.REBUILD, Priority.BULK);

        var sliced = plan.settle(before, new Outcome.Deferred(ID, 9, true, LATER), NOON);
        var told = plan.settle(before, new Outcome.Deferred(ID, 9, false, LATER), NOON);
        var completed = plan.settle(before, new Outcome.Completed(ID, 9, true, 1), NOON);
        var failed = plan.settle(before, new Outcome.Failed(ID, 9, LATER), NOON);

        assertThat(sliced.dueAt()).isEqualTo(LATER);
        assertThat(sliced.next()).isEqualTo(new Next(Mode.REBUILD, Trigger.CONTINUATION, Priority.BULK));
        assertThat(sliced.promised()).isEqualTo(promise);
        assertThat(told.promised())
                .as("nothing goes before the time it was told to wait for")
                .isEqualTo(new Promise(LATER, Next.ON_SCHEDULE));
        assertThat(completed.promised()).as("it has read what was promised").isNull();
        assertThat(completed.dueAt()).isEqualTo(NOON.plus(Duration.ofMinutes(15)));
        assertThat(failed.promised()).as("its next try is the ordinary run").isNull();
    }

    @Test
    void a_wish_that_arrived_while_bulk_was_in_flight_leaves_what_is_due_anyway() {
        var promise = new Promise(NOON.plusSeconds(60), Next.ON_SCHEDULE);
        var wish = new Next(Mode.DELTA, Trigger.MANUAL, Priority.INTERACTIVE);
        var before = promised(promise, Mode.FULL, Priority.BULK).wished(NOON, wish, promise);

        var after = plan.settle(before, new Outcome.Deferred(ID, 9, true, LATER), NOON);

        assertThat(after.next()).isEqualTo(new Next(Mode.FULL, Trigger.MANUAL, Priority.INTERACTIVE));
        assertThat(after.promised()).isEqualTo(promise);
    }

    @Test
    void an_ordinary_run_that_is_sliced_leaves_the_next_ordinary_run_an_interval_later() {
        var usual = new Promise(NOON.plus(Duration.ofMinutes(15)), Next.ON_SCHEDULE);
        var alone = inFlight(Mode.DELTA, Priority.SCHEDULED);
        var rest = new Next(Mode.FULL, Trigger.CONTINUATION, Priority.BULK);

        var sliced = plan.settle(alone, new Outcome.Deferred(ID, 9, true, LATER), NOON);
        var beside = plan.settle(alone.wished(NOON, rest, null), new Outcome.Deferred(ID, 9, true, LATER), NOON);

        assertThat(sliced.promised()).isEqualTo(usual);
        assertThat(beside.next()).as("the rest is bulk").isEqualTo(rest);
        assertThat(beside.promised()).isEqualTo(usual);
    }

    @Test
    void the_reading_that_is_owed_leaves_what_is_due_anyway() {
        var promise = new Promise(NOON.plusSeconds(60), Next.ON_SCHEDULE);

        var after = plan.settle(
                promised(promise, Mode.REPUBLISH_THEN_FULL, Priority.BULK),
                new Outcome.Completed(ID, 9, false, 0),
                NOON);

        assertThat(after.next()).isEqualTo(new Next(Mode.FULL, Trigger.MANUAL, Priority.BULK));
        assertThat(after.promised()).isEqualTo(promise);
    }

    @Test
    void bulk_is_never_what_is_due_anyway() {
        var usual = new Promise(NOON.plus(Duration.ofMinutes(15)), Next.ON_SCHEDULE);
        var wish = new Next(Mode.REBUILD, Trigger.MANUAL, Priority.BULK);
        var alone = inFlight(Mode.REPUBLISH_THEN_FULL, Priority.BULK);
        var done = new Outcome.Completed(ID, 9, false, 0);

        var owed = plan.settle(alone, done, NOON);
        var both = plan.settle(alone.wished(NOON, wish, null), done, NOON);

        assertThat(owed.next()).isEqualTo(new Next(Mode.FULL, Trigger.MANUAL, Priority.BULK));
        assertThat(owed.promised()).isEqualTo(usual);
        assertThat(both.next()).as("it reads what is owed as well").isEqualTo(wish);
        assertThat(both.promised()).isEqualTo(usual);
    }

    @Test
    void the_outcome_of_another_request_changes_nothing() {
        var before = inFlight(Mode.DELTA, Priority.SCHEDULED);

        assertThat(plan.settle(before, new Outcome.Completed("another", 9, false, 1), NOON))
                .isEqualTo(before);
        assertThat(plan.settle(before, new Outcome.Failed("another", 9, null), NOON))
                .isEqualTo(before);
        assertThat(plan.settle(before, new Outcome.Deferred("another", 9, true, LATER), NOON))
                .isEqualTo(before);
    }

    @Test
    void an_outcome_without_a_request_in_flight_changes_nothing() {
        var before = standing(Status.ACTIVE, LATER, Next.ON_SCHEDULE, null, 3, 4);

        assertThat(plan.settle(before, new Outcome.Completed(ID, 9, false, 1), NOON))
                .isEqualTo(before);
    }

    private static Standing inFlight(Mode mode, Priority priority) {
        return standing(Status.ACTIVE, null, Next.ON_SCHEDULE, new Standing.InFlight(REQUEST, mode, priority), 3, 4);
    }

    private static Standing promised(Promise promise, Mode mode, Priority priority) {
        return inFlight(mode, priority).wished(null, Next.ON_SCHEDULE, promise);
    }

    private static Standing standing(
            Status status,
            @Nullable Instant dueAt,
            Next next,
            Standing.@Nullable InFlight inFlight,
            long connectionSequence,
            long outcomeSequence) {
        return new Standing(status, dueAt, next, null, inFlight, connectionSequence, outcomeSequence);
    }
}
