package io.kalends.worker.persistence;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the store works.
///
/// @param listEvery how often an account's calendars are listed; each connection up to a tenth earlier or later
/// @param sweepBatch most events one transaction removes
/// @param requestsKept how long an answered request or a command is known
/// @param goneKept how long the key of a removed event is known before its tombstone is written
/// @param pruneEvery pause between two rounds of housekeeping
/// @param pruneBatch most rows one transaction prunes
@ConfigurationProperties(prefix = "kalends.store", ignoreUnknownFields = false)
record StoreProperties(
        @DefaultValue("24h") Duration listEvery,
        @DefaultValue("500") int sweepBatch,
        @DefaultValue("2d") Duration requestsKept,
        @DefaultValue("30d") Duration goneKept,
        @DefaultValue("10m") Duration pruneEvery,
        @DefaultValue("1000") int pruneBatch) {

    StoreProperties {
        positive("list-every", listEvery);
        positive("requests-kept", requestsKept);
        positive("gone-kept", goneKept);
        positive("prune-every", pruneEvery);
        if (sweepBatch < 1 || pruneBatch < 1) {
            throw new IllegalArgumentException("kalends.store.sweep-batch is " + sweepBatch + " and prune-batch "
                    + pruneBatch + ": both must be at least 1");
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("kalends.store." + name + " is " + value + ": it must be positive");
        }
    }
}
