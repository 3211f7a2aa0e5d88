package io.kalends.worker.kafka;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// The records that were waiting in one lane when its task began; they are handled together. All but the first
/// two fields belong to the [Board].
final class Batch {

    final String lane;
    final List<Received> records;

    @Nullable
    Thread thread;

    boolean running;
    long runningSince;
    /// The watchdog has interrupted it.
    boolean overdue;

    Batch(String lane, List<Received> records) {
        this.lane = lane;
        this.records = records;
    }

    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
