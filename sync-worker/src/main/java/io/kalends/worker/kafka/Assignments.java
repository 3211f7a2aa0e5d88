package io.kalends.worker.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.kalends.worker.kafka.Assignment.State;

/// The partitions that are ours, as the callbacks said; `assignment()` of the consumer runs ahead of them.
final class Assignments {

    /// How far an assignment may be committed.
    record Mark(Assignment assignment, long offset) {}

    private final Map<Integer, Assignment> byPartition = new HashMap<>();
    private long epochs;

    Assignment begin(int partition) {
        var assignment = new Assignment(partition, ++epochs);
        byPartition.put(partition, assignment);
        return assignment;
    }

    @Nullable
    Assignment of(int partition) {
        return byPartition.get(partition);
    }

    Stream<Assignment> of(Collection<Integer> partitions) {
        return partitions.stream().map(byPartition::get).filter(a -> a != null);
    }

    Set<Integer> partitions() {
        return Set.copyOf(byPartition.keySet());
    }

    /// Ends the assignments of `partitions` and returns them.
    List<Assignment> end(Collection<Integer> partitions) {
        var ended = of(partitions).toList();
        ended.forEach(assignment -> {
            assignment.state = State.ENDED;
            byPartition.remove(assignment.partition);
        });
        return ended;
    }

    /// Watermarks of `partitions` that say more than was committed.
    List<Mark> marks(Collection<Integer> partitions) {
        var marks = new ArrayList<Mark>();
        of(partitions)
                .forEach(assignment -> assignment
                        .watermark
                        .committable()
                        .ifPresent(offset -> marks.add(new Mark(assignment, offset))));
        marks.removeIf(mark -> !mark.assignment().isNews(mark.offset()));
        return marks;
    }

    /// Turns the paused state of those assignments that must change it, and returns them.
    List<Assignment> regulate(Backpressure backpressure) {
        var turned = byPartition.values().stream()
                .filter(a -> a.state == State.OWNED && a.paused != backpressure.paused(a.paused, a.watermark))
                .toList();
        turned.forEach(assignment -> assignment.paused = !assignment.paused);
        return turned;
    }

    long lag() {
        return byPartition.values().stream().mapToLong(a -> a.watermark.lag()).sum();
    }
}
