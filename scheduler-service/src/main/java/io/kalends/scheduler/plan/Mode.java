package io.kalends.scheduler.plan;

/// How much a run reads.
public enum Mode {
    /// What changed since the last run.
    DELTA,
    /// The whole window.
    FULL;

    /// The mode of one run that does the work of both.
    public Mode and(Mode other) {
        return this == FULL || other == FULL ? FULL : DELTA;
    }
}
