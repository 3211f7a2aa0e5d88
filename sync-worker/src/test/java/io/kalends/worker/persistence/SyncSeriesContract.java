package io.kalends.worker.persistence;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Kept;
import io.kalends.core.store.Listing;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.Suspect;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;

/// What every store knows of series, and how a delta ends that touched some.
interface SyncSeriesContract extends SyncSweepContract {

    Origin.Since SINCE = new Origin.Since("cursor-1", Actor.WINDOW);
    Walk.Reading DELTA = new Walk.Reading(SINCE, 2, null, 0, false);
    Walk.Checking CHECKING = new Walk.Checking(SINCE, 2, "cursor-2");

    @Test
    default void an_event_is_found_by_its_id_and_by_its_series() {
        var actor = choirAndYoga();
        var claim = actor.claim();

        var kept = actor.store().kept(claim, Actor.MAIN, List.of("choir", "tea", "yoga-1", "choir-2", "stranger"));

        assertThat(kept)
                .extracting(Kept::eventId)
                .containsExactlyInAnyOrder("choir-1", "choir-2", "choir-3", "tea", "yoga-1");
        assertThat(kept).filteredOn(event -> event.eventId().equals("tea")).allSatisfy(event -> {
            assertThat(event.seriesId()).isNull();
            assertThat(event.lived().start()).isEqualTo(Actor.NOON);
        });
        assertThat(kept)
                .filteredOn(event -> event.eventId().startsWith("choir"))
                .extracting(Kept::seriesId)
                .containsOnly("choir");
    }

    @Test
    default void a_delta_that_touched_no_series_ends_with_its_page() {
        var actor = choirAndYoga();
        var claim = actor.claim();

        var applied = lastPage(actor, claim, Map.of(), Actor.put("tea", "Coffee"));

        assertThat(applied).isEqualTo(new Applied.Committed(1, 0, true));
        assertThat(first(actor).since()).isEqualTo(new Origin.Since("cursor-2", Actor.WINDOW));
    }

    @Test
    default void a_delta_that_showed_every_instance_of_what_it_touched_ends_with_its_page() {
        var actor = choirAndYoga();
        var claim = actor.claim();

        var applied = lastPage(
                actor,
                claim,
                Map.of("yoga", true),
                Actor.instance("yoga", 1, "Yoga"),
                Actor.instance("yoga", 2, "Pilates"));

        assertThat(applied).isEqualTo(new Applied.Committed(1, 0, true));
        assertThat(first(actor).walk()).isNull();
    }

