package io.kalends.scheduler.plan;

import java.time.Duration;
import java.util.Map;

/// What a resync would take. A rough figure: what the last runs cost, at the providers' pace, and with as many at once
/// as bulk work may be.
///
/// @param connections how many it covers
/// @param calls how many calls to providers
/// @param time how long until the last is done, if nothing else is
public record Estimate(int connections, long calls, Duration time) {

    private static final Duration ONE_RUN = Duration.ofSeconds(2);

    /// @param connections by provider
    /// @param calls by provider
    /// @param paces by provider
    /// @param atOnce how many runs may be in flight
    public static Estimate of(
            Map<String, Integer> connections, Map<String, Long> calls, Map<String, Pace> paces, int atOnce) {
        int covered = connections.values().stream().mapToInt(Integer::intValue).sum();
        var time = ONE_RUN.multipliedBy((covered + atOnce - 1) / atOnce);
        for (var provider : calls.entrySet()) {
            var pace = paces.get(provider.getKey());
            var paced = pace == null ? Duration.ZERO : pace.of(provider.getValue());
            time = paced.compareTo(time) > 0 ? paced : time;
        }
        return new Estimate(
                covered, calls.values().stream().mapToLong(Long::longValue).sum(), time);
    }
}
