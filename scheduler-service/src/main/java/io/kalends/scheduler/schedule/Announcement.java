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
/// @param message why it was rejected, for people; else null
public record Announcement(
        UUID eventId,
        String commandId,
        String tenantId,
        @Nullable String userId,
        @Nullable String provider,
        Verb verb,
        ResyncState state,
        int connections,
        @Nullable String message,
        Instant occurredAt) {}
