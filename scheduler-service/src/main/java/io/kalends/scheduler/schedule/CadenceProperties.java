package io.kalends.scheduler.schedule;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The rhythm; the prefix is shared with the worker, which reads other settings from it.
///
/// @param interval between the end of one run and the next
@ConfigurationProperties("kalends.sync")
record CadenceProperties(@DefaultValue("15m") Duration interval) {

    CadenceProperties {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("kalends.sync.interval must be positive, it is " + interval);
        }
    }
}
