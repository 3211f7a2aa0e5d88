package io.kalends.worker.persistence;

import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// What operators see of held deletions. Every worker measures the whole table: take the largest, do not add up.
final class BrakeMetrics {

    private static final String NAME = "kalends.deletions.holds";

    private final Counter held;
    private final Counter released;
    private final Counter discarded;
    private final AtomicLong calendars = new AtomicLong();

    BrakeMetrics(MeterRegistry registry) {
        held = counter(registry, "HELD");
        released = counter(registry, "RELEASED");
        discarded = counter(registry, "DISCARDED");
        Gauge.builder("kalends.calendars.held", calendars, AtomicLong::doubleValue)
                .description("Calendars with deletions that wait for a person")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String what) {
        return Counter.builder(NAME)
                .description("Calendars whose deletions were held back, and what a person said to it")
                .tag("what", what)
                .register(registry);
    }

    void held() {
        held.increment();
    }

    void released() {
        released.increment();
    }

    void discarded() {
        discarded.increment();
    }

    void measured(long heldCalendars) {
        calendars.set(heldCalendars);
    }
}
