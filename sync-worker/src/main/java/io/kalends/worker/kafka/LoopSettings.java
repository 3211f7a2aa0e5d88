package io.kalends.worker.kafka;

import java.time.Duration;

/// What a session needs to know.
record LoopSettings(String topic, LaneProperties lanes, LoopProperties loop, LoopMetrics metrics) {

    Backpressure backpressure() {
        return new Backpressure(loop.maxInFlight(), loop.maxLag());
    }

    Duration taskLimit() {
        return lanes.taskLimit();
    }

    Duration commitInterval() {
        return loop.commitInterval();
    }

    int commitEvery() {
        return loop.commitEvery();
    }

    Duration revokeGrace() {
        return loop.revokeGrace();
    }

    Duration drain() {
        return loop.drain();
    }

    Duration brokerTimeout() {
        return loop.brokerTimeout();
    }
}
