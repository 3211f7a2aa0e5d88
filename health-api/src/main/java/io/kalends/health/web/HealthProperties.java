package io.kalends.health.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param staleAfter how long without a completed run, or with an expired token, an active connection gets a warning
/// @param maxStreams how many streams of changes are open at once
/// @param heartbeat how often a quiet stream says that it is alive
@ConfigurationProperties(prefix = "kalends.health", ignoreUnknownFields = false)
record HealthProperties(
        @DefaultValue("1h") Duration staleAfter,
        @DefaultValue("100") int maxStreams,
        @DefaultValue("15s") Duration heartbeat) {

    HealthProperties {
        if (!staleAfter.isPositive() || maxStreams < 1 || !heartbeat.isPositive()) {
            throw new IllegalArgumentException("kalends.health.*: durations and limits must be positive, they are "
                    + staleAfter + ", " + maxStreams + " and " + heartbeat);
        }
    }
}
