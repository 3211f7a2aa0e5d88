package io.kalends.scheduler.schedule;

/// What a resync command does.
public enum Verb {
    /// Something newer than this scheduler.
    UNKNOWN,
    /// The ordinary delta at once.
    SYNC_NOW,
    /// A full read that emits only differences.
    RECONCILE,
    /// Nothing is read; what is stored is emitted again.
    REPUBLISH
}
