package io.kalends.worker.persistence;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;

import static org.assertj.core.api.Assertions.assertThat;

/// How a reading of everything goes on over its slices, with ordinary runs between them.
interface SyncSlicesContract extends SyncSweepContract {

    @Test
    default void what_was_read_in_full_is_not_read_again_after_an_ordinary_run() {
        var actor = actor().syncedTwo();
        var first = everything(actor, Trigger.MANUAL);
        actor.full(first, Actor.MAIN, 7, Actor.put("a", "Tea"));
        slice(actor, first);

        var ordinary = actor.claim();
        assertThat(ids(ordinary)).containsExactly(Actor.MAIN, Actor.TEAM);
        actor.delta(ordinary, Actor.MAIN, "cursor-8");
        actor.delta(ordinary, Actor.TEAM, "cursor-8");
        actor.complete(ordinary);

        assertThat(ids(everything(actor, Trigger.CONTINUATION))).containsExactly(Actor.TEAM);
    }

    @Test
    default void a_full_walk_that_an_ordinary_run_has_brought_to_its_end_is_done() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var first = everything(actor, Trigger.MANUAL);
        actor.page(first, 7, null, "page-2", Actor.put("a", "Tea"));
        slice(actor, first);

        var ordinary = actor.claim();
        actor.full(ordinary, Actor.MAIN, 7, Actor.put("b", "Lunch"));
        actor.complete(ordinary);

        var rest = everything(actor, Trigger.CONTINUATION);
        assertThat(ids(rest)).isEmpty();
        actor.complete(rest);
        var covered = actor.request(SyncMode.FULL, Trigger.MANUAL, first.now().minusMillis(5));
        assertThat(actor.store().claim(List.of(covered)))
                .as("asked for before all of it was read")
                .isInstanceOf(Claim.Answered.class);
    }

    @Test
    default void after_an_ordinary_run_that_failed_everything_is_read_anew() {
        var actor = actor().syncedTwo();
        var first = everything(actor, Trigger.MANUAL);
        actor.full(first, Actor.MAIN, 7, Actor.put("a", "Tea"));
        slice(actor, first);
        fail(actor, actor.claim());

        assertThat(ids(everything(actor, Trigger.CONTINUATION))).containsExactly(Actor.MAIN, Actor.TEAM);
    }

    @Test
    default void what_is_asked_for_anew_is_read_anew() {
        var actor = actor().syncedTwo();
        var first = everything(actor, Trigger.MANUAL);
        actor.full(first, Actor.MAIN, 7, Actor.put("a", "Tea"));
        slice(actor, first);

        assertThat(ids(everything(actor, Trigger.MANUAL))).containsExactly(Actor.MAIN, Actor.TEAM);
    }

    @Test
    default void one_that_failed_begins_anew_and_so_does_one_after_another_that_was_completed() {
        var actor = actor().syncedTwo();
        var first = everything(actor, Trigger.MANUAL);
        actor.full(first, Actor.MAIN, 7, Actor.put("a", "Tea"));
        fail(actor, first);

        var second = everything(actor, Trigger.RETRY);
        assertThat(ids(second)).containsExactly(Actor.MAIN, Actor.TEAM);
        actor.full(second, Actor.MAIN, 8, Actor.put("a", "Tea"));
        actor.full(second, Actor.TEAM, 8, Actor.put("b", "Lunch"));
        actor.complete(second);

        assertThat(ids(everything(actor, Trigger.RETRY))).containsExactly(Actor.MAIN, Actor.TEAM);
    }

    private static Claimed everything(Actor actor, Trigger trigger) {
        return actor.claim(actor.request(SyncMode.FULL, trigger, FAR_AHEAD));
    }

    private static void slice(Actor actor, Claimed claim) {
        actor.store().finish(claim, RunEnd.Deferred.atOnce(), RunStats.NONE);
    }

    private static void fail(Actor actor, Claimed claim) {
        actor.store().finish(claim, Actor.failure(claim, FailureReason.PROVIDER_TIMEOUT, "down"), RunStats.NONE);
    }

    private static List<CalendarId> ids(Claimed claim) {
        return claim.calendars().stream().map(StoredCalendar::id).toList();
    }
}
