package io.kalends.worker.truth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time as a history has it: it passes when the history says so.
final class OwnClock implements InstantSource {

    static final Instant BEGINNING = Instant.parse("2026-03-02T09:30:00Z");

    private volatile Instant now = BEGINNING;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void beginAgain() {
        now = BEGINNING;
    }
}
