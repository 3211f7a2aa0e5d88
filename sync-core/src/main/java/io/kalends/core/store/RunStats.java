package io.kalends.core.store;

import java.time.Duration;

/// What a run has done so far, over all its slices.
///
/// @param upserted events emitted as upserted
/// @param removed events emitted as deleted or as having left the window
/// @param providerCalls calls to the calendar API, retries included
/// @param worked time spent, waiting between slices left out
/// @param calendars calendars read to their end
/// @param troubled calendars that could not be read, or were left alone because they could not be read before
/// @param full true when at least one calendar was read in full
public record RunStats(
        long upserted, long removed, int providerCalls, Duration worked, int calendars, int troubled, boolean full) {

    /// Nothing yet.
    public static final RunStats NONE = new RunStats(0, 0, 0, Duration.ZERO, 0, 0, false);

    /// Both together.
    public RunStats plus(RunStats other) {
        return new RunStats(
                upserted + other.upserted,
                removed + other.removed,
                providerCalls + other.providerCalls,
                worked.plus(other.worked),
                calendars + other.calendars,
                troubled + other.troubled,
                full || other.full);
    }
}
