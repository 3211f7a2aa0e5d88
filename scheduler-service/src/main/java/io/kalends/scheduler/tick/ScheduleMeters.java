package io.kalends.scheduler.tick;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Providers;
import io.kalends.scheduler.schedule.Backlog;
import io.kalends.scheduler.schedule.Claimed;

/// The schedule in numbers. Gauges show the last measurement, so a scrape costs no query.
final class ScheduleMeters {

    private final MeterRegistry registry;
    private final Counter repeated;
    private final Counter superseded;
    private final MultiGauge tenants;
    private final AtomicReference<Backlog> last = new AtomicReference<>(Backlog.EMPTY);
    private final AtomicReference<Map<String, Integer>> paced = new AtomicReference<>(Map.of());

    ScheduleMeters(MeterRegistry registry) {
        this.registry = registry;
        this.repeated = Counter.builder("kalends.schedule.repeated")
                .description("Requests published again because no outcome came in time")
                .register(registry);
        this.superseded = Counter.builder("kalends.schedule.superseded")
                .description("Requests that another took the place of because nobody answered them")
                .register(registry);
        this.tenants = MultiGauge.builder("kalends.schedule.tenant.due")
                .description("Connections due and not in flight, of the tenants that have the most of them")
                .register(registry);
        gauge("kalends.schedule.due", "Connections due and not in flight", Tags.empty(), Backlog::due);
        gauge("kalends.schedule.in.flight", "Requests published and not yet answered", Tags.empty(), Backlog::inFlight);
        gauge(
                "kalends.schedule.oldest.due.age",
                "Seconds the oldest due connection has waited",
                Tags.empty(),
                backlog -> backlog.oldestDueAge().toMillis() / 1000.0);
        for (var priority : Priority.values()) {
            var tags = Tags.of("priority", priority.name().toLowerCase(Locale.ROOT));
            gauge("kalends.schedule.lane.due", "The same by priority", tags, backlog -> backlog.due(priority));
            gauge("kalends.schedule.lane.in.flight", "The same by priority", tags, it -> it.inFlight(priority));
            gauge(
                    "kalends.schedule.lane.oldest.due.age",
                    "The same by priority",
                    tags,
                    backlog -> backlog.oldestDueAge(priority).toMillis() / 1000.0);
        }
        for (var provider : Providers.IDS) {
            Gauge.builder("kalends.schedule.paced", paced, it -> it.get().getOrDefault(provider, 0))
                    .description("Connections that only the provider's quota keeps waiting, as far as counted")
                    .tag("provider", provider)
                    .register(registry);
        }
    }

    void published(Claimed claimed) {
        for (var request : claimed.requests()) {
            registry.counter(
                            "kalends.schedule.published",
                            Tags.of("trigger", request.trigger().name().toLowerCase(Locale.ROOT)))
                    .increment();
            if (request.repeated()) {
                repeated.increment();
            }
        }
        superseded.increment(claimed.superseded());
        paced.set(claimed.paced());
    }

    void measured(Backlog backlog) {
        last.set(backlog);
        var rows = backlog.behind().entrySet().stream()
                .map(tenant -> MultiGauge.Row.of(Tags.of("tenant", tenant.getKey()), tenant.getValue()))
                .toList();
        tenants.register(rows, true);
    }

    private void gauge(String name, String description, Tags tags, ToDoubleFunction<Backlog> value) {
        Gauge.builder(name, last, it -> value.applyAsDouble(it.get()))
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
