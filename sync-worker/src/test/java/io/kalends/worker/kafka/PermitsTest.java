package io.kalends.worker.kafka;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class PermitsTest {

    @Test
    void bulk_work_that_waits_for_its_half_delays_nobody_else() throws InterruptedException {
        var permits = new Permits(4);
        permits.acquire(true);
        permits.acquire(true);
        var third = new CountDownLatch(1);
        var waiter = Thread.startVirtualThread(() -> {
            try {
                permits.acquire(true);
                third.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> permits.waiting() == 1);

        permits.acquire(false);
        permits.acquire(false);
        assertThat(third.getCount()).isEqualTo(1);

        permits.release(true);
        waiter.join();
        assertThat(third.getCount()).isZero();
    }

    @Test
    void an_interrupted_waiter_leaves_no_place_taken() throws InterruptedException {
        var permits = new Permits(2);
        permits.acquire(false);
        permits.acquire(false);
        var waiter = Thread.startVirtualThread(
                () -> assertThatThrownBy(() -> permits.acquire(true)).isInstanceOf(InterruptedException.class));
        await().until(() -> permits.waiting() == 1);

        waiter.interrupt();
        waiter.join();

        permits.release(false);
        permits.acquire(true);
        assertThat(permits.waiting()).isZero();
    }

    @Test
    void no_mix_of_work_ever_holds_more_places_than_there_are_or_more_bulk_than_half() throws Exception {
        var permits = new Permits(6);
        var all = new AtomicInteger();
        var bulks = new AtomicInteger();
        var most = new AtomicInteger();
        var mostBulk = new AtomicInteger();
        var random = new Random(7);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2000; i++) {
                boolean bulk = random.nextInt(3) > 0;
                threads.execute(() -> {
                    try {
                        permits.acquire(bulk);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    most.accumulateAndGet(all.incrementAndGet(), Math::max);
                    mostBulk.accumulateAndGet(bulk ? bulks.incrementAndGet() : 0, Math::max);
                    LockSupport.parkNanos(1);
                    all.decrementAndGet();
                    bulks.addAndGet(bulk ? -1 : 0);
                    permits.release(bulk);
                });
            }
        }

        assertThat(most).hasValueLessThanOrEqualTo(6);
        assertThat(mostBulk).hasValueBetween(1, 3);
        assertThat(all).hasValue(0);
    }
}
