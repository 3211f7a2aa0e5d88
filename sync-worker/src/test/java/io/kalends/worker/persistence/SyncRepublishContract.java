package io.kalends.worker.persistence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.FailureReason;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;

import static org.assertj.core.api.Assertions.assertThat;

/// How every store tells again what it holds.
interface SyncRepublishContract extends SyncSweepContract {

    @Test
    default void what_is_held_is_told_again_in_bounded_steps_in_the_order_of_ids_and_what_is_gone_is_not() {
        var actor = fourAnd("gone");
        actor.delta(actor.claim(), Actor.MAIN, "2", Actor.gone("gone"));
        var before = events(actor.key()).size();
        var claim = actor.claim(republish(actor, Trigger.MANUAL));

        var first = actor.store().republish(claim, Actor.MAIN);
        var second = actor.store().republish(claim, Actor.MAIN);
        var third = actor.store().republish(claim, Actor.MAIN);

        assertThat(claim.reads()).isFalse();
        assertThat(claim.calendars()).extracting(StoredCalendar::republish).containsExactly(true);
        assertThat(first).isEqualTo(new Applied.Committed(world().sweepBatch(), 0, false));
        assertThat(second).isEqualTo(new Applied.Committed(1, 0, true));
        assertThat(third).isEqualTo(new Applied.Committed(0, 0, true));
        assertThat(events(actor.key()).subList(before, before + 4))
                .containsExactly(
                        "UPSERTED/REPUBLISHED event-0",
                        "UPSERTED/REPUBLISHED event-1",
                        "UPSERTED/REPUBLISHED event-2",
                        "UPSERTED/REPUBLISHED event-3");
        assertThat(SyncStoreContract.fold(told(actor.key())).get(Actor.MAIN)).isEqualTo(held(actor));
    }

    @Test
    default void a_continuation_goes_on_and_does_not_begin_again() {
        var actor = fourAnd();
        var claim = actor.claim(republish(actor, Trigger.MANUAL));
        actor.store().republish(claim, Actor.MAIN);
        actor.store().finish(claim, RunEnd.Deferred.atOnce(), RunStats.NONE);

        var goesOn = actor.claim(republish(actor, Trigger.CONTINUATION));
        var rest = actor.store().republish(goesOn, Actor.MAIN);
        var anew = actor.claim(republish(actor, Trigger.MANUAL));
        var again = actor.store().republish(anew, Actor.MAIN);

        assertThat(rest).isEqualTo(new Applied.Committed(1, 0, true));
        assertThat(again).isEqualTo(new Applied.Committed(world().sweepBatch(), 0, false));
    }

    @Test
    default void to_have_been_told_again_answers_no_older_request_and_changes_no_state() {
        var actor = fourAnd();
        fail(actor);
        var states = states(actor).size();
        var asked = actor.request(SyncMode.DELTA, Trigger.PUSH, actor.claim().now());
        var full = actor.request(SyncMode.FULL, Trigger.MANUAL, actor.claim().now());

        var claim = actor.claim(republish(actor, Trigger.MANUAL));
        actor.store().republish(claim, Actor.MAIN);
        actor.store().republish(claim, Actor.MAIN);
        actor.complete(claim);

        assertThat(actor.store().claim(List.of(asked, full))).isInstanceOfSatisfying(Claimed.class, left -> {
            assertThat(left.requests()).hasSize(2);
            assertThat(left.failures()).isEqualTo(1);
        });
        assertThat(states(actor)).hasSize(states);
        assertThat(told(actor, Told.Completed.class).getLast().requestId())
                .isEqualTo(claim.requests().getFirst().requestId());
    }

    @Test
    default void no_read_answers_a_request_to_be_told_again() {
        var actor = fourAnd();
        var early = actor.request(SyncMode.REPUBLISH, Trigger.MANUAL, LONG_AGO);

        assertThat(actor.store().claim(List.of(early))).isInstanceOf(Claimed.class);
    }

