package io.kalends.scheduler.plan;

/// Who goes first when more is due than may be in flight; the order of the constants is the order of service.
public enum Priority {
    /// Somebody waits for it.
    INTERACTIVE,
    /// The ordinary round.
    SCHEDULED,
    /// Long or wide work that takes what is left.
    BULK;

    /// The earlier served of the two.
    public Priority or(Priority other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
