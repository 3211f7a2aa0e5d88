package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Trouble;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;

/// What every store remembers of calendars that cannot be read, of walks left for later, and of the list's cursor.
interface SyncTroubleContract extends SyncSweepContract {

    RunStats ONE_OF_TWO = new RunStats(0, 0, 2, Duration.ofSeconds(1), 1, 1, false);

    @Test
    default void a_calendar_in_trouble_is_left_alone_by_the_rest_of_its_run_and_taken_up_by_the_next() {
        var actor = actor().syncedTwo();
        var claim = actor.claim();
        trouble(actor, claim, Actor.TEAM, FailureReason.PROVIDER_TIMEOUT, 1);
        actor.store().finish(claim, RunEnd.Deferred.atOnce(), RunStats.NONE);

        var goesOn = actor.claim(actor.request(SyncMode.DELTA, Trigger.CONTINUATION, FAR_AHEAD));
        var next = actor.claim();

        assertThat(goesOn.calendars()).extracting(StoredCalendar::id).containsExactly(Actor.MAIN);
        assertThat(next.calendars()).extracting(StoredCalendar::id).containsExactly(Actor.MAIN, Actor.TEAM);
        assertThat(next.calendars()).extracting(StoredCalendar::failures).containsExactly(0, 1);
        assertThat(next.calendars()).extracting(StoredCalendar::resting).containsExactly(false, true);
    }

    @Test
    default void trouble_is_told_with_the_outcome_and_gone_with_the_first_walk_to_its_end() {
        var actor = actor().syncedTwo();
        oneOfTwo(actor, FailureReason.PROVIDER_TIMEOUT, 1);
        oneOfTwo(actor, FailureReason.REQUEST_REJECTED, 2);
        var troubled = List.copyOf(states(actor));
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "next");
        actor.delta(claim, Actor.TEAM, "next");
        actor.complete(claim);
        var mended = states(actor);
        actor.complete(actor.claim());