    @Test
    default void a_request_to_be_told_again_is_answered_once() {
        var actor = fourAnd();
        var request = republish(actor, Trigger.MANUAL);
        var claim = actor.claim(request);
        actor.store().republish(claim, Actor.MAIN);
        actor.store().republish(claim, Actor.MAIN);
        actor.complete(claim);

        assertThat(actor.store().claim(List.of(request))).isInstanceOf(Claim.Answered.class);
        assertThat(actor.claim().calendars())
                .extracting(StoredCalendar::republish)
                .containsExactly(false);
    }

    @Test
    default void a_request_to_read_that_comes_with_one_to_be_told_again_finds_both_to_do() {
        var actor = fourAnd();

        var claim = actor.claim(republish(actor, Trigger.MANUAL), actor.request());

        assertThat(claim.reads()).isTrue();
        assertThat(claim.calendars()).extracting(StoredCalendar::republish).containsExactly(true);
        assertThat(claim.calendars()).extracting(StoredCalendar::since).doesNotContainNull();
    }

    @Test
    default void a_calendar_read_in_this_run_already_is_found_again_when_it_is_still_to_be_told() {
        var actor = fourAnd();
        var claim = actor.claim(republish(actor, Trigger.MANUAL), actor.request());
        actor.store().republish(claim, Actor.MAIN);
        actor.delta(claim, Actor.MAIN, "2");
        actor.store().finish(claim, RunEnd.Deferred.atOnce(), RunStats.NONE);

        var goesOn = actor.claim(republish(actor, Trigger.CONTINUATION));

        assertThat(goesOn.calendars()).extracting(StoredCalendar::republish).containsExactly(true);
    }

    @Test
    default void what_a_worker_that_lost_the_connection_tells_again_is_nothing() {
        var actor = fourAnd();
        var late = actor.claim(republish(actor, Trigger.MANUAL));
        actor.claim();
        var before = told(actor.key());

        assertThat(actor.store().republish(late, Actor.MAIN)).isInstanceOf(Applied.Fenced.class);

        assertThat(told(actor.key())).isEqualTo(before);
    }

    @Test
    default void what_is_told_while_a_republication_is_under_way_is_told_in_order() {
        var actor = fourAnd();
        var claim = actor.claim(republish(actor, Trigger.MANUAL), actor.request());
        actor.store().republish(claim, Actor.MAIN);
        actor.delta(claim, Actor.MAIN, "2", Actor.put("event-1", "Changed"), Actor.gone("event-3"));
        actor.store().republish(claim, Actor.MAIN);

        assertThat(SyncStoreContract.fold(told(actor.key())).get(Actor.MAIN)).isEqualTo(held(actor));
        assertThat(held(actor)).containsEntry("event-1", "Changed").doesNotContainKey("event-3");
    }

    @Test
    default void a_calendar_that_was_closed_has_nothing_left_to_tell() {
        var actor = fourAnd();
        var claim = actor.claim(republish(actor, Trigger.MANUAL));
        actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.TEAM, true))));
        actor.store().close(claim, Actor.MAIN);
        actor.store().close(claim, Actor.MAIN);

        assertThat(actor.store().republish(claim, Actor.MAIN)).isEqualTo(new Applied.Committed(0, 0, true));
    }

    /// Four events, one more than a batch, and these.
    private Actor fourAnd(String... more) {
        var actor = actor();
        var four = IntStream.range(0, 4).mapToObj(number -> Actor.put("event-" + number, "Meeting " + number));
        var others = Arrays.stream(more).map(id -> Actor.put(id, "Other"));
        actor.synced(Stream.concat(four, others).toArray(Change.Definite[]::new));
        return actor;
    }

    private static SyncRequest republish(Actor actor, Trigger trigger) {
        return actor.request(SyncMode.REPUBLISH, trigger, FAR_AHEAD);
    }

    private static void fail(Actor actor) {
        var claim = actor.claim();
        actor.store().finish(claim, Actor.failure(claim, FailureReason.PROVIDER_TIMEOUT, "late"), RunStats.NONE);
    }
}
