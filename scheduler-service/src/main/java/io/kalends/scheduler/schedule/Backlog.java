package io.kalends.scheduler.schedule;

import java.time.Duration;

/// How the schedule stands.
///
/// @param due connections due and not in flight
/// @param inFlight requests published and not yet answered
/// @param oldestDueAge how long the oldest of the due has waited; zero when none is due
public record Backlog(long due, long inFlight, Duration oldestDueAge) {}
