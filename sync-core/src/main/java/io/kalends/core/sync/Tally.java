package io.kalends.core.sync;

import java.time.Duration;

import io.kalends.core.store.Applied;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;

/// What a slice has done so far.
final class Tally {

    private final Budget.Meter meter;
    private long upserted;
    private long removed;
    private int calendars;
    private int troubled;
    private boolean full;

    Tally(Budget.Meter meter) {
        this.meter = meter;
    }

    void page(SyncMode mode) {
        meter.page();
        full |= mode == SyncMode.FULL;
    }

    void add(Applied.Committed committed) {
        upserted += committed.upserted();
        removed += committed.removed();
    }

    void calendarDone() {
        calendars++;
    }

    void calendarTroubled() {
        troubled++;
    }

    boolean spent() {
        return meter.spent();
    }

    /// How long the next slice has to wait.
    Duration rest() {
        return meter.rest();
    }

    RunStats stats() {
        return new RunStats(upserted, removed, meter.calls(), meter.worked(), calendars, troubled, full);
    }
}
