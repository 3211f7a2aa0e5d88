package io.kalends.scheduler.plan;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// How much a run reads.
public enum Mode {
    /// What changed since the last run.
    DELTA(false, 0),
    /// The whole window.
    FULL(false, 1),
    /// The whole window, with every cursor forgotten before.
    REBUILD(false, 2),
    /// Nothing: what is stored is emitted again.
    REPUBLISH(true, 0),
    /// Nothing, and the whole window right after: one run cannot do both.
    REPUBLISH_THEN_FULL(true, 1),
    /// Nothing, and the whole window right after, with every cursor forgotten.
    REPUBLISH_THEN_REBUILD(true, 2);

    private final boolean republishes;
    private final int reads;

    Mode(boolean republishes, int reads) {
        this.republishes = republishes;
        this.reads = reads;
    }

    /// The mode in which the work of both gets done.
    public Mode and(Mode other) {
        return of(republishes || other.republishes, Math.max(reads, other.reads));
    }

    /// Whether the run itself reads nothing.
    public boolean republishes() {
        return republishes;
    }

    /// Whether the whole window is read.
    public boolean wide() {
        return reads > 0;
    }

    /// How much is read by it or after it: 0 what changed, 1 everything, 2 everything without a cursor.
    public int reads() {
        return reads;
    }

    /// What is still to be read when a run in this mode has completed, or null when that run has read it.
    @Nullable
    Mode owed() {
        return republishes ? of(false, reads) : null;
    }

    private static Mode of(boolean republishes, int reads) {
        return Arrays.stream(values())
                .filter(mode -> mode.republishes == republishes && mode.reads == reads)
                .findFirst()
                .orElseThrow();
    }
}
