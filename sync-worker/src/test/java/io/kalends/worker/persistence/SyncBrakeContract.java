package io.kalends.worker.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Listing;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;

/// Which deletions every store holds: more than 25 and more than a fifth of a calendar's events.
interface SyncBrakeContract extends SyncSweepContract {

    int EVENTS = 40;
    int TOO_MANY = 26;
    String MAIN_ID = Actor.MAIN.value();
    Origin.Since SINCE_THEN = new Origin.Since("cursor-1", Actor.WINDOW);

    @Test
    default void too_many_deletions_of_a_delta_are_held_and_the_cursor_moves_all_the_same() {
        var actor = fortyEvents();

        var claim = actor.claim();
        var applied = actor.delta(claim, Actor.MAIN, "next", gone(0, TOO_MANY));
        actor.complete(claim);

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, true));
        assertThat(deletions(actor)).isEmpty();
        assertThat(held(actor)).hasSize(EVENTS);
        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "26 of 40"));
        assertThat(next(actor).since()).isEqualTo(new Origin.Since("next", Actor.WINDOW));
    }

    @Test
    default void of_deletions_over_several_pages_none_is_told_when_they_are_too_many_together() {
        var actor = fortyEvents();

        var claim = actor.claim();
        twoPages(actor, claim, gone(0, 13), gone(13, TOO_MANY));
        actor.complete(claim);

        assertThat(deletions(actor)).isEmpty();
        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "26 of 40"));
    }

    @Test
    default void of_deletions_over_several_slices_none_is_told_when_they_are_too_many_together() {
        var actor = fortyEvents();
        var then = new Walk.Reading(SINCE_THEN, 2, "d2", 1, false);
        actor.store().apply(actor.claim(), Actor.MAIN, first(), Batch.of(List.of(gone(0, 13))), then, null);

        var claim = actor.claim();
        actor.store().apply(claim, Actor.MAIN, then, Batch.of(List.of(gone(13, TOO_MANY))), null, "next");
        actor.complete(claim);

        assertThat(deletions(actor)).isEmpty();
        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "26 of 40"));
    }

    @Test
    default void deletions_over_several_pages_within_the_limits_are_told_in_bounded_steps_before_the_cursor_moves() {
        var actor = fortyEvents();
        var claim = actor.claim();
        var batch = world().sweepBatch();

        var last = twoPages(actor, claim, gone(0, 2), gone(2, batch + 1));
        var midway = next(actor);
        var again = actor.claim();
        var rest = actor.store().check(again, Actor.MAIN, new Walk.Checking(SINCE_THEN, 2, "next"), null, List.of());

        assertThat(last).isEqualTo(new Applied.Committed(0, batch, false));
        assertThat(midway.since()).isEqualTo(SINCE_THEN);
        assertThat(rest).isEqualTo(new Applied.Committed(0, 1, true));
        assertThat(deletions(actor)).hasSize(batch + 1).doesNotHaveDuplicates();
        assertThat(next(actor).since()).isEqualTo(new Origin.Since("next", Actor.WINDOW));
    }

    @Test
    default void an_event_that_a_later_page_shows_again_was_not_deleted() {
        var actor = fortyEvents();

        var claim = actor.claim();
        twoPages(actor, claim, gone(0, TOO_MANY), new Change.Definite[] {put(0)});
        ended(actor, claim);
        actor.complete(claim);

        assertThat(holds(actor)).isEmpty();
        assertThat(deletions(actor)).hasSize(TOO_MANY - 1).doesNotContain(id(0));
        assertThat(events(actor.key())).hasSize(EVENTS + TOO_MANY - 1);
    }

    @Test
    default void what_leaves_the_window_is_never_held() {
        var actor = fortyEvents();

        actor.delta(
                actor.claim(),
                Actor.MAIN,
                "next",
                IntStream.range(0, EVENTS).mapToObj(n -> Actor.outside(id(n))).toArray(Change.Definite[]::new));

        assertThat(held(actor)).isEmpty();
        assertThat(holds(actor)).isEmpty();
    }

    @Test
    default void new_events_of_the_same_walk_make_the_share_no_smaller() {
        var actor = fortyEvents();
        var changes = new ArrayList<>(List.of(gone(0, TOO_MANY)));
        IntStream.range(1000, 1200).forEach(number -> changes.add(put(number)));

        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "next", changes.toArray(Change.Definite[]::new));
        actor.complete(claim);

        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "26 of 40"));
    }

    @Test
    default void a_full_walk_that_does_not_show_most_of_a_calendar_holds_it_and_one_that_does_ends_that() {
        var actor = fortyEvents();
        var claim = actor.claim();
        sweep(actor, claim, 2, 0, 10);
        actor.complete(claim);
        assertThat(deletions(actor)).isEmpty();
        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "30 of 40"));

        var healed = actor.claim();
        sweep(actor, healed, 3, 0, EVENTS - 2);
        actor.complete(healed);

        assertThat(holds(actor)).isEmpty();
        assertThat(deletions(actor)).containsExactlyInAnyOrder(id(EVENTS - 2), id(EVENTS - 1));
        assertThat(held(actor)).hasSize(EVENTS - 2);
    }

    @Test
    default void later_deletions_join_the_hold_and_those_shown_again_leave_it() {
        var actor = heldEvents();

        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "3", put(0), put(1), Actor.gone(id(39)));
        actor.complete(claim);

        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "25 of 40"));
        assertThat(deletions(actor)).isEmpty();
        assertThat(events(actor.key())).hasSize(EVENTS);
    }

    @Test
    default void the_last_one_that_is_shown_again_ends_the_hold() {
        var actor = heldEvents();

        var claim = actor.claim();
        actor.delta(
                claim,
                Actor.MAIN,
                "3",
                IntStream.range(0, TOO_MANY).mapToObj(this::put).toArray(Change.Definite[]::new));
        actor.complete(claim);

        assertThat(holds(actor)).isEmpty();
        assertThat(events(actor.key())).hasSize(EVENTS);
    }

    @Test
    default void a_released_hold_is_told_once_and_takes_the_connection_from_its_worker() {
        var actor = heldEvents();
        var late = actor.claim();

        world().release(actor.key(), Actor.MAIN);
        world().release(actor.key());

        assertThat(deletions(actor)).hasSize(TOO_MANY).doesNotHaveDuplicates();
        assertThat(held(actor)).hasSize(EVENTS - TOO_MANY);
        assertThat(holds(actor)).isEmpty();
        assertThat(actor.delta(late, Actor.MAIN, "late", put(0))).isInstanceOf(Applied.Fenced.class);
    }

    @Test
    default void what_a_walk_under_way_has_found_since_is_not_released_with_the_rest() {
        var actor = heldEvents();
        var then = new Walk.Reading(SINCE_THEN, 9, "d2", 1, false);
        actor.store()
                .apply(
                        actor.claim(),
                        Actor.MAIN,
                        new Walk.Reading(SINCE_THEN, 9, null, 0, false),
                        Batch.of(List.of(gone(30, 32))),
                        then,
                        null);

        world().release(actor.key(), Actor.MAIN);

        assertThat(deletions(actor)).hasSize(TOO_MANY).doesNotContain(id(30), id(31));
        assertThat(held(actor)).containsKeys(id(30), id(31));
    }

    @Test
    default void a_discarded_hold_leaves_the_events_and_has_the_calendar_read_in_full() {
        var actor = heldEvents();

        world().discard(actor.key(), Actor.MAIN);
        world().discard(actor.key(), Actor.MAIN);

        assertThat(deletions(actor)).isEmpty();
        assertThat(holds(actor)).isEmpty();
        assertThat(next(actor).since()).isNull();
        var claim = actor.claim();
        sweep(actor, claim, 5, TOO_MANY, EVENTS);
        actor.complete(claim);
        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "26 of 40"));
    }

    @Test
    default void held_events_are_told_again_like_the_others() {
        var actor = heldEvents();
        var claim = actor.claim(actor.request(SyncMode.REPUBLISH, Trigger.MANUAL, FAR_AHEAD));
        while (actor.store().republish(claim, Actor.MAIN) instanceof Applied.Committed told && !told.complete()) {
            assertThat(told.removed()).isZero();
        }

        assertThat(events(actor.key()))
                .filteredOn(event -> event.startsWith("UPSERTED/REPUBLISHED"))
                .hasSize(EVENTS);
    }

    @Test
    default void a_calendar_that_is_no_longer_listed_is_held_whole_until_it_is_listed_again() {
        var actor = fortyEvents();
        var claim = actor.claim();
        var left = actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.TEAM, true))));
        var again = actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.TEAM, true))));

        assertThat(left).extracting(StoredCalendar::id).containsExactly(Actor.TEAM);
        assertThat(again).extracting(StoredCalendar::id).containsExactly(Actor.TEAM);
        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "40 of 40"));
        assertThat(calendars(actor)).containsEntry(MAIN_ID, "+LIVE");
        var republishing = actor.claim(actor.request(SyncMode.REPUBLISH, Trigger.MANUAL, FAR_AHEAD));
        assertThat(republishing.calendars())
                .filteredOn(StoredCalendar::vanished)
                .extracting(StoredCalendar::id)
                .containsExactly(Actor.MAIN);

        var back = actor.store()
                .list(
                        republishing,
                        Listing.whole(List.of(Actor.entry(Actor.TEAM, false), Actor.entry(Actor.MAIN, true))));

        assertThat(back)
                .filteredOn(calendar -> calendar.id().equals(Actor.MAIN))
                .singleElement()
                .satisfies(calendar -> {
                    assertThat(calendar.since()).isNull();
                    assertThat(calendar.walk()).isNull();
                });
        assertThat(holds(actor)).isEmpty();
        assertThat(deletions(actor)).isEmpty();
    }

    @Test
    default void a_vanished_calendar_that_is_released_is_told_deleted_and_closed_by_the_next_run() {
        var actor = fortyEvents();
        actor.store().list(actor.claim(), Listing.whole(List.of(Actor.entry(Actor.TEAM, true))));

        world().release(actor.key(), Actor.MAIN);
        var claim = actor.claim();
        actor.store().close(claim, Actor.MAIN);
        actor.complete(claim);

        assertThat(deletions(actor)).hasSize(EVENTS);
        assertThat(calendars(actor)).containsEntry(MAIN_ID, "CLOSED");
        assertThat(holds(actor)).isEmpty();
    }

    private Actor fortyEvents() {
        var actor = actor();
        actor.synced(IntStream.range(0, EVENTS).mapToObj(this::put).toArray(Change.Definite[]::new));
        return actor;
    }

    /// 26 of 40 are held.
    private Actor heldEvents() {
        var actor = fortyEvents();
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "2", gone(0, TOO_MANY));
        actor.complete(claim);
        assertThat(holds(actor)).isEqualTo(Map.of(MAIN_ID, "26 of 40"));
        return actor;
    }

    private Change.Definite put(int number) {
        return Actor.put(id(number), "Meeting " + number);
    }

    private static Change.Definite[] gone(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> Actor.gone(id(number)))
                .toArray(Change.Definite[]::new);
    }

    private static String id(int number) {
        return "event-%04d".formatted(number);
    }

    private static Walk.Reading first() {
        return new Walk.Reading(SINCE_THEN, 2, null, 0, false);
    }

    private static Applied twoPages(Actor actor, Claimed claim, Change.Definite[] one, Change.Definite[] two) {
        var then = new Walk.Reading(SINCE_THEN, 2, "d2", 1, false);
        actor.store().apply(claim, Actor.MAIN, first(), Batch.of(List.of(one)), then, null);
        return actor.store().apply(claim, Actor.MAIN, then, Batch.of(List.of(two)), null, "next");
    }

    /// The walk of [#twoPages] is gone on with until its cursor has moved.
    private static void ended(Actor actor, Claimed claim) {
        var walk = new Walk.Checking(SINCE_THEN, 2, "next");
        while (actor.store().check(claim, Actor.MAIN, walk, null, List.of()) instanceof Applied.Committed step
                && !step.complete()) {
            assertThat(step.removed()).isPositive();
        }
    }

    /// A full walk that shows the events `from` to `to`.
    private void sweep(Actor actor, Claimed claim, long generation, int from, int to) {
        actor.full(
                claim,
                Actor.MAIN,
                generation,
                IntStream.range(from, to).mapToObj(this::put).toArray(Change.Definite[]::new));
    }

    private StoredCalendar next(Actor actor) {
        return actor.claim().calendars().getFirst();
    }

    /// Ids of the events told to be deleted.
    private List<String> deletions(Actor actor) {
        return told(actor.key()).stream()
                .filter(Told.Event.class::isInstance)
                .map(Told.Event.class::cast)
                .filter(event -> event.change().equals("DELETED"))
                .map(Told.Event::eventId)
                .toList();
    }

    private Map<String, String> holds(Actor actor) {
        return state(actor).holds();
    }

    private Map<String, String> calendars(Actor actor) {
        return state(actor).calendars();
    }

    private Told.State state(Actor actor) {
        return told(actor.key()).stream()
                .filter(Told.State.class::isInstance)
                .map(Told.State.class::cast)
                .toList()
                .getLast();
    }
}
