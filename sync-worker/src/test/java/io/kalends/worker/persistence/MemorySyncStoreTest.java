package io.kalends.worker.persistence;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Listing;

import static org.assertj.core.api.Assertions.assertThat;

class MemorySyncStoreTest implements SyncStoreContract {

    private final MemoryWorld world = new MemoryWorld();

    @Override
    public World world() {
        return world;
    }

    @RepeatedTest(5)
    void of_many_workers_that_race_only_what_the_last_to_claim_wrote_stays() throws Exception {
        var actor = actor();
        actor.synced();
        Callable<Long> worker = () -> {
            var claim = actor.claim();
            var name = String.valueOf(claim.fence());
            actor.delta(claim, Actor.MAIN, name, Actor.put("a", name));
            return claim.fence();
        };

        List<Future<Long>> fences;
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            fences = workers.invokeAll(
                    IntStream.range(0, 20).mapToObj(_ -> worker).toList());
        }

        var last = Collections.max(fences.stream().map(Future::resultNow).toList());
        assertThat(fences.stream().map(Future::resultNow)).doesNotHaveDuplicates();
        assertThat(held(actor)).isEqualTo(Map.of("a", String.valueOf(last)));
        SyncStoreContract.assertNoGap(told(actor.key()));
    }

    @Test
    void a_calendar_that_is_being_closed_takes_no_more_pages() {
        var actor = actor();
        actor.synced(Actor.put("a", "Tea"));
        var claim = actor.claim();
        actor.store().list(claim, Listing.whole(List.of()));
        var before = told(actor.key());

        var applied = actor.delta(claim, Actor.MAIN, "late", Actor.put("b", "Late"));

        assertThat(applied).isInstanceOf(Applied.Fenced.class);
        assertThat(held(actor)).isEqualTo(Map.of("a", "Tea"));
        assertThat(told(actor.key())).isEqualTo(before);
    }

    @Test
    void a_pause_during_a_run_outlives_the_end_of_the_run() {
        var actor = actor();
        var claim = actor.listed();
        world.put(actor.key(), ConnectionStatus.PAUSED);

        assertThat(actor.complete(claim)).isFalse();

        assertThat(actor.store().claim(List.of(actor.request()))).isInstanceOf(Claim.Inactive.class);
    }

    @Test
    void a_connection_that_is_linked_again_goes_on_with_its_fence_and_its_numbers() {
        var actor = actor();
        var before = actor.synced(Actor.put("a", "Tea"));

        world.connect(actor.key());

        assertThat(actor.claim().fence()).isGreaterThan(before.fence());
        assertThat(held(actor)).isEqualTo(Map.of("a", "Tea"));
    }
}
