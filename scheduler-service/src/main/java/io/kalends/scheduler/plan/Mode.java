package io.kalends.scheduler.plan;

import org.jspecify.annotations.Nullable;

/// How much a run reads.
public enum Mode {
    /// What changed since the last run.
    DELTA,
    /// The whole window.
    FULL,
    /// Nothing: what is stored is emitted again.
    REPUBLISH,
    /// Nothing, and the whole window right after: one run cannot do both.
    REPUBLISH_THEN_FULL;

    /// The mode in which the work of both gets done.
    public Mode and(Mode other) {
        if (other == this || other == DELTA) {
            return this;
        }
        return this == DELTA ? other : REPUBLISH_THEN_FULL;
    }

    /// What is still to be read when a run in this mode has completed, or null when that run has read it.
    @Nullable
    Mode owed() {
        return switch (this) {
            case DELTA, FULL -> null;
            case REPUBLISH -> DELTA;
            case REPUBLISH_THEN_FULL -> FULL;
        };
    }
}
