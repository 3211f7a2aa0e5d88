package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.kalends.core.provider.Change;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.HeldDeletion;
import io.kalends.schemas.v1.HeldDeletions;
import io.kalends.worker.tenant.Share;
import io.kalends.worker.tenant.Sharing;

import static org.assertj.core.api.Assertions.assertThat;

/// What is told of deletions that wait, and what is counted.
class HeldSamplesTest {

    private static final int EVENTS = 60;

    @SuppressWarnings("NullAway.Init")
    private static JdbcWorld world;

    @BeforeAll
    static void start() {
        world = new JdbcWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /// All events of a calendar are held; the later its number, the earlier an event is.
    private static Actor held() {
        var key = Actor.someone();
        world.connect(key);
        var actor = new Actor(world.store(), key);
        actor.synced(IntStream.range(0, EVENTS)
                .mapToObj(number ->
                        Actor.put("event-" + number, "Meeting " + number, Actor.NOON.minus(Duration.ofHours(number))))
                .toArray(Change.Definite[]::new));
        var claim = actor.claim();
        actor.delta(
                claim,
                Actor.MAIN,
                "next",
                IntStream.range(0, EVENTS)
                        .mapToObj(number -> Actor.gone("event-" + number))
                        .toArray(Change.Definite[]::new));
        actor.complete(claim);
        return actor;
    }

    private static List<HeldDeletion> sample(Actor actor, Share share) {
        var row =
                Objects.requireNonNull(world.transactions.execute(_ -> new Connections(world.jdbc).lock(actor.key())));
        return new HeldSamples(new DoomedRows(world.jdbc), _ -> new Sharing(share, false))
                .of(row, Actor.MAIN, EVENTS, EVENTS, Actor.NOON)
                .getSample();
    }

    @Test
    void the_earliest_fifty_are_shown_and_all_are_counted() {
        var actor = held();

        var told = (ConnectionChanged)
                OutboxTable.record(world.outbox.rows(KeyText.of(actor.key())).getLast());

        assertThat(told.getCalendars())
                .singleElement()
                .satisfies(calendar -> assertThat(calendar.getHeld())
                        .returns(EVENTS, HeldDeletions::getDeletions)
                        .returns(EVENTS, HeldDeletions::getEvents)
                        .satisfies(held -> assertThat(held.getSample())
                                .hasSize(50)
                                .startsWith(new HeldDeletion("event-59", "Meeting 59", "2026-02-27T01:00:00Z"))
                                .doesNotContain(new HeldDeletion("event-0", "Meeting 0", "2026-03-01T12:00:00Z"))));
    }

    @Test
    void a_sample_shows_no_more_than_the_tenant_shares() {
        var actor = held();

        assertThat(sample(actor, Share.TIMES)).startsWith(new HeldDeletion("event-59", null, "2026-02-27T01:00:00Z"));
        assertThat(sample(actor, Share.IDS)).startsWith(new HeldDeletion("event-59", null, null));
    }

    @Test
    void holds_and_what_was_said_to_them_are_counted() {
        var before = List.of(count("HELD"), count("RELEASED"), count("DISCARDED"));

        world.release(held().key());
        world.discard(held().key());

        assertThat(List.of(count("HELD"), count("RELEASED"), count("DISCARDED")))
                .containsExactly(before.get(0) + 2, before.get(1) + 1, before.get(2) + 1);
    }

    private static double count(String what) {
        return world.meters
                .get("kalends.deletions.holds")
                .tag("what", what)
                .counter()
                .count();
    }
}
