package io.kalends.worker.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// What operators see of the outbox. Every worker measures the whole table: take the largest, do not add up.
final class OutboxMetrics {

    private final Counter published;
    private volatile OutboxTable.Backlog backlog = new OutboxTable.Backlog(0, 0);

    OutboxMetrics(MeterRegistry registry) {
        published = Counter.builder("kalends.outbox.published")
                .description("rows published and marked so")
                .register(registry);
        Gauge.builder("kalends.outbox.age", this, it -> it.backlog.ageSeconds())
                .description("age of the oldest unpublished row")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("kalends.outbox.unpublished", this, it -> (double) it.backlog.rows())
                .description("rows not published yet")
                .register(registry);
    }

    void published(int rows) {
        published.increment(rows);
    }

    void measured(OutboxTable.Backlog found) {
        backlog = found;
    }
}
