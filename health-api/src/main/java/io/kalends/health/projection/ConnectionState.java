package io.kalends.health.projection;

/// Where a connection stands.
public enum ConnectionState {
    /// Told by a newer worker in a word this version does not know, or not told yet.
    UNKNOWN,
    LINKED,
    ACTIVE,
    DEGRADED,
    DISABLED,
    NEEDS_RECONNECT,
    PAUSED,
    DISCONNECTED;

    /// True when the connection is kept in step.
    public boolean active() {
        return this == LINKED || this == ACTIVE || this == DEGRADED;
    }

    /// True when something has to be looked at.
    public boolean troubled() {
        return this == DEGRADED || this == DISABLED || this == NEEDS_RECONNECT;
    }
}
