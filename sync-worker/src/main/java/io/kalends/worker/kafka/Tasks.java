package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The batches that were taken out of their lanes: each has a thread, and runs or waits.
final class Tasks {

    private final Set<Batch> batches = new LinkedHashSet<>();

    void add(Batch batch) {
        batches.add(batch);
    }

    void remove(Batch batch) {
        batch.running = false;
        batches.remove(batch);
    }

    boolean begin(Batch batch, long now) {
        batch.running = batch.records.stream().anyMatch(Received::isOwned);
        batch.runningSince = now;
        batch.overdue = false;
        return batch.running;
    }

    void interrupt(Predicate<Batch> which) {
        batches.stream().filter(which).forEach(Batch::interrupt);
    }

    /// Interrupts what runs longer than `limit`, again after each further `limit`.
    List<Batch> interruptOverdue(Duration limit, long now) {
        var late = batches.stream()
                .filter(batch -> batch.running && now - batch.runningSince > limit.toNanos())
                .toList();
        late.forEach(batch -> {
            batch.overdue = true;
            batch.runningSince = now;
            batch.interrupt();
        });
        return late;
    }

    boolean isRunningFor(Assignment assignment) {
        return batches.stream()
                .anyMatch(batch -> batch.running
                        && batch.records.stream().anyMatch(r -> r.assignment() == assignment && r.isUnfinished()));
    }

    Stream<Received> unfinished() {
        return batches.stream().flatMap(batch -> batch.records.stream()).filter(Received::isUnfinished);
    }

    int running() {
        return (int) batches.stream().filter(batch -> batch.running).count();
    }

    int waiting() {
        return batches.size() - running();
    }
}
