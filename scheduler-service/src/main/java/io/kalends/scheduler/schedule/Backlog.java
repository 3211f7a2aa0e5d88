package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;

import io.kalends.scheduler.plan.Priority;

/// How the schedule stands.
///
/// @param due connections due and not in flight
/// @param lanes the same by priority; in two of them is one whose ordinary run is due as well as its bulk wish
/// @param flying requests published and not yet answered, by priority
/// @param behind how many connections are due and not in flight, of the tenants that have the most of them
public record Backlog(long due, Map<Priority, Lane> lanes, Map<Priority, Long> flying, Map<String, Long> behind) {

    /// Nothing.
    public static final Backlog EMPTY = new Backlog(0, Map.of(), Map.of(), Map.of());

    public Backlog {
        lanes = Map.copyOf(lanes);
        flying = Map.copyOf(flying);
        behind = Map.copyOf(behind);
    }

    /// What is due of one priority.
    ///
    /// @param oldestDueAge how long the oldest has waited
    public record Lane(long due, Duration oldestDueAge) {}

    /// Connections due of that priority.
    public long due(Priority priority) {
        var lane = lanes.get(priority);
        return lane == null ? 0 : lane.due();
    }

    /// Requests published and not yet answered.
    public long inFlight() {
        return flying.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The same of one priority.
    public long inFlight(Priority priority) {
        return flying.getOrDefault(priority, 0L);
    }

    /// How long the oldest of the due has waited; zero when none is due.
    public Duration oldestDueAge() {
        return lanes.values().stream()
                .map(Lane::oldestDueAge)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /// The same of one priority.
    public Duration oldestDueAge(Priority priority) {
        var lane = lanes.get(priority);
        return lane == null ? Duration.ZERO : lane.oldestDueAge();
    }
}
