package io.kalends.core.store;

/// How much of a calendar is read.
public enum SyncMode {
    /// What changed since the cursor.
    DELTA,
    /// Everything in the window, as a generation: what is not seen by its end is gone.
    FULL,
    /// The same, with every cursor forgotten before; what is held stays.
    REBUILD,
    /// Nothing: what is held is told again.
    REPUBLISH
}
