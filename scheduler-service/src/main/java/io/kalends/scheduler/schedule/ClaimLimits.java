package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.Map;

import io.kalends.scheduler.plan.Pace;
import io.kalends.scheduler.plan.Shares;

/// How much may be claimed.
///
/// @param batch requests per round
/// @param maxInFlight requests published and not yet answered, over all schedulers
/// @param inFlightTimeout how long an answer may take before the request is published again
/// @param supersedeAfter how long an answer may take before another request takes its place
/// @param shares what of it each tenant may have
/// @param paces how fast each provider may be called; one that is not named is not paced
public record ClaimLimits(
        int batch,
        int maxInFlight,
        Duration inFlightTimeout,
        Duration supersedeAfter,
        Shares shares,
        Map<String, Pace> paces) {

    public ClaimLimits {
        paces = Map.copyOf(paces);
    }

    /// Most bulk requests in flight: half of all.
    int maxBulk() {
        return Math.max(1, maxInFlight / 2);
    }
}
