package io.kalends.worker.incident;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When the trouble of many counts as their provider's, and how it is found to be over.
///
/// @param connections different connections that must fail
/// @param runs last runs that are looked at, each of another connection
/// @param share of these that must have failed, in percent
/// @param probeBase from the opening to the first probe; doubles with each
/// @param probeMax longest time between probes
/// @param ramp how long it takes until everybody is let through again
@ConfigurationProperties(prefix = "kalends.incident", ignoreUnknownFields = false)
record IncidentProperties(
        @DefaultValue("3") int connections,
        @DefaultValue("16") int runs,
        @DefaultValue("50") int share,
        @DefaultValue("15s") Duration probeBase,
        @DefaultValue("2m") Duration probeMax,
        @DefaultValue("2m") Duration ramp) {

    IncidentProperties {
        if (connections < 2 || runs < connections || share < 1 || share > 100) {
            throw new IllegalArgumentException("kalends.incident.connections is " + connections + ", .runs " + runs
                    + ", .share " + share + ": there must be at least 2 connections, no fewer runs than connections,"
                    + " and a share from 1 to 100 percent");
        }
        if (!probeBase.isPositive() || probeMax.compareTo(probeBase) < 0 || ramp.isNegative()) {
            throw new IllegalArgumentException(
                    "kalends.incident.probe-base is " + probeBase + ", .probe-max " + probeMax + ", .ramp " + ramp
                            + ": probe-base must be positive, probe-max no shorter, ramp not negative");
        }
    }
}
