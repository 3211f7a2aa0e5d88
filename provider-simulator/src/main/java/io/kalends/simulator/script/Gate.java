package io.kalends.simulator.script;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Holds matching requests before they are processed, until it is released. Closing releases.
public final class Gate implements AutoCloseable {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Semaphore arrived = new Semaphore(0);
    private final AtomicInteger arrivals = new AtomicInteger();

    Gate() {}

    void pass() throws InterruptedException {
        arrivals.incrementAndGet();
        arrived.release();
        opened.await();
    }

    boolean isOpen() {
        return opened.getCount() == 0;
    }

    /// Waits for the next request to stand at the gate; each arrival is reported once.
    ///
    /// @return false if none came within `patience`
    public boolean awaitArrival(Duration patience) throws InterruptedException {
        return arrived.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// How many requests have come to the gate.
    public int arrivals() {
        return arrivals.get();
    }

    /// Lets go whoever waits; nobody is held again.
    public void release() {
        opened.countDown();
    }

    @Override
    public void close() {
        release();
    }
}
