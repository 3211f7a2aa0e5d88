package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.kalends.scheduler.plan.Pace;
import io.kalends.scheduler.plan.Providers;
import io.kalends.scheduler.plan.Shares;

/// Settings of the scheduler.
///
/// @param tick pause between two rounds
/// @param batch requests per round
/// @param maxInFlight requests published and not yet answered, over all schedulers
/// @param tenantCap most requests of one tenant in flight; all but a tenth of all when not set
/// @param tenantCaps the same for single tenants
/// @param weights how often single tenants are served, others once
/// @param callsPerMinute how fast a provider may be called by all together, by its name
/// @param reserve percent of it kept for what somebody waits for
/// @param supersedeAfter how long an answer may take before another request takes the place of the first
/// @param askedApart how far apart runs of one connection are that somebody asks for
/// @param inFlightTimeout how long an answer may take before the request is published again
/// @param commandsKept how long an ended resync command is remembered; longer than its topic keeps it, or a repeat
/// would run again
@ConfigurationProperties(value = "kalends.scheduler", ignoreUnknownFields = false)
public record SchedulerProperties(
        @DefaultValue("1s") Duration tick,
        @DefaultValue("500") int batch,
        @DefaultValue("500") int maxInFlight,
        @DefaultValue("0") int tenantCap,
        @DefaultValue Map<String, Integer> tenantCaps,
        @DefaultValue Map<String, Integer> weights,
        @DefaultValue Map<String, Integer> callsPerMinute,
        @DefaultValue("10") int reserve,
        @DefaultValue("10m") Duration inFlightTimeout,
        @DefaultValue("30m") Duration supersedeAfter,
        @DefaultValue("5s") Duration askedApart,
        @DefaultValue("30d") Duration commandsKept) {

    private static final Duration TOPIC_KEEPS_COMMANDS = Duration.ofDays(7);

    /// Google's quota of a project. Microsoft limits an application to 130,000 calls in 10 s; a part of that.
    private static final Map<String, Integer> USUAL_CALLS_PER_MINUTE = Map.of("google", 10_000, "outlook", 600_000);

    public SchedulerProperties {
        if (!tick.isPositive() || !inFlightTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "kalends.scheduler.tick and .in-flight-timeout must be positive, they are " + tick + " and "
                            + inFlightTimeout);
        }
        if (batch < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "kalends.scheduler.batch and .max-in-flight must be at least 1, they are " + batch + " and "
                            + maxInFlight);
        }
        if (supersedeAfter.compareTo(inFlightTimeout) < 0) {
            throw new IllegalArgumentException("kalends.scheduler.supersede-after must be no shorter than"
                    + " .in-flight-timeout, they are " + supersedeAfter + " and " + inFlightTimeout);
        }
        if (tenantCap < 0 || reserve < 0 || reserve > 90 || askedApart.isNegative()) {
            throw new IllegalArgumentException("kalends.scheduler.tenant-cap is " + tenantCap + ", .reserve " + reserve
                    + ", .asked-apart " + askedApart
                    + ": none may be negative, and the reserve is 90 percent at most");
        }
        if (!Providers.IDS.containsAll(callsPerMinute.keySet())) {
            throw new IllegalArgumentException("kalends.scheduler.calls-per-minute names " + callsPerMinute.keySet()
                    + "; the providers are " + Providers.IDS);
        }
        if (commandsKept.compareTo(TOPIC_KEEPS_COMMANDS) <= 0) {
            throw new IllegalArgumentException("kalends.scheduler.commands-kept must be longer than 7 days, for so long"
                    + " a command may be repeated; it is " + commandsKept);
        }
    }

    ClaimLimits limits() {
        var shares = new Shares(weights, tenantCaps, tenantCap == 0 ? maxInFlight - maxInFlight / 10 : tenantCap);
        return new ClaimLimits(batch, maxInFlight, inFlightTimeout, supersedeAfter, shares, paces());
    }

    Map<String, Pace> paces() {
        return Providers.IDS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        provider -> new Pace(
                                callsPerMinute.getOrDefault(provider, USUAL_CALLS_PER_MINUTE.getOrDefault(provider, 1)),
                                reserve / 100.0)));
    }
}
