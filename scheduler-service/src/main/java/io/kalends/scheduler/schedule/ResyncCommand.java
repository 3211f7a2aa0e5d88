package io.kalends.scheduler.schedule;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A resync command as it stands.
///
/// @param connections how many connections it covers
/// @param remaining how many of them have not been answered
@Table(schema = "scheduler", name = "resync_command")
record ResyncCommand(
        @Id String commandId,
        String tenantId,
        @Nullable String userId,
        @Nullable String provider,
        Verb verb,
        ResyncState state,
        int connections,
        int remaining,
        @Nullable String message,
        Instant acceptedAt,
        @Nullable Instant endedAt) {}
