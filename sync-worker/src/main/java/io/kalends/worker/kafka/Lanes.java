package io.kalends.worker.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Records queued by key: first in, first out within a lane, one batch of a lane at a time, and whatever waits
/// in a lane when its turn comes is one batch.
final class Lanes {

    private final Map<String, Lane> lanes = new HashMap<>();
    private final LinkedHashMap<String, Lane> ready = new LinkedHashMap<>();

    void add(Received received) {
        var lane = lanes.computeIfAbsent(received.lane(), _ -> new Lane());
        lane.queued.add(received);
        if (!lane.busy) {
            ready.putIfAbsent(received.lane(), lane);
        }
    }

    /// Everything queued in the lane that has waited longest, or null when none may start.
    @Nullable
    Batch next() {
        var entry = ready.pollFirstEntry();
        return entry == null ? null : new Batch(entry.getKey(), entry.getValue().take());
    }

    /// The lane of `batch` may start again.
    void finish(Batch batch) {
        var lane = lanes.get(batch.lane);
        if (lane == null || !lane.busy) {
            throw new IllegalStateException("lane " + batch.lane + " was not busy");
        }
        lane.busy = false;
        if (lane.queued.isEmpty()) {
            lanes.remove(batch.lane);
        } else {
            ready.put(batch.lane, lane);
        }
    }

    /// Forgets queued records; batches that were taken are not touched.
    void drop(Predicate<Received> which) {
        lanes.entrySet().removeIf(entry -> {
            var lane = entry.getValue();
            if (lane.queued.removeIf(which) && lane.queued.isEmpty()) {
                ready.remove(entry.getKey());
            }
            return lane.queued.isEmpty() && !lane.busy;
        });
    }

    Stream<Received> queued() {
        return lanes.values().stream().flatMap(lane -> lane.queued.stream());
    }

    /// Lanes in which records wait behind a batch or for their turn.
    int waiting() {
        return (int)
                lanes.values().stream().filter(lane -> !lane.queued.isEmpty()).count();
    }

    private static final class Lane {
        final ArrayDeque<Received> queued = new ArrayDeque<>();
        boolean busy;

        List<Received> take() {
            busy = true;
            var all = new ArrayList<>(queued);
            queued.clear();
            return all;
        }
    }
}
