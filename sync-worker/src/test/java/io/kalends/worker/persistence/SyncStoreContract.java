package io.kalends.worker.persistence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Listing;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;

/// What every store does with pages. A store's test says only how to build it.
interface SyncStoreContract
        extends SyncSeriesContract,
                SyncTroubleContract,
                SyncRepublishContract,
                SyncRebuildContract,
                SyncSlicesContract,
                SyncBrakeContract {

    @Test
    default void a_first_full_walk_emits_every_event_once_in_page_order() {
        var actor = actor();

        var applied =
                actor.full(actor.listed(), Actor.MAIN, 1, Actor.put("b", "Breakfast"), Actor.put("a", "Afternoon tea"));

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, true));
        assertThat(events(actor.key())).containsExactly("UPSERTED/FULL b", "UPSERTED/FULL a");
        assertThat(held(actor)).isEqualTo(Map.of("a", "Afternoon tea", "b", "Breakfast"));
    }

    @Test
    default void what_did_not_change_is_not_told_again() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"), Actor.put("b", "Lunch"));
        var before = told(actor.key()).size();

        var claim = actor.claim();
        var delta = actor.delta(claim, Actor.MAIN, "next", Actor.put("a", "Tea"));
        actor.full(claim, Actor.MAIN, 2, Actor.put("a", "Tea"), Actor.put("b", "Lunch"));

        assertThat(delta).isEqualTo(new Applied.Committed(0, 0, true));
        assertThat(told(actor.key())).hasSize(before);
    }

    @Test
    default void a_delta_tells_new_changed_deleted_and_departed_events() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"), Actor.put("b", "Lunch"), Actor.put("c", "Dinner"));

        var claim = actor.claim();
        var applied = actor.delta(
                claim,
                Actor.MAIN,
                "next",
                Actor.gone("b"),
                Actor.put("d", "Supper"),
                Actor.outside("c"),
                Actor.put("a", "Coffee"));

        assertThat(applied).isEqualTo(new Applied.Committed(2, 2, true));
        assertThat(events(actor.key()).subList(3, 7))
                .containsExactly("UPSERTED/DELTA d", "LEFT_WINDOW/DELTA c", "UPSERTED/DELTA a", "DELETED/DELTA b");
        assertThat(held(actor)).isEqualTo(Map.of("a", "Coffee", "d", "Supper"));
    }

    @Test
    default void what_was_never_held_or_is_gone_already_can_not_go() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "2", Actor.gone("a"));

        var applied = actor.delta(claim, Actor.MAIN, "3", Actor.gone("a"), Actor.gone("x"), Actor.outside("y"));

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, true));
    }

    @Test
    default void an_event_that_comes_back_is_told_again() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "2", Actor.gone("a"));

        var applied = actor.delta(claim, Actor.MAIN, "3", Actor.put("a", "Tea"));

        assertThat(applied).isEqualTo(new Applied.Committed(1, 0, true));
        assertThat(held(actor)).isEqualTo(Map.of("a", "Tea"));
    }

    @Test
    default void the_last_of_several_entries_of_one_event_wins() {
        var actor = actor();
        var claim = actor.listed();

        var applied = actor.full(
                claim,
                Actor.MAIN,
                1,
                Actor.put("a", "Draft"),
                Actor.gone("b"),
                Actor.put("a", "Final"),
                Actor.put("b", "Back"),
                Actor.put("c", "Short-lived"),
                Actor.gone("c"));

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, true));
        assertThat(held(actor)).isEqualTo(Map.of("a", "Final", "b", "Back"));
        assertThat(events(actor.key())).containsExactly("UPSERTED/FULL a", "UPSERTED/FULL b");
    }

    @Test
    default void the_same_page_twice_changes_nothing_the_second_time() {
        var actor = actor();
        var claim = actor.listed();
        actor.page(claim, 1, null, "p2", Actor.put("a", "Tea"));

        var again = actor.page(claim, 1, null, "p2", Actor.put("a", "Tea"));

        assertThat(again)
                .isInstanceOfSatisfying(
                        Applied.Committed.class,
                        page -> assertThat(page.upserted()).isZero());
        assertThat(events(actor.key())).containsExactly("UPSERTED/FULL a");
    }

    @Test
    default void where_a_walk_stands_is_remembered_with_each_page() {
        var actor = actor();
        var claim = actor.listed();
        actor.page(claim, 1, null, "p2", Actor.put("a", "Tea"));

        var reading = actor.claim().calendars().getFirst();

        assertThat(reading.walk()).isEqualTo(new Walk.Reading(Actor.EVERYTHING, 1, "p2", 1, false));
        assertThat(reading.since()).isNull();
        assertThat(reading.lastGeneration()).isEqualTo(1);
    }

    @Test
    default void the_cursor_moves_only_with_the_end_of_a_walk() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var since = new Origin.Since("cursor-1", Actor.WINDOW);
        var claim = actor.claim();
        actor.store()
                .apply(
                        claim,
                        Actor.MAIN,
                        new Walk.Reading(since, 0, null, 0, false),
                        Batch.of(List.of(Actor.put("a", "Coffee"))),
                        new Walk.Reading(since, 0, "d2", 1, false),
                        null);

        var midway = actor.claim().calendars().getFirst();
        var last = actor.claim();
        actor.delta(last, Actor.MAIN, "cursor-2");
        var after = actor.claim().calendars().getFirst();

        assertThat(midway.since()).isEqualTo(since);
        assertThat(midway.walk()).isEqualTo(new Walk.Reading(since, 0, "d2", 1, false));
        assertThat(after.since()).isEqualTo(new Origin.Since("cursor-2", Actor.WINDOW));
        assertThat(after.walk()).isNull();
        assertThat(after.lastGeneration()).isEqualTo(1);
    }

    @Test
    default void what_a_fenced_worker_writes_is_nothing_at_all() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var late = actor.claim();
        actor.claim();
        var before = told(actor.key());

        assertThat(actor.full(late, Actor.MAIN, 2, Actor.put("a", "Ghost"))).isInstanceOf(Applied.Fenced.class);
        assertThat(actor.delta(late, Actor.MAIN, "ghost", Actor.gone("a"))).isInstanceOf(Applied.Fenced.class);
        assertThat(actor.sweep(late, Actor.MAIN, new Walk.Sweeping(Actor.EVERYTHING, 9, "ghost", false)))
                .isInstanceOf(Applied.Fenced.class);
        assertThat(actor.store().close(late, Actor.MAIN)).isInstanceOf(Applied.Fenced.class);
        assertThat(actor.store().list(late, Listing.whole(List.of()))).isNull();
        assertThat(actor.complete(late)).isFalse();
        assertThat(told(actor.key())).isEqualTo(before);
        assertThat(held(actor)).isEqualTo(Map.of("a", "Tea"));
        assertThat(actor.claim().calendars().getFirst().since()).isEqualTo(new Origin.Since("cursor-1", Actor.WINDOW));
    }

    @ParameterizedTest(name = "history {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    default void after_any_history_the_fold_of_what_was_told_is_what_is_held(long seed) {
        var actor = actor();
        var history = new History(actor, seed);

        for (int step = 0; step < 60; step++) {
            history.step();
            assertThat(held(actor))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(fold(told(actor.key())).getOrDefault(Actor.MAIN, Map.of()));
        }
        history.settle();

        assertThat(held(actor)).as("seed %d, settled", seed).isEqualTo(history.provider());
    }

    /// What the fold of everything emitted about events comes to, by calendar and event.
    static Map<CalendarId, Map<String, String>> fold(List<Told> told) {
        var fold = new HashMap<CalendarId, Map<String, String>>();
        for (var one : told) {
            if (one instanceof Told.Event event) {
                var calendar = fold.computeIfAbsent(new CalendarId(event.calendar()), _ -> new HashMap<>());
                if (event.title() == null) {
                    calendar.remove(event.eventId());
                } else {
                    calendar.put(event.eventId(), event.title());
                }
            }
        }
        return fold;
    }

    /// A connection's numbers run from one without a gap, and no record has another's id.
    static void assertNoGap(List<Told> told) {
        assertThat(told)
                .extracting(Told::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, told.size()).boxed().toList());
        assertThat(told).extracting(Told::id).doesNotHaveDuplicates();
    }
}
