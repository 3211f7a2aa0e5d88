package io.kalends.scheduler.schedule;

import io.kalends.scheduler.plan.Mode;

/// What a resync command does.
public enum Verb {
    /// Something newer than this scheduler.
    UNKNOWN,
    /// The ordinary delta at once.
    SYNC_NOW,
    /// A full read that emits only differences.
    RECONCILE,
    /// The same, with every cursor forgotten before.
    REBUILD,
    /// Nothing is read; what is stored is emitted again.
    REPUBLISH,
    /// Another command stops.
    CANCEL;

    /// How the runs read that it asks for.
    Mode mode() {
        return switch (this) {
            case RECONCILE -> Mode.FULL;
            case REBUILD -> Mode.REBUILD;
            case REPUBLISH -> Mode.REPUBLISH;
            case SYNC_NOW, UNKNOWN, CANCEL -> Mode.DELTA;
        };
    }

    /// Whether it costs so much that asking again within a minute cannot be meant.
    boolean expensive() {
        return mode().wide();
    }
}
