package io.kalends.health.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.kalends.health.store.Commands;

/// What a resync would take.
@Schema(description = "What a resync would take; nothing was done.")
record EstimateAnswer(
        boolean dryRun,
        String commandId,
        @Nullable String verb,
        @Nullable String tenantId,
        @Nullable String userId,
        @Nullable String provider,

        @Schema(description = "how many connections it would cover")
        int connections,

        @Schema(description = "about how many calls to the providers") @Nullable
        Long calls,

        @Schema(description = "about how many seconds") @Nullable
        Long seconds,

        @Schema(description = "the same in minutes, rounded up") @Nullable
        Long minutes) {

    static EstimateAnswer of(Commands.Command command) {
        var seconds = command.estimatedSeconds();
        return new EstimateAnswer(
                true,
                command.commandId(),
                command.kind(),
                command.tenantId(),
                command.userId(),
                command.provider(),
                command.connections(),
                command.estimatedCalls(),
                seconds,
                seconds == null ? null : Math.ceilDiv(seconds, 60L));
    }
}
