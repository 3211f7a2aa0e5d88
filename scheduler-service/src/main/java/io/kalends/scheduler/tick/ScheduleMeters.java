package io.kalends.scheduler.tick;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.kalends.scheduler.schedule.Backlog;
import io.kalends.scheduler.schedule.Request;

/// The schedule in numbers. Gauges show the last measurement, so a scrape costs no query.
final class ScheduleMeters {

    private final MeterRegistry registry;
    private final Counter repeated;
    private final AtomicReference<Backlog> last = new AtomicReference<>(new Backlog(0, 0, Duration.ZERO));

    ScheduleMeters(MeterRegistry registry) {
        this.registry = registry;
        this.repeated = Counter.builder("kalends.schedule.repeated")
                .description("Requests published again because no outcome came in time")
                .register(registry);
        gauge("kalends.schedule.due", "Connections due and not in flight", Backlog::due);
        gauge("kalends.schedule.in.flight", "Requests published and not yet answered", Backlog::inFlight);
        gauge(
                "kalends.schedule.oldest.due.age",
                "Seconds the oldest due connection has waited",
                backlog -> backlog.oldestDueAge().toMillis() / 1000.0);
    }

    void published(List<Request> requests) {
        for (var request : requests) {
            registry.counter(
                            "kalends.schedule.published",
                            Tags.of("trigger", request.trigger().name().toLowerCase(Locale.ROOT)))
                    .increment();
            if (request.repeated()) {
                repeated.increment();
            }
        }
    }

    void measured(Backlog backlog) {
        last.set(backlog);
    }

    private void gauge(String name, String description, ToDoubleFunction<Backlog> value) {
        Gauge.builder(name, last, it -> value.applyAsDouble(it.get()))
                .description(description)
                .register(registry);
    }
}
