package io.kalends.scheduler.schedule;

/// How far a resync command has come.
public enum ResyncState {
    ACCEPTED,
    REJECTED,
    DONE
}
