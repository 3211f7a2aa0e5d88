package io.kalends.worker.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.SmartLifecycle;

import io.kalends.worker.failure.Failure;

/// Publishes what is in the outbox, at least once and in order per connection. Any number of relays may run;
/// each shard has one at a time.
///
/// While database or broker are away it waits and tries again; nothing is lost, for a row leaves the table only
/// long after the broker has acknowledged it.
public final class OutboxRelay implements SmartLifecycle {

    /// Lower than that of whatever writes rows, so that it starts before and stops after.
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3000;

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private final RelayPass pass;
    private final Upkeep upkeep;
    private final OutboxMetrics metrics;
    private final OutboxProperties settings;
    private final DoubleSupplier chance;
    private final LongSupplier nanoTime;
    private final Semaphore nudges = new Semaphore(0);
    private final Semaphore stops = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile long stopBy;
    private volatile boolean stopping;

    OutboxRelay(
            RelayPass pass,
            Upkeep upkeep,
            OutboxMetrics metrics,
            OutboxProperties settings,
            DoubleSupplier chance,
            LongSupplier nanoTime) {
        this.pass = pass;
        this.upkeep = upkeep;
        this.metrics = metrics;
        this.settings = settings;
        this.chance = chance;
        this.nanoTime = nanoTime;
    }

    /// Says that rows were committed; never waits.
    public void nudge() {
        if (nudges.availablePermits() == 0) {
            nudges.release();
        }
    }

    @Override
    public void start() {
        stopping = false;
        stops.drainPermits();
        thread = Thread.ofPlatform().name("kalends-outbox").start(this::relay);
    }

    /// Publishes what is there for at most [OutboxProperties#drain()], then gives the shards back.
    @Override
    public void stop() {
        var ending = thread;
        if (ending == null) {
            return;
        }
        stopBy = nanoTime.getAsLong() + settings.drain().toNanos();
        stopping = true;
        stops.release();
        nudge();
        try {
            ending.join(settings.drain().multipliedBy(2).plusSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void relay() {
        int failures = 0;
        try {
            while (!isOver()) {
                upkeep.whenDue();
                try {
                    int published = pass.run(this::meanwhile);
                    metrics.published(published);
                    failures = 0;
                    if (published == 0 && stopping) {
                        return;
                    }
                    if (published == 0) {
                        idle();
                    }
                } catch (RuntimeException e) {
                    failures++;
                    var pause = backoff(failures);
                    log.atLevel(failures == 1 ? Level.WARN : Level.DEBUG)
                            .setCause(Failure.loggable(e))
                            .log("the outbox waits {} before it publishes again", pause);
                    pause(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pass.end();
        }
    }

    private boolean meanwhile() {
        upkeep.whenDue();
        return !isOver();
    }

    private boolean isOver() {
        return stopping && nanoTime.getAsLong() - stopBy >= 0;
    }

    private void idle() throws InterruptedException {
        if (nudges.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
            nudges.drainPermits();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        var left = stopping ? Math.min(time.toNanos(), Math.max(0, stopBy - nanoTime.getAsLong())) : time.toNanos();
        if (stops.tryAcquire(left, TimeUnit.NANOSECONDS)) {
            log.debug("the wait ends because the relay stops");
        }
    }

    /// Doubles up to the longest wait, shortened by up to half by chance.
    private Duration backoff(int failures) {
        var doubled = settings.retryFirst().multipliedBy(1L << Math.min(failures - 1, 20));
        long full = Math.min(doubled.toMillis(), settings.retryLongest().toMillis());
        return Duration.ofMillis(full - (long) (full / 2.0 * chance.getAsDouble()));
    }
}
