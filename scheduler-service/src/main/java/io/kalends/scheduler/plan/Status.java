package io.kalends.scheduler.plan;

/// Where a connection stands, as last told by the worker.
public enum Status {
    LINKED,
    ACTIVE,
    DEGRADED,
    DISABLED,
    NEEDS_RECONNECT,
    PAUSED,
    DISCONNECTED;

    /// True when runs follow each other by the interval.
    public boolean flows() {
        return this == LINKED || this == ACTIVE || this == DEGRADED;
    }

    /// True when nothing is asked of the connection until a person acts.
    public boolean waitsForAPerson() {
        return this == NEEDS_RECONNECT || this == PAUSED;
    }
}
