package io.kalends.health.web;

import java.time.Instant;
import java.util.Locale;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.CommandState;
import io.kalends.health.store.Commands;

/// A command as it stands.
@Schema(description = "A command and how far it has come.")
record CommandAnswer(
        String commandId,

        @Schema(description = "requested, accepted, rejected, cancelled, estimated, done")
        String state,

        @Schema(
                description = "SYNC_NOW, RECONCILE, REBUILD, REPUBLISH, CANCEL, CONNECT, DISCONNECT, SELECT_CALENDARS, "
                        + "PAUSE, RESUME, RELEASE_DELETIONS, DISCARD_DELETIONS; null when unknown")
        @Nullable
        String kind,

        @Nullable String tenantId,

        @Schema(description = "null when it covers all users") @Nullable
        String userId,

        @Schema(description = "null when it covers all providers") @Nullable
        String provider,

        @Nullable Instant requestedAt,
        @Nullable Instant changedAt,

        @Schema(description = "how many connections it covers; 0 while unknown")
        int connections,

        @Schema(description = "how many of them are still to be done")
        int remaining,

        @Schema(description = "how many of them have completed a run for it")
        long completed,

        @Schema(description = "how many of them have failed a run for it")
        long failed,

        @Schema(description = "the earlier command that this one repeats and whose runs serve it too, or null")
        @Nullable
        String joinedCommandId,

        @Schema(description = "of a dry run: how many calls to the provider it would take; else null") @Nullable
        Long estimatedCalls,

        @Schema(description = "of a dry run: how many seconds it would take; else null") @Nullable
        Long estimatedSeconds,

        @Schema(description = "why it was rejected or cancelled, or what is wrong after it") @Nullable
        String message,

        @Schema(description = "where to follow it") String location) {

    /// Of a command that was only just published.
    static CommandAnswer requested(
            String commandId,
            String kind,
            String tenantId,
            @Nullable String userId,
            @Nullable String provider,
            Instant now) {
        var state = CommandState.REQUESTED.name();
        return of(
                new Commands.Command(
                        commandId, kind, tenantId, userId, provider, now, state, 0, 0, null, null, null, null, now),
                0,
                0);
    }

    /// @param completed how many connections have completed a run for it
    /// @param failed how many have failed one
    static CommandAnswer of(Commands.Command command, long completed, long failed) {
        return new CommandAnswer(
                command.commandId(),
                command.state().toLowerCase(Locale.ROOT),
                command.kind(),
                command.tenantId(),
                command.userId(),
                command.provider(),
                command.requestedAt(),
                command.changedAt(),
                command.connections(),
                command.remaining(),
                completed,
                failed,
                command.joinedCommandId(),
                command.estimatedCalls(),
                command.estimatedSeconds(),
                command.message(),
                CommandDesk.location(command.commandId()).toString());
    }
}
