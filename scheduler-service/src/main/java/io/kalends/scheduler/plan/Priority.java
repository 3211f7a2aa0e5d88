package io.kalends.scheduler.plan;

import java.util.List;

/// Who goes first when more is due than may be in flight.
public enum Priority {
    /// Somebody waits for it.
    INTERACTIVE(0),
    /// The provider told of a change.
    PUSH(1),
    /// The ordinary round.
    SCHEDULED(2),
    /// Long or wide work that takes what is left.
    BULK(3);

    private static final List<Priority> BY_RANK = List.of(INTERACTIVE, PUSH, SCHEDULED, BULK);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /// Its place in the order of service; 0 goes first.
    public int rank() {
        return rank;
    }

    /// The priority with that place.
    public static Priority ranked(int rank) {
        return BY_RANK.get(rank);
    }

    /// The earlier served of the two.
    public Priority or(Priority other) {
        return rank <= other.rank ? this : other;
    }
}