        assertThat(troubled)
                .extracting(Told.State::troubles)
                .endsWith(
                        Map.of(Actor.TEAM.value(), "PROVIDER_TIMEOUT 1"),
                        Map.of(Actor.TEAM.value(), "REQUEST_REJECTED 2"));
        assertThat(mended).hasSize(troubled.size() + 1);
        assertThat(mended.getLast().troubles()).isEmpty();
        assertThat(mended).extracting(Told.State::status).endsWith(ConnectionStatus.ACTIVE);
        assertThat(states(actor)).hasSize(mended.size());
        assertThat(actor.claim().calendars())
                .extracting(StoredCalendar::failures)
                .containsOnly(0);
    }

    @Test
    default void a_run_that_let_a_calendar_rest_tells_nothing_of_it_but_how_many_it_left_out() {
        var actor = actor().syncedTwo();
        oneOfTwo(actor, FailureReason.PROVIDER_TIMEOUT, 1);
        var before = states(actor).size();

        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "next");
        actor.store().finish(claim, new RunEnd.Completed(), ONE_OF_TWO);

        assertThat(states(actor)).hasSize(before);
        assertThat(told(actor, Told.Completed.class).getLast().calendarsFailed())
                .isEqualTo(1);
    }

    @Test
    default void trouble_met_again_for_the_same_reason_is_not_told_by_a_run_that_goes_on() {
        var actor = actor().syncedTwo();
        oneOfTwo(actor, FailureReason.PROVIDER_TIMEOUT, 1);
        var before = states(actor).size();

        var same = actor.claim();
        trouble(actor, same, Actor.TEAM, FailureReason.PROVIDER_TIMEOUT, 2);
        actor.store().finish(same, RunEnd.Deferred.atOnce(), RunStats.NONE);
        var afterSame = states(actor).size();
        var another = actor.claim();
        trouble(actor, another, Actor.TEAM, FailureReason.UNREADABLE_ANSWER, 3);
        actor.store().finish(another, RunEnd.Deferred.atOnce(), RunStats.NONE);

        assertThat(afterSame).isEqualTo(before);
        assertThat(states(actor)).hasSize(before + 1);
    }

    @Test
    default void a_run_with_a_calendar_in_trouble_answers_nothing_that_it_has_not_read() {
        var actor = actor().syncedTwo();
        var earlier = actor.claim();
        actor.delta(earlier, Actor.MAIN, "2");
        actor.delta(earlier, Actor.TEAM, "2");
        actor.complete(earlier);
        var between =
                actor.request(SyncMode.DELTA, Trigger.MANUAL, earlier.now().plusMillis(1));

        oneOfTwo(actor, FailureReason.PROVIDER_TIMEOUT, 1);

        assertThat(actor.store().claim(List.of(between))).isInstanceOf(Claimed.class);
    }

    @Test
    default void a_page_that_is_itself_the_trouble_is_not_resumed_and_any_other_is() {
        var actor = actor().syncedTwo();
        var claim = actor.claim();
        half(actor, claim, Actor.MAIN);
        half(actor, claim, Actor.TEAM);
        trouble(actor, claim, Actor.MAIN, FailureReason.PROVIDER_LOOP, 1);
        trouble(actor, claim, Actor.TEAM, FailureReason.PROVIDER_TIMEOUT, 1);

        var next = actor.claim().calendars();

        assertThat(next.getFirst().walk()).isNull();
        assertThat(next.getFirst().since()).isEqualTo(new Origin.Since("cursor-1", Actor.WINDOW));
        assertThat(next.getFirst().lastGeneration()).isEqualTo(2);
        assertThat(next.getLast().walk()).isInstanceOf(Walk.Reading.class);
    }

    @Test
    default void a_worker_that_lost_the_connection_remembers_no_trouble_and_begins_no_walk() {
        var actor = actor().syncedTwo();
        var late = actor.claim();
        var claim = actor.claim();

        assertThat(trouble(actor, late, Actor.TEAM, FailureReason.PROVIDER_TIMEOUT, 1))
                .isFalse();
        assertThat(actor.store().begin(late, Actor.MAIN, new Walk.Reading(Actor.EVERYTHING, 9, null, 0, false)))
                .isFalse();

        assertThat(actor.complete(claim)).isTrue();
        assertThat(actor.claim().calendars()).allSatisfy(calendar -> {
            assertThat(calendar.failures()).isZero();
            assertThat(calendar.walk()).isNull();
        });
    }

    @Test
    default void a_calendar_that_is_closed_is_in_no_trouble_any_more() {
        var actor = actor().syncedTwo();
        oneOfTwo(actor, FailureReason.PROVIDER_TIMEOUT, 1);
        var claim = actor.claim();
        actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.MAIN, true))));
        actor.store().close(claim, Actor.TEAM);
        actor.complete(claim);

        assertThat(states(actor).getLast().troubles()).isEmpty();
        assertThat(states(actor).getLast().calendars()).containsEntry(Actor.TEAM.value(), "CLOSED");
    }

    @Test
    default void a_walk_left_for_later_is_found_by_the_next_slice_and_by_the_next_run() {
        var actor = actor().syncedTwo();
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "cursor-2");
        actor.delta(claim, Actor.TEAM, "cursor-2");
        var roll = new Walk.Reading(Actor.EVERYTHING, 7, null, 0, false);

        assertThat(actor.store().begin(claim, Actor.MAIN, roll)).isTrue();
        actor.store().finish(claim, RunEnd.Deferred.atOnce(), RunStats.NONE);
        var goesOn = actor.claim(actor.request(SyncMode.DELTA, Trigger.CONTINUATION, FAR_AHEAD));
        var next = actor.claim();

        assertThat(goesOn.calendars()).extracting(StoredCalendar::walk).containsExactly(roll);
        assertThat(next.calendars()).hasSize(2);
        assertThat(next.calendars().getFirst().walk()).isEqualTo(roll);
        assertThat(next.calendars().getFirst().since()).isEqualTo(new Origin.Since("cursor-2", Actor.WINDOW));
        assertThat(next.calendars().getFirst().lastGeneration()).isEqualTo(7);
    }

    @Test
    default void a_walk_left_for_later_is_as_new_as_its_first_page() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var first = actor.claim();
        actor.store().begin(first, Actor.MAIN, new Walk.Reading(Actor.EVERYTHING, 2, null, 0, false));
        var second = actor.claim();
        actor.full(second, Actor.MAIN, 2, Actor.put("a", "Tea"));
        actor.complete(second);

        var between = actor.request(SyncMode.FULL, Trigger.MANUAL, second.now().minusMillis(1));

        assertThat(actor.store().claim(List.of(between))).isInstanceOf(Claim.Answered.class);
    }

    @Test
    default void a_calendar_that_is_being_closed_begins_no_walk() {
        var actor = actor().syncedTwo();
        var claim = actor.claim();
        actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.MAIN, true))));

        assertThat(actor.store().begin(claim, Actor.TEAM, new Walk.Reading(Actor.EVERYTHING, 2, null, 0, false)))
                .isFalse();
    }

    @Test
    default void
            the_cursor_of_a_list_is_kept_until_the_next_list_and_whoever_has_everything_read_has_it_used_at_once() {
        var actor = actor();
        var claim = actor.claim();
        actor.store().list(claim, new Listing(List.of(Actor.entry(Actor.MAIN, true)), true, "list-1"));

        var scheduled = actor.claim();
        var manual = actor.claim(actor.request(SyncMode.FULL, Trigger.MANUAL, FAR_AHEAD));
        actor.store().list(manual, new Listing(List.of(), false, null));

        assertThat(claim.list().cursor()).isNull();
        assertThat(scheduled.list().cursor()).isEqualTo("list-1");
        assertThat(scheduled.list().due()).isFalse();
        assertThat(manual.list().due()).isTrue();
        assertThat(actor.claim().list().cursor()).isNull();
        assertThat(scheduled.list().toString()).doesNotContain("list-1");
    }

    @Test
    default void a_list_of_changes_adds_and_renames_and_closes_nothing() {
        var actor = actor().syncedTwo();
        var claim = actor.claim();
        var more = new CalendarId("more@example.org");

        var found = actor.store().list(claim, new Listing(List.of(Actor.entry(more, false)), false, "list-2"));

        assertThat(found).extracting(StoredCalendar::id).containsExactly(Actor.MAIN, Actor.TEAM);
        assertThat(states(actor).getLast().calendars())
                .isEqualTo(Map.of(Actor.MAIN.value(), "+LIVE", Actor.TEAM.value(), "+LIVE", more.value(), "NEW"));
    }

    /// A run that reads the main calendar and not the team's.
    private static void oneOfTwo(Actor actor, FailureReason reason, int failures) {
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "next");
        trouble(actor, claim, Actor.TEAM, reason, failures);
        actor.store().finish(claim, new RunEnd.Completed(), ONE_OF_TWO);
    }

    private static boolean trouble(
            Actor actor, Claimed claim, CalendarId calendar, FailureReason reason, int failures) {
        return actor.store()
                .troubled(claim, calendar, new Trouble(reason, "It did not work", failures, Duration.ofMinutes(1)));
    }

    /// The first of two pages of a delta.
    private static void half(Actor actor, Claimed claim, CalendarId calendar) {
        var since = new Origin.Since("cursor-1", Actor.WINDOW);
        actor.store()
                .apply(
                        claim,
                        calendar,
                        new Walk.Reading(since, 2, null, 0, false),
                        Batch.of(List.of()),
                        new Walk.Reading(since, 2, "d2", 1, false),
                        null);
    }
}
