package io.kalends.health.store;

import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.ConnectionState;

/// Which connections are meant; what is null does not narrow.
///
/// @param withErrors true for those somebody should look at, false for the others
public record ConnectionFilter(
        @Nullable String tenantId,
        @Nullable String userId,
        @Nullable String provider,
        @Nullable Boolean withErrors,
        @Nullable ConnectionState state) {}
