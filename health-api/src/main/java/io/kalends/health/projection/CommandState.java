package io.kalends.health.projection;

/// How far a command has come. The order is the order of progress: a command never goes back.
public enum CommandState {
    UNKNOWN,
    REQUESTED,
    ACCEPTED,
    CANCELLED,
    REJECTED,
    ESTIMATED,
    DONE;

    /// True when nothing more will happen.
    public boolean ended() {
        return compareTo(ACCEPTED) > 0;
    }
}
