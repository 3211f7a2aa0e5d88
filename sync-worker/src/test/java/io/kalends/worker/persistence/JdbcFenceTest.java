package io.kalends.worker.persistence;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.kalends.core.store.Applied;
import io.kalends.core.store.Claim.Claimed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class JdbcFenceTest {

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

    private static Actor actor() {
        var key = Actor.someone();
        world.connect(key);
        return new Actor(world.store(), key);
    }

    @RepeatedTest(5)
    void of_two_workers_that_race_only_the_later_claim_commits() throws Exception {
        var actor = actor();
        actor.synced();
        var gate = new CyclicBarrier(2);

        List<Run> runs;
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = workers.submit(() -> run(actor, gate, "one"));
            var two = workers.submit(() -> run(actor, gate, "two"));
            runs = List.of(result(one), result(two));
        }

        var byFence = runs.stream()
                .sorted(Comparator.comparingLong(run -> run.claim().fence()))
                .toList();
        var earlier = byFence.getFirst();
        var later = byFence.getLast();
        assertThat(later.applied()).isInstanceOf(Applied.Committed.class);
        assertThat(earlier.applied()).isInstanceOf(Applied.Fenced.class);
        assertThat(world.held(actor.key(), Actor.MAIN)).isEqualTo(Map.of("a", later.name()));
        SyncStoreContract.assertNoGap(world.told(actor.key()));
    }

    @Test
    void a_commit_that_waits_for_a_claim_to_end_finds_itself_fenced() throws Exception {
        var actor = actor();
        actor.synced();
        var slow = actor.claim();
        var before = world.value(
                Long.class, "SELECT sequence FROM sync.connection WHERE connection_key = :key", actor.key());

        Applied applied;
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = world.transactions.execute(_ -> {
                world.run("UPDATE sync.connection SET fence = fence + 1 WHERE connection_key = :key", actor.key());
                var waiting = workers.submit(() -> actor.delta(slow, Actor.MAIN, "late", Actor.put("a", "Late")));
                await().until(JdbcFenceTest::somebodyWaitsForALock);
                return waiting;
            });
            applied = pending.get();
        }

        assertThat(applied).isInstanceOf(Applied.Fenced.class);
        assertThat(world.held(actor.key(), Actor.MAIN)).isEmpty();
        assertThat(world.value(
                        Long.class, "SELECT sequence FROM sync.connection WHERE connection_key = :key", actor.key()))
                .isEqualTo(before);
    }

    @Test
    void a_calendar_closed_behind_a_workers_back_takes_no_more_pages() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        world.run("UPDATE sync.calendar SET walk = 'CLOSING' WHERE connection_key = :key", actor.key());

        var applied = actor.delta(claim, Actor.MAIN, "late", Actor.put("b", "Late"));

        assertThat(applied).isInstanceOf(Applied.Fenced.class);
        assertThat(world.held(actor.key(), Actor.MAIN)).isEqualTo(Map.of("a", "Tea"));
    }

    private record Run(Claimed claim, String name, Applied applied) {}

    private static Run run(Actor actor, CyclicBarrier gate, String name) throws Exception {
        gate.await();
        var claim = actor.claim();
        gate.await();
        return new Run(claim, name, actor.delta(claim, Actor.MAIN, name, Actor.put("a", name)));
    }

    private static Run result(Future<Run> run) throws Exception {
        return run.get();
    }

    private static boolean somebodyWaitsForALock() {
        return world.jdbc
                .sql("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database())")
                .query(Boolean.class)
                .single();
    }
}
