package io.kalends.health.web;

import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.kalends.health.kafka.CommandPublisher;
import io.kalends.health.store.Commands;

/// Resync commands, and following any command.
@RestController
@Tag(name = "commands")
@ApiResponse(
        responseCode = "default",
        description = "What went wrong, and what to do.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = ProblemDetail.class)))
final class CommandsController {

    private static final List<String> VERBS = List.of("SYNC_NOW", "RECONCILE", "REPUBLISH");

    private final CommandDesk desk;
    private final CommandPublisher publisher;
    private final Commands commands;

    CommandsController(CommandDesk desk, CommandPublisher publisher, Commands commands) {
        this.desk = desk;
        this.publisher = publisher;
        this.commands = commands;
    }

    /// What a resync is asked with.
    record ResyncBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String tenantId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String userId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "google or outlook") @Nullable
            String provider,

            @Schema(
                    description =
                            "SYNC_NOW reads what changed, RECONCILE reads everything, REPUBLISH reads nothing and "
                                    + "tells everything again; else SYNC_NOW")
            @Nullable
            String verb) {}

    @PostMapping(
            path = "/api/calendar/health/resync",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "resync", summary = "Sync a connection now")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> resync(@RequestBody ResyncBody body) {
        var connection = Inputs.connection(body.tenantId(), body.userId(), body.provider());
        var verb = body.verb() == null ? VERBS.getFirst() : body.verb();
        if (!VERBS.contains(verb)) {
            throw ProblemException.badRequest(
                    "unknown-verb",
                    "Field 'verb' is " + Problems.shown(verb) + "; use one of " + String.join(", ", VERBS) + ".");
        }
        return desk.acceptKnown(verb, connection, (id, now) -> publisher.resync(id, connection, verb, now));
    }

    @GetMapping(path = "/api/calendar/commands/{commandId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "200", description = "The command as it stands.", useReturnTypeSchema = true)
    @Operation(operationId = "command", summary = "Follow a command")
    CommandAnswer command(@PathVariable String commandId) {
        var command = commands.findById(Inputs.id("commandId", commandId))
                .orElseThrow(() -> ProblemException.notFound(
                        "unknown-command",
                        "There is no command " + Problems.shown(commandId) + "; commands are kept for 7 days."));
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
                commands.connectionsWith(commandId, "COMPLETED"),
                commands.connectionsWith(commandId, "FAILED"),
                command.message(),
                CommandDesk.location(commandId).toString());
    }
}
