package io.kalends.scheduler.plan;

/// Why a run is asked for.
public enum Trigger {
    /// Its time has come.
    SCHEDULE,
    /// A resync command covers it.
    MANUAL,
    /// The run before failed, or was told to wait.
    RETRY,
    /// The run before was one slice of longer work.
    CONTINUATION
}
