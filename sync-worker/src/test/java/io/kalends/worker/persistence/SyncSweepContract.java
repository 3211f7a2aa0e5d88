package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Listing;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;

/// What every store removes, and how it tells so.
interface SyncSweepContract extends SyncRunContract {

    @Test
    default void a_sweep_finds_all_that_the_walk_has_not_shown_and_then_removes_it_in_bounded_steps() {
        var actor = actor();
        actor.synced(oneMoreThanABatch());
        var claim = actor.claim();
        var read = new Walk.Reading(Actor.EVERYTHING, 2, null, 0, false);
        var sweep = new Walk.Sweeping(Actor.EVERYTHING, 2, "new", false);
        actor.store().apply(claim, Actor.MAIN, read, Batch.of(List.of()), sweep, null);

        var first = actor.sweepOnce(claim, Actor.MAIN, sweep, world().sweepBatch());
        var second = actor.sweepOnce(claim, Actor.MAIN, sweep, world().sweepBatch());
        var third = actor.sweepOnce(claim, Actor.MAIN, sweep, world().sweepBatch());

        assertThat(first).isEqualTo(new Applied.Committed(0, 0, false));
        assertThat(second).isEqualTo(new Applied.Committed(0, world().sweepBatch(), false));
        assertThat(third).isEqualTo(new Applied.Committed(0, 1, true));
        assertThat(events(actor.key()))
                .filteredOn(event -> event.startsWith("DELETED/RECONCILED"))
                .hasSize(world().sweepBatch() + 1)
                .doesNotHaveDuplicates();
        assertThat(held(actor)).isEmpty();
    }

    @Test
    default void what_the_window_has_moved_past_has_left_it_and_is_not_deleted() {
        var actor = actor();
        actor.synced(
                Actor.put("past", "Long ago", Actor.WINDOW.from().plus(Duration.ofDays(1))),
                Actor.put("now", "Cancelled since"));
        var later = new Origin.Everything(new EventWindow(
                Actor.WINDOW.from().plus(Duration.ofDays(7)), Actor.WINDOW.to().plus(Duration.ofDays(7))));

        actor.full(actor.claim(), Actor.MAIN, later, 2, List.of());

        assertThat(events(actor.key()).subList(2, 4))
                .containsExactlyInAnyOrder("LEFT_WINDOW/RECONCILED past", "DELETED/RECONCILED now");
    }

    @Test
    default void a_lost_cursor_makes_a_generation_that_tells_only_differences() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"), Actor.put("b", "Lunch"), Actor.put("c", "Dinner"));

        var claim = actor.claim();
        actor.full(claim, Actor.MAIN, 2, Actor.put("a", "Tea"), Actor.put("b", "Brunch"));

        assertThat(events(actor.key()).subList(3, 5)).containsExactly("UPSERTED/FULL b", "DELETED/RECONCILED c");
    }

    @Test
    default void what_only_an_abandoned_generation_has_seen_is_swept() {
        var actor = actor();
        var claim = actor.listed();
        actor.page(claim, 1, null, "p2", Actor.put("old", "Gone by now"));
        actor.page(claim, 1, "p2", "p3", Actor.put("a", "Tea"));

        actor.full(claim, Actor.MAIN, 2, Actor.put("a", "Tea"));

        assertThat(held(actor)).isEqualTo(Map.of("a", "Tea"));
        assertThat(events(actor.key()).getLast()).isEqualTo("DELETED/RECONCILED old");
    }

    @Test
    default void a_delta_after_a_full_walk_does_not_expose_its_events_to_the_sweep() {
        var actor = actor();
        var claim = actor.listed();
        actor.full(claim, Actor.MAIN, 1, Actor.put("a", "Tea"));
        actor.delta(claim, Actor.MAIN, "next", Actor.put("b", "Lunch"));

        var swept = actor.full(claim, Actor.MAIN, 2, Actor.put("a", "Tea"), Actor.put("b", "Lunch"));

        assertThat(swept).isEqualTo(new Applied.Committed(0, 0, true));
        assertThat(held(actor)).containsOnlyKeys("a", "b");
    }

    @Test
    default void a_sweep_is_gone_on_with_after_a_crash() {
        var actor = actor();
        actor.synced(oneMoreThanABatch());
        var claim = actor.claim();
        var sweep = new Walk.Sweeping(Actor.EVERYTHING, 2, "new", true);
        actor.store()
                .apply(
                        claim,
                        Actor.MAIN,
                        new Walk.Reading(Actor.EVERYTHING, 2, null, 0, true),
                        Batch.of(List.of()),
                        sweep,
                        null);
        actor.sweepOnce(claim, Actor.MAIN, sweep, world().sweepBatch());

        var next = actor.claim();
        var found = next.calendars().getFirst();
        actor.sweep(next, Actor.MAIN, sweep);

        assertThat(found.walk()).isEqualTo(sweep);
        assertThat(found.since()).isEqualTo(new Origin.Since("cursor-1", Actor.WINDOW));
        assertThat(actor.claim().calendars().getFirst().since()).isEqualTo(new Origin.Since("new", Actor.WINDOW));
        assertThat(held(actor)).isEmpty();
    }

    @Test
    default void a_closed_calendar_is_emptied_in_bounded_steps_and_left_alone_then() {
        var actor = actor();
        actor.synced(oneMoreThanABatch());
        var claim = actor.claim();
        var closing = actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.TEAM, true))));

        var first = actor.store().close(claim, Actor.MAIN);
        var second = actor.store().close(claim, Actor.MAIN);

        assertThat(closing).anySatisfy(calendar -> {
            assertThat(calendar.id()).isEqualTo(Actor.MAIN);
            assertThat(calendar.walk()).isEqualTo(new Walk.Closing());
        });
        assertThat(first).isEqualTo(new Applied.Committed(0, world().sweepBatch(), false));
        assertThat(second).isEqualTo(new Applied.Committed(0, 1, true));
        assertThat(held(actor)).isEmpty();
        assertThat(actor.claim().calendars())
                .extracting(calendar -> calendar.id())
                .containsExactly(Actor.TEAM);
    }

    private Change.Definite[] oneMoreThanABatch() {
        return IntStream.rangeClosed(0, world().sweepBatch())
                .mapToObj(number -> Actor.put("event-" + number, "Meeting " + number))
                .toArray(Change.Definite[]::new);
    }

    default List<String> events(ConnectionKey key) {
        return told(key).stream()
                .filter(Told.Event.class::isInstance)
                .map(Told.Event.class::cast)
                .map(Told.Event::brief)
                .toList();
    }

    default List<Told> told(ConnectionKey key) {
        var told = world().told(key);
        SyncStoreContract.assertNoGap(told);
        return told;
    }

    default Map<String, String> held(Actor actor) {
        return world().held(actor.key(), Actor.MAIN);
    }
}
