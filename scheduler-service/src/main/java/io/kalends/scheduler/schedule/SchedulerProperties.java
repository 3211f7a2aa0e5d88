package io.kalends.scheduler.schedule;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of the scheduler.
///
/// @param tick pause between two rounds
/// @param batch requests per round
/// @param maxInFlight requests published and not yet answered, over all schedulers
/// @param inFlightTimeout how long an answer may take before the request is published again
/// @param commandsKept how long an ended resync command is remembered; longer than its topic keeps it, or a repeat
/// would run again
@ConfigurationProperties(value = "kalends.scheduler", ignoreUnknownFields = false)
public record SchedulerProperties(
        @DefaultValue("1s") Duration tick,
        @DefaultValue("500") int batch,
        @DefaultValue("500") int maxInFlight,
        @DefaultValue("10m") Duration inFlightTimeout,
        @DefaultValue("30d") Duration commandsKept) {

    private static final Duration TOPIC_KEEPS_COMMANDS = Duration.ofDays(7);

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
        if (commandsKept.compareTo(TOPIC_KEEPS_COMMANDS) <= 0) {
            throw new IllegalArgumentException("kalends.scheduler.commands-kept must be longer than 7 days, for so long"
                    + " a command may be repeated; it is " + commandsKept);
        }
    }
}
