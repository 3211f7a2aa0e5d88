package io.kalends.worker.persistence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.Claim;
import io.kalends.core.store.StoredCalendar;

import static org.assertj.core.api.Assertions.assertThat;

/// What every store does with claims and lists of calendars.
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
                    .isEqualTo(!status.syncs());
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
        actor.store().list(first, List.of(Actor.entry(Actor.MAIN, true)));
        var second = actor.claim();

        assertThat(first.listDue()).isTrue();
        assertThat(first.calendars()).isEmpty();
        assertThat(second.listDue()).isFalse();
        assertThat(second.calendars()).containsExactly(new StoredCalendar(Actor.MAIN, null, null, 0));
    }

    @Test
    default void only_the_main_calendar_is_selected_by_itself_and_the_list_is_told_once() {
        var actor = actor();
        var claim = actor.claim();
        var entries = List.of(Actor.entry(Actor.TEAM, false), Actor.entry(Actor.MAIN, true));

        var found = actor.store().list(claim, entries);
        var again = actor.store().list(claim, entries);

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
        actor.store().list(claim, List.of(Actor.entry(Actor.MAIN, true), Actor.entry(Actor.TEAM, false)));

        actor.store().list(claim, List.of(Actor.entry(Actor.MAIN, true)));

        assertThat(states(actor).getLast().calendars()).isEqualTo(Map.of(Actor.MAIN.value(), "+NEW"));
    }

    @Test
    default void a_main_calendar_that_vanished_is_read_again_when_it_comes_back() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        actor.store().list(claim, List.of());
        actor.store().close(claim, Actor.MAIN);
        actor.complete(claim);

        var back = actor.claim();
        var found = Objects.requireNonNull(actor.store().list(back, List.of(Actor.entry(Actor.MAIN, true))));
        actor.full(back, Actor.MAIN, found.getFirst().lastGeneration() + 1, Actor.put("a", "Tea"));

        assertThat(found.getFirst().since()).isNull();
        assertThat(world().held(actor.key(), Actor.MAIN)).isEqualTo(Map.of("a", "Tea"));
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