    @Test
    default void a_delta_that_left_instances_out_keeps_its_cursor_until_they_are_accounted_for() {
        var actor = choirAndYoga();
        var claim = actor.claim();

        var applied = lastPage(actor, claim, Map.of("choir", true, "yoga", false), Actor.instance("choir", 1, "Choir"));
        var midway = actor.claim();
        var suspect = actor.store().suspect(midway, Actor.MAIN, CHECKING);
        var checked = actor.store().check(midway, Actor.MAIN, CHECKING, "choir", List.of(Actor.gone("choir-2")));
        var next = actor.store().suspect(midway, Actor.MAIN, CHECKING);
        var last = actor.store().check(midway, Actor.MAIN, CHECKING, "yoga", List.of());

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, false));
        assertThat(midway.calendars().getFirst().walk()).isEqualTo(CHECKING);
        assertThat(midway.calendars().getFirst().since()).isEqualTo(SINCE);
        assertThat(unseen(suspect)).containsExactly("choir-2", "choir-3");
        assertThat(suspect).extracting(Suspect::seriesId, Suspect::whole).containsExactly("choir", true);
        assertThat(checked).isEqualTo(new Applied.Committed(0, 0, false));
        assertThat(unseen(next)).containsExactly("yoga-1", "yoga-2");
        assertThat(next).extracting(Suspect::whole).isEqualTo(false);
        assertThat(last).isEqualTo(new Applied.Committed(0, 1, true));
        assertThat(actor.store().suspect(midway, Actor.MAIN, CHECKING)).isNull();
        assertThat(first(actor).since()).isEqualTo(new Origin.Since("cursor-2", Actor.WINDOW));
        assertThat(first(actor).lastGeneration()).isEqualTo(2);
        assertThat(events(actor.key()).getLast()).isEqualTo("DELETED/DELTA choir-2");
    }

    @Test
    default void what_earlier_pages_showed_and_touched_counts_when_the_last_page_comes() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        var then = new Walk.Reading(SINCE, 2, "d2", 1, false);
        var touched = new Batch(List.of(Actor.instance("choir", 1, "Choir")), Map.of("choir", false));
        actor.store().apply(claim, Actor.MAIN, DELTA, touched, then, null);

        var next = actor.claim();
        var last = new Batch(List.of(Actor.instance("choir", 3, "Choir")), Map.of("choir", true));
        actor.store().apply(next, Actor.MAIN, then, last, null, "cursor-2");
        var suspect = actor.store().suspect(next, Actor.MAIN, CHECKING);

        assertThat(unseen(suspect)).containsExactly("choir-2");
        assertThat(suspect).extracting(Suspect::whole).isEqualTo(true);
    }

    @Test
    default void a_series_of_which_a_later_page_showed_the_rest_is_no_suspect() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        var then = new Walk.Reading(SINCE, 2, "d2", 1, false);
        var touched = new Batch(List.of(Actor.instance("yoga", 1, "Yoga")), Map.of("yoga", true));
        actor.store().apply(claim, Actor.MAIN, DELTA, touched, then, null);

        var applied = actor.store()
                .apply(claim, Actor.MAIN, then, Batch.of(List.of(Actor.instance("yoga", 2, "Yoga"))), null, "cursor-2");

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, true));
    }

    @Test
    default void a_series_touched_of_which_nothing_is_held_is_no_suspect() {
        var actor = choirAndYoga();

        var applied = lastPage(actor, actor.claim(), Map.of("new", true), Actor.instance("new", 1, "New"));

        assertThat(applied).isEqualTo(new Applied.Committed(1, 0, true));
    }

    @Test
    default void what_a_check_finds_is_applied_like_a_page() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        lastPage(actor, claim, Map.of("yoga", false), Actor.instance("yoga", 1, "Yoga"));

        var checked = actor.store()
                .check(
                        claim,
                        Actor.MAIN,
                        CHECKING,
                        "yoga",
                        List.of(
                                Actor.instance("yoga", 1, "Yoga"),
                                Actor.instance("yoga", 3, "Yoga, new"),
                                Actor.outside("yoga-2")));

        assertThat(checked).isEqualTo(new Applied.Committed(1, 1, true));
        assertThat(events(actor.key()).subList(6, 8))
                .containsExactly("UPSERTED/DELTA yoga-3", "LEFT_WINDOW/DELTA yoga-2");
    }

    @Test
    default void a_check_of_a_worker_that_lost_the_connection_writes_nothing() {
        var actor = choirAndYoga();
        var late = actor.claim();
        lastPage(actor, late, Map.of("yoga", false), Actor.instance("yoga", 1, "Yoga"));
        var suspect = Objects.requireNonNull(actor.store().suspect(late, Actor.MAIN, CHECKING));
        var claim = actor.claim();
        var before = told(actor.key());

        var applied =
                actor.store().check(late, Actor.MAIN, CHECKING, suspect.seriesId(), List.of(Actor.gone("yoga-2")));

        assertThat(applied).isInstanceOf(Applied.Fenced.class);
        assertThat(told(actor.key())).isEqualTo(before);
        assertThat(unseen(actor.store().suspect(claim, Actor.MAIN, CHECKING))).containsExactly("yoga-2");
    }

    @Test
    default void a_calendar_that_is_being_closed_takes_no_more_checks() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        lastPage(actor, claim, Map.of("choir", false, "yoga", false));
        actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.TEAM, true))));
        var before = told(actor.key());

        var applied = actor.store().check(claim, Actor.MAIN, CHECKING, "choir", List.of(Actor.put("ghost", "Ghost")));

        assertThat(applied).isInstanceOf(Applied.Fenced.class);
        assertThat(told(actor.key())).isEqualTo(before);
        assertThat(held(actor)).doesNotContainKey("ghost");
        assertThat(actor.claim().calendars())
                .filteredOn(calendar -> calendar.id().equals(Actor.MAIN))
                .extracting(StoredCalendar::walk)
                .containsExactly(new Walk.Closing());
    }

    @Test
    default void a_full_walk_in_place_of_a_check_leaves_nothing_to_check() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        lastPage(actor, claim, Map.of("choir", true), Actor.instance("choir", 1, "Choir"));

        actor.full(claim, Actor.MAIN, 3, Actor.instance("choir", 1, "Choir"), Actor.instance("choir", 2, "Choir"));
        var delta = new Walk.Reading(new Origin.Since("cursor-3", Actor.WINDOW), 4, "d2", 1, false);
        var applied = actor.store()
                .apply(claim, Actor.MAIN, delta, Batch.of(List.of(Actor.put("tea", "Tea"))), null, "cursor-4");

        assertThat(applied).isEqualTo(new Applied.Committed(1, 0, true));
        assertThat(held(actor)).containsOnlyKeys("choir-1", "choir-2", "tea");
    }

    @Test
    default void a_delta_that_is_begun_again_under_a_higher_number_checks_what_the_given_up_one_showed() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        var then = new Walk.Reading(SINCE, 2, "d2", 1, false);
        var touched = new Batch(List.of(Actor.instance("yoga", 1, "Yoga")), Map.of("yoga", true));
        actor.store().apply(claim, Actor.MAIN, DELTA, touched, then, null);

        var anew = new Walk.Reading(SINCE, 3, null, 0, false);
        var applied = actor.store()
                .apply(
                        claim,
                        Actor.MAIN,
                        anew,
                        new Batch(List.of(Actor.instance("yoga", 2, "Yoga")), Map.of("yoga", true)),
                        null,
                        "cursor-3");
        var suspect = actor.store().suspect(claim, Actor.MAIN, new Walk.Checking(SINCE, 3, "cursor-3"));

        assertThat(applied).isEqualTo(new Applied.Committed(0, 0, false));
        assertThat(unseen(suspect)).containsExactly("yoga-1");
    }

    @Test
    default void a_series_goes_with_all_its_instances_but_those_of_which_something_was_said() {
        var actor = choirAndYoga();

        var applied = actor.delta(
                actor.claim(),
                Actor.MAIN,
                "next",
                Actor.gone("choir"),
                Actor.outside("choir-2"),
                Actor.gone("choir-3"));

        assertThat(applied).isEqualTo(new Applied.Committed(0, 3, true));
        assertThat(events(actor.key()).subList(6, 9))
                .containsExactlyInAnyOrder(
                        "LEFT_WINDOW/DELTA choir-2", "DELETED/DELTA choir-3", "DELETED/DELTA choir-1");
        assertThat(held(actor)).containsOnlyKeys("yoga-1", "yoga-2", "tea");
    }

    @Test
    default void an_event_belongs_to_the_series_it_was_last_told_with() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "2", Actor.put("choir-1", "Alone"), Actor.put("yoga-1", "Yoga"));

        actor.delta(claim, Actor.MAIN, "3", Actor.gone("choir"), Actor.gone("yoga"));

        assertThat(held(actor)).isEqualTo(Map.of("choir-1", "Alone", "yoga-1", "Yoga", "tea", "Tea"));
    }

    @Test
    default void an_instance_that_is_gone_is_of_no_series_any_more_and_can_come_back_to_it() {
        var actor = choirAndYoga();
        var claim = actor.claim();
        actor.delta(claim, Actor.MAIN, "2", Actor.gone("yoga-1"));
        var gone = actor.store().kept(claim, Actor.MAIN, List.of("yoga"));
        actor.delta(claim, Actor.MAIN, "3", Actor.instance("yoga", 1, "Yoga"));

        assertThat(gone).extracting(Kept::eventId).containsExactly("yoga-2");
        assertThat(actor.store().kept(claim, Actor.MAIN, List.of("yoga")))
                .extracting(Kept::eventId)
                .containsExactlyInAnyOrder("yoga-1", "yoga-2");
    }

    /// Three instances of one series, two of another, and a single event, told in that order.
    private Actor choirAndYoga() {
        var actor = actor();
        actor.synced(
                Actor.instance("choir", 1, "Choir"),
                Actor.instance("choir", 2, "Choir"),
                Actor.instance("choir", 3, "Choir"),
                Actor.instance("yoga", 1, "Yoga"),
                Actor.instance("yoga", 2, "Yoga"),
                Actor.put("tea", "Tea"));
        return actor;
    }

    /// A delta's only page.
    private static Applied lastPage(
            Actor actor, Claimed claim, Map<String, Boolean> touched, Change.Definite... changes) {
        return actor.store()
                .apply(claim, Actor.MAIN, DELTA, new Batch(List.of(changes), touched), null, CHECKING.cursor());
    }

    private static StoredCalendar first(Actor actor) {
        return actor.claim().calendars().getFirst();
    }

    private static List<String> unseen(@Nullable Suspect suspect) {
        return Objects.requireNonNull(suspect).unseen().stream()
                .map(Kept::eventId)
                .toList();
    }
}
