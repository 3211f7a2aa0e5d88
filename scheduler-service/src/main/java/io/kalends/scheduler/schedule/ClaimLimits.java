package io.kalends.scheduler.schedule;

import java.time.Duration;

/// How much may be claimed.
///
/// @param batch requests per round
/// @param maxInFlight requests published and not yet answered, over all schedulers
/// @param inFlightTimeout how long an answer may take before the request is published again
public record ClaimLimits(int batch, int maxInFlight, Duration inFlightTimeout) {}
