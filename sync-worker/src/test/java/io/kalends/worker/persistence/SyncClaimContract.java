package io.kalends.worker.persistence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Walk;

import static org.assertj.core.api.Assertions.assertThat;

/// What every store does with claims, what it answers from memory and lists of calendars.
interface SyncClaimContract {

    Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    Instant FAR_AHEAD = Instant.parse("2999-01-01T00:00:00Z");

    World world();

    default Actor actor() {
        var key = Actor.someone();
        world().connect(key);
        return new Actor(world().store(), key);
    }

    @Test
    default void a_connection_nobody_knows_or_that_does_not_sync_is_left_alone() {
        var actor = actor();
        var stranger = new Actor(world().store(), Actor.someone());

        assertThat(actor.store().claim(List.of(stranger.request()))).isInstanceOf(Claim.Inactive.class);
        for (var status : ConnectionStatus.values()) {
            world().put(actor.key(), status);
            assertThat(actor.store().claim(List.of(actor.request())) instanceof Claim.Inactive)
                    .as("%s is inactive", status)
                    .isEqualTo(!(ConnectionState.of(status, 0, null) instanceof ConnectionState.Syncing));
        }
        assertThat(world().told(actor.key())).isEmpty();
    }

    @Test
    default void each_claim_raises_the_fence() {
        var actor = actor();

        var first = actor.claim();
        var second = actor.claim();

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.failures()).isZero();
    }

    @Test
    default void the_first_claim_asks_for_the_list_and_later_ones_do_not() {
        var actor = actor();

        var first = actor.claim();
        actor.store().list(first, Listing.whole(List.of(Actor.entry(Actor.MAIN, true))));
        var second = actor.claim();

        assertThat(first.list().due()).isTrue();
        assertThat(first.calendars()).isEmpty();
        assertThat(second.list().due()).isFalse();
        assertThat(second.calendars()).containsExactly(new StoredCalendar(Actor.MAIN, null, null, 0));
    }

    @Test
    default void a_claim_knows_whether_a_main_calendar_was_listed_before() {
        var actor = actor();
        var first = actor.claim();
        actor.store().list(first, Listing.whole(List.of(Actor.entry(Actor.TEAM, false))));
        var second = actor.claim();
        actor.store()
                .list(second, Listing.whole(List.of(Actor.entry(Actor.TEAM, false), Actor.entry(Actor.MAIN, true))));

        assertThat(first.list().mainKnown()).isFalse();
        assertThat(second.list().mainKnown()).isFalse();
        assertThat(actor.claim().list().mainKnown()).isTrue();
    }

    @Test
    default void only_the_main_calendar_is_selected_by_itself_and_the_list_is_told_once() {
        var actor = actor();
        var claim = actor.claim();
        var entries = List.of(Actor.entry(Actor.TEAM, false), Actor.entry(Actor.MAIN, true));

        var found = actor.store().list(claim, Listing.whole(entries));
        var again = actor.store().list(claim, Listing.whole(entries));

        assertThat(found).extracting(StoredCalendar::id).containsExactly(Actor.MAIN);
        assertThat(again).isEqualTo(found);
        assertThat(states(actor)).hasSize(1);
        assertThat(states(actor).getFirst().calendars())
                .isEqualTo(Map.of(Actor.MAIN.value(), "+NEW", Actor.TEAM.value(), "NEW"));
    }

    @Test
    default void a_calendar_that_vanished_and_holds_nothing_is_no_longer_known() {
        var actor = actor();
        var claim = actor.claim();
        actor.store()
                .list(claim, Listing.whole(List.of(Actor.entry(Actor.MAIN, true), Actor.entry(Actor.TEAM, false))));

        actor.store().list(claim, Listing.whole(List.of(Actor.entry(Actor.MAIN, true))));

        assertThat(states(actor).getLast().calendars()).isEqualTo(Map.of(Actor.MAIN.value(), "+NEW"));
    }

    @Test
    default void a_main_calendar_that_vanished_is_read_again_when_it_comes_back() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        actor.store().list(claim, Listing.whole(List.of()));
        actor.store().close(claim, Actor.MAIN);
        actor.complete(claim);

        var back = actor.claim();
        var found =
                Objects.requireNonNull(actor.store().list(back, Listing.whole(List.of(Actor.entry(Actor.MAIN, true)))));
        actor.full(back, Actor.MAIN, found.getFirst().lastGeneration() + 1, Actor.put("a", "Tea"));

        assertThat(found.getFirst().since()).isNull();
        assertThat(world().held(actor.key(), Actor.MAIN)).isEqualTo(Map.of("a", "Tea"));
    }

    @Test
    default void a_repeated_request_does_not_take_the_connection_from_its_worker() {
        var actor = actor();
        var answered = actor.request();
        actor.complete(actor.claim(answered));
        var atWork = actor.claim();

        assertThat(actor.store().claim(List.of(answered))).isInstanceOf(Claim.Answered.class);

        assertThat(actor.complete(atWork)).isTrue();
    }

    @Test
    default void a_request_that_a_later_started_run_covers_is_answered_from_memory_once() {
        var actor = actor();
        var claim = actor.listed();
        actor.full(claim, Actor.MAIN, 1, Actor.put("a", "Tea"));
        actor.store().finish(claim, new RunEnd.Completed(), new RunStats(1, 0, 4, Duration.ofMillis(50), 1, 0, true));
        var earlier = actor.request(SyncMode.DELTA, Trigger.PUSH, LONG_AGO);

        assertThat(actor.store().claim(List.of(earlier))).isInstanceOf(Claim.Answered.class);
        assertThat(actor.store().claim(List.of(earlier))).isInstanceOf(Claim.Answered.class);

        var outcomes = told(actor, Told.Completed.class);
        assertThat(outcomes).hasSize(2);
        var run = outcomes.getFirst();
        var remembered = outcomes.getLast();
        assertThat(remembered.requestId()).isEqualTo(earlier.requestId());
        assertThat(remembered.trigger()).isEqualTo(Trigger.PUSH);
        assertThat(remembered.startedAt()).isEqualTo(run.startedAt());
        assertThat(remembered.completedAt()).isEqualTo(run.completedAt());
        assertThat(remembered.upserted()).isEqualTo(1);
        assertThat(remembered.providerCalls()).isZero();
        assertThat(remembered.id()).isNotEqualTo(run.id());
    }

    @Test
    default void a_request_for_everything_is_covered_only_by_a_run_that_read_everything() {
        var actor = actor();
        var first = actor.synced(Actor.put("a", "Tea"));
        var second = actor.claim();
        actor.delta(second, Actor.MAIN, "next");
        actor.complete(second);

        var beforeFull =
                actor.request(SyncMode.FULL, Trigger.MANUAL, first.now().minusSeconds(1));
        var beforeDelta =
                actor.request(SyncMode.FULL, Trigger.MANUAL, first.now().plusMillis(1));

        assertThat(actor.store().claim(List.of(beforeFull))).isInstanceOf(Claim.Answered.class);
        assertThat(actor.store().claim(List.of(beforeDelta))).isInstanceOf(Claim.Claimed.class);
    }

    @Test
    default void a_walk_resumed_from_an_earlier_run_covers_nothing_newer_than_its_beginning() {
        var actor = actor();
        var abandoned = actor.listed();
        actor.page(abandoned, 1, null, "p2", Actor.put("a", "Tea"));
        var claim = actor.claim();
        var sweep = new Walk.Sweeping(Actor.EVERYTHING, 1, "cursor", false);
        actor.store()
                .apply(
                        claim,
                        Actor.MAIN,
                        new Walk.Reading(Actor.EVERYTHING, 1, "p2", 1, false),
                        Batch.of(List.of()),
                        sweep,
                        null);
        actor.sweep(claim, Actor.MAIN, sweep);
        actor.complete(claim);

        var between = actor.request(SyncMode.DELTA, Trigger.MANUAL, abandoned.now());
        var before =
                actor.request(SyncMode.DELTA, Trigger.MANUAL, abandoned.now().minusSeconds(1));

        assertThat(actor.store().claim(List.of(before))).isInstanceOf(Claim.Answered.class);
        assertThat(actor.store().claim(List.of(between))).isInstanceOf(Claim.Claimed.class);
    }

    default List<Told.State> states(Actor actor) {
        return told(actor, Told.State.class);
    }

    default <T extends Told> List<T> told(Actor actor, Class<T> type) {
        var told = world().told(actor.key());
        SyncStoreContract.assertNoGap(told);
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
