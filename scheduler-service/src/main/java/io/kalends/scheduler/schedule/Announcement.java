package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// That a resync command moved on, to be published.
///
/// @param eventId the same over repeats
/// @param userId as in the command
/// @param provider as in the command
/// @param connections how many connections it covers
/// @param remaining how many of them are still to be done
/// @param message why it was rejected or cancelled, for people; else null
/// @param estimatedCalls what a dry run was told, else null
/// @param estimatedSeconds what a dry run was told, else null
/// @param joinedCommandId the earlier command whose runs serve it too, or null
public record Announcement(
        UUID eventId,
        String commandId,
        String tenantId,
        @Nullable String userId,
        @Nullable String provider,
        Verb verb,
        ResyncState state,
        int connections,
        int remaining,
        @Nullable String message,
        @Nullable Long estimatedCalls,
        @Nullable Long estimatedSeconds,
        @Nullable String joinedCommandId,
        Instant occurredAt) {}
