package io.kalends.worker.persistence;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.kalends.core.provider.CalendarList;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.CalendarsKnown;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;

/// How every store forgets its cursors, once for each command that asks.
interface SyncRebuildContract extends SyncSweepContract {

    @Test
    default void a_rebuild_forgets_every_cursor_and_keeps_what_is_held() {
        var actor = listedWithCursor();
        var told = told(actor.key()).size();

        var claim = actor.claim(rebuild(actor, "command", Trigger.MANUAL));

        assertThat(claim.list()).isEqualTo(new CalendarsKnown(true, true, null));
        assertThat(claim.calendars()).extracting(StoredCalendar::since).containsOnlyNulls();
        assertThat(claim.calendars()).extracting(StoredCalendar::walk).containsOnlyNulls();
        assertThat(held(actor)).isEqualTo(Map.of("a", "Tea", "b", "Lunch"));
        assertThat(told(actor.key())).hasSize(told);
    }

    @Test
    default void a_rebuild_tells_only_what_differs() {
        var actor = listedWithCursor();
        var before = events(actor.key()).size();
        var claim = actor.claim(rebuild(actor, "command", Trigger.MANUAL));
        var next = claim.calendars().getFirst().lastGeneration() + 1;

        actor.full(claim, Actor.MAIN, next, Actor.put("a", "Tea"), Actor.put("c", "New"));
        actor.complete(claim);

        var since = events(actor.key()).subList(before, events(actor.key()).size());
        assertThat(since).containsExactly("UPSERTED/FULL c", "DELETED/RECONCILED b");
        assertThat(actor.claim().calendars()).extracting(StoredCalendar::since).doesNotContainNull();
    }

    @Test
    default void an_open_walk_is_forgotten_with_the_cursors() {
        var actor = listedWithCursor();
        var open = actor.claim(actor.request(SyncMode.FULL, Trigger.MANUAL, FAR_AHEAD));
        actor.page(open, 7, null, "page-2", Actor.put("a", "Tea"));
        actor.store().finish(open, RunEnd.Deferred.atOnce(), RunStats.NONE);

        var claim = actor.claim(rebuild(actor, "command", Trigger.MANUAL));

        assertThat(claim.calendars()).extracting(StoredCalendar::walk).containsOnlyNulls();
        assertThat(claim.calendars().getFirst().lastGeneration()).isEqualTo(7);
    }

    @Test
    default void what_a_rebuild_has_read_outlives_its_slices_its_repeats_and_clicks_in_between() {
        var actor = listedWithCursor();
        var first = actor.claim(rebuild(actor, "command", Trigger.MANUAL));
        actor.store().list(first, new Listing(List.of(entry()), true, "list-2"));
        actor.page(first, 7, null, "page-2", Actor.put("a", "Tea"));

        for (var trigger : List.of(Trigger.MANUAL, Trigger.CONTINUATION, Trigger.RETRY)) {
            var again = actor.claim(rebuild(actor, "command", trigger));
            assertThat(again.calendars().getFirst().walk()).isInstanceOf(Walk.Reading.class);
            assertThat(again.list().cursor()).isEqualTo("list-2");
        }
        var unnamed = actor.claim(rebuild(actor, null, Trigger.RETRY));
        assertThat(unnamed.calendars().getFirst().walk()).isInstanceOf(Walk.Reading.class);
    }

    @Test
    default void another_command_has_them_forgotten_again() {
        var actor = listedWithCursor();
        var one = actor.claim(rebuild(actor, "one", Trigger.MANUAL));
        actor.full(one, Actor.MAIN, 7, Actor.put("a", "Tea"));
        actor.complete(one);

        var two = actor.claim(rebuild(actor, "two", Trigger.MANUAL));

        assertThat(two.calendars()).extracting(StoredCalendar::since).containsOnlyNulls();
        assertThat(two.list().due()).isTrue();
    }

    @Test
    default void a_worker_that_read_on_from_a_forgotten_cursor_writes_nothing() {
        var actor = listedWithCursor();
        var late = actor.claim();
        var claim = actor.claim(rebuild(actor, "command", Trigger.MANUAL));

        actor.delta(late, Actor.MAIN, "late", Actor.put("x", "Late"));

        assertThat(held(actor)).doesNotContainKey("x");
        assertThat(claim.fence()).isGreaterThan(late.fence());
        assertThat(actor.claim().calendars()).extracting(StoredCalendar::since).containsOnlyNulls();
    }

    @Test
    default void a_calendar_read_in_full_before_in_the_same_run_is_read_again() {
        var actor = listedWithCursor();
        var open = actor.claim(actor.request(SyncMode.FULL, Trigger.MANUAL, FAR_AHEAD));
        actor.full(open, Actor.MAIN, 7, Actor.put("a", "Tea"));
        actor.store().finish(open, RunEnd.Deferred.atOnce(), RunStats.NONE);

        var claim = actor.claim(
                actor.request(SyncMode.FULL, Trigger.CONTINUATION, FAR_AHEAD),
                rebuild(actor, "command", Trigger.MANUAL));

        assertThat(claim.calendars())
                .extracting(StoredCalendar::since)
                .hasSize(1)
                .containsOnlyNulls();
    }

    @Test
    default void no_earlier_run_answers_for_a_rebuild() {
        var actor = listedWithCursor();
        var early = new SyncRequest(
                actor.key(), UUID.randomUUID().toString(), "command", SyncMode.REBUILD, Trigger.MANUAL, LONG_AGO);

        assertThat(actor.store().claim(List.of(early))).isInstanceOf(Claim.Claimed.class);
    }

    private Actor listedWithCursor() {
        var actor = actor();
        var claim = actor.claim();
        actor.store().list(claim, new Listing(List.of(entry()), true, "list-1"));
        actor.full(claim, Actor.MAIN, 1, Actor.put("a", "Tea"), Actor.put("b", "Lunch"));
        actor.complete(claim);
        return actor;
    }

    private static CalendarList.Entry entry() {
        return Actor.entry(Actor.MAIN, true);
    }

    private static SyncRequest rebuild(Actor actor, @Nullable String command, Trigger trigger) {
        return new SyncRequest(
                actor.key(), UUID.randomUUID().toString(), command, SyncMode.REBUILD, trigger, FAR_AHEAD);
    }
}
