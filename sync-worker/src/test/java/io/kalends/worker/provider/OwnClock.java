package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time of everybody on a stage. It passes only when somebody lets it.
final class OwnClock implements InstantSource {

    private volatile Instant now;

    OwnClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /// Monotonic as long as nobody sets the clock.
    long nanos() {
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    void set(Instant time) {
        now = time;
    }

    void pass(Duration length) {
        now = now.plus(length);
    }
}
