package io.kalends.health.projection;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What a tenant has decided about all of its connections.
///
/// @param version grows with every change; 0 while nothing is decided
/// @param windowBackDays days back from today that are followed; null for the installation's default
/// @param windowAheadDays days ahead of today that are followed; null for the installation's default
/// @param share how much of an event leaves Kalends: FULL, TIMES or IDS; UNKNOWN when told in a newer word
/// @param privateAsBusy true when private events leave as busy time at most
/// @param holdAbovePercent share of a calendar's events above which deletions are held; null for the default
/// @param holdAboveCount deletions above which they are held; null for the installation's default
/// @param changedAt null while nothing is decided
public record TenantSettings(
        String tenantId,
        long version,
        @Nullable Integer windowBackDays,
        @Nullable Integer windowAheadDays,
        String share,
        boolean privateAsBusy,
        @Nullable Integer holdAbovePercent,
        @Nullable Integer holdAboveCount,
        @Nullable Instant changedAt) {

    /// Of a tenant that has decided nothing.
    public static TenantSettings undecided(String tenantId) {
        return new TenantSettings(tenantId, 0, null, null, "FULL", false, null, null, null);
    }
}
