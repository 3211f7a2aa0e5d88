package io.kalends.health.web;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A command as it stands.
@Schema(description = "A command and how far it has come.")
record CommandAnswer(
        String commandId,

        @Schema(description = "requested, accepted, rejected, cancelled, done")
        String state,

        @Schema(
                description = "SYNC_NOW, RECONCILE, REPUBLISH, CONNECT, DISCONNECT, SELECT_CALENDARS, PAUSE, RESUME, "
                        + "RELEASE_DELETIONS, DISCARD_DELETIONS; null when unknown")
        @Nullable
        String kind,

        @Nullable String tenantId,
        @Nullable String userId,
        @Nullable String provider,
        @Nullable Instant requestedAt,
        @Nullable Instant changedAt,

        @Schema(description = "how many connections it covers; 0 while unknown")
        int connections,

        @Schema(description = "how many of them have completed a run for it")
        long completed,

        @Schema(description = "how many of them have failed a run for it")
        long failed,

        @Schema(description = "why it was rejected, or what is wrong after it") @Nullable
        String message,

        @Schema(description = "where to follow it") String location) {}
