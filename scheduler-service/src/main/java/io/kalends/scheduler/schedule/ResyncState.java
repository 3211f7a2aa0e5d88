package io.kalends.scheduler.schedule;

/// How far a resync command has come.
public enum ResyncState {
    ACCEPTED,
    REJECTED,
    DONE,
    CANCELLED,
    /// It only asked what it would take, and was told.
    ESTIMATED
}
