package io.kalends.worker.engine;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.kalends.core.plan.Brake;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.plan.WindowPlan;
import io.kalends.core.sync.Budget;

/// The rules of a sync. The records of the core check the values.
///
/// @param retryBase wait after the first counting failure
/// @param retryMax longest wait between runs
/// @param probeBase first wait between probes of a disabled connection
/// @param refreshAhead how long before its end an access token is renewed
/// @param windowBack how far the window reaches back
/// @param windowAhead how far the window reaches ahead
/// @param windowRoll longest life of a window
/// @param slicePages pages of one slice
/// @param sliceTime time of one slice
/// @param walkPages pages after which a provider is taken to go round in circles
/// @param callsPerUserMinute how often a provider is asked about one user
/// @param holdAbovePercent share of a calendar's events above which the deletions of one walk are held
/// @param holdAboveCount deletions above which those of one walk are held
@ConfigurationProperties("kalends.sync")
record SyncProperties(
        @DefaultValue("1m") Duration retryBase,
        @DefaultValue("6h") Duration retryMax,
        @DefaultValue("15m") Duration probeBase,
        @DefaultValue("5m") Duration refreshAhead,
        @DefaultValue("90d") Duration windowBack,
        @DefaultValue("365d") Duration windowAhead,
        @DefaultValue("7d") Duration windowRoll,
        @DefaultValue("20") int slicePages,
        @DefaultValue("20s") Duration sliceTime,
        @DefaultValue("5000") int walkPages,
        @DefaultValue("600") int callsPerUserMinute,
        @DefaultValue("20") int holdAbovePercent,
        @DefaultValue("25") int holdAboveCount) {

    SyncPlan plan(DoubleSupplier chance) {
        return new SyncPlan(retryBase, retryMax, probeBase, chance);
    }

    WalkPlan walks() {
        return new WalkPlan(new WindowPlan(windowBack, windowAhead, windowRoll));
    }

    Brake brake() {
        return new Brake(holdAbovePercent, holdAboveCount);
    }

    Budget budget() {
        return new Budget(slicePages, sliceTime, walkPages, callsPerUserMinute);
    }
}
