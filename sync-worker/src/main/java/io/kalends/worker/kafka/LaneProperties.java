package io.kalends.worker.kafka;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How much is worked at once.
///
/// @param permits lanes at work at the same time; bulk work gets at most half of them
/// @param taskLimit how long one call of the handler may take before it is interrupted as stuck: more than a slice
///     (`kalends.sync.slice-time`) and, on top of it, a last page and a list of calendars from a provider that uses
///     up every try in place (about 90 s each), so that slowness alone does not get there
@ConfigurationProperties("kalends.worker")
record LaneProperties(
        @DefaultValue("64") int permits, @DefaultValue("5m") Duration taskLimit) {

    LaneProperties {
        if (permits < 2 || !taskLimit.isPositive()) {
            throw new IllegalArgumentException("kalends.worker.permits must be at least 2 and task-limit positive;"
                    + " they are " + permits + " and " + taskLimit);
        }
    }
}
