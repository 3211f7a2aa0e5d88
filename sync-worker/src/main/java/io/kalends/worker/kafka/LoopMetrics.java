package io.kalends.worker.kafka;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;

/// What operators see of the loop. `kalends.lane.oldest.age` is the one to watch: a wedge shows nowhere else,
/// for heartbeats go on.
final class LoopMetrics {

    private final MeterRegistry registry;
    private final Counter completed;
    private final Counter buried;
    private final Counter abandoned;
    private final Counter waits;
    private final Counter interrupts;

    LoopMetrics(MeterRegistry registry) {
        this.registry = registry;
        completed = requests("completed");
        buried = requests("dead-letter");
        abandoned = requests("abandoned");
        waits = Counter.builder("kalends.lane.waits")
                .description("tries that found database or broker away")
                .register(registry);
        interrupts = Counter.builder("kalends.lane.interrupts")
                .description("tasks interrupted because they ran past kalends.worker.task-limit")
                .register(registry);
    }

    void watch(Board board) {
        TimeGauge.builder("kalends.lane.oldest.age", board, TimeUnit.NANOSECONDS, Board::oldestAge)
                .description("age of the oldest unfinished request")
                .register(registry);
        Gauge.builder("kalends.watermark.lag", board, Board::lag)
                .description("offsets between the newest record received and the watermark, over all partitions")
                .register(registry);
        Gauge.builder("kalends.lanes.running", board, Board::running)
                .description("lanes at work")
                .register(registry);
        Gauge.builder("kalends.lanes.queued", board, Board::queued)
                .description("lanes that wait for a permit, for infrastructure or behind their own work")
                .register(registry);
    }

    void completed(int requests) {
        completed.increment(requests);
    }

    void buried(String topic) {
        buried.increment();
        Counter.builder("kalends.dead.letters")
                .description("records put on a dead letter topic")
                .tag("topic", topic)
                .register(registry)
                .increment();
    }

    /// Requests left to the next owner of their partition.
    void abandoned(int requests) {
        abandoned.increment(requests);
    }

    void waited() {
        waits.increment();
    }

    void interrupted(int tasks) {
        interrupts.increment(tasks);
    }

    private Counter requests(String result) {
        return Counter.builder("kalends.requests")
                .description("requests by what became of them here")
                .tag("result", result)
                .register(registry);
    }
}
