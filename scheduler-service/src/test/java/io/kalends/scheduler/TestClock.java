package io.kalends.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time as the test sets it.
public final class TestClock implements InstantSource {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private volatile Instant now = NOON;

    @Override
    public Instant instant() {
        return now;
    }

    public void set(Instant instant) {
        now = instant;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
