package io.kalends.health.web;

import java.util.List;

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
import org.springframework.web.bind.annotation.RequestParam;
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

    private static final int USUAL = 50;
    private static final int MOST = 500;

    private final ResyncDesk desk;
    private final Commands commands;

    CommandsController(ResyncDesk desk, Commands commands) {
        this.desk = desk;
        this.commands = commands;
    }

    /// What a resync is asked with.
    record ResyncBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String tenantId,

            @Schema(description = "absent for all users") @Nullable
            String userId,

            @Schema(description = "google or outlook; absent for both") @Nullable
            String provider,

            @Schema(
                    description =
                            "SYNC_NOW reads what changed, RECONCILE reads everything, REBUILD forgets every cursor and "
                                    + "reads everything, REPUBLISH reads nothing and tells everything again; else "
                                    + "SYNC_NOW")
            @Nullable
            String verb,

            @Schema(description = "true to be told only what it would take; nothing is done then") @Nullable
            Boolean dryRun) {}

    /// The latest commands.
    record CommandsAnswer(List<CommandAnswer> commands) {}

    @PostMapping(
            path = "/api/calendar/health/resync",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "resync",
            summary = "Sync a connection, a user, a provider of a tenant or a tenant now",
            description =
                    "The same asked again within a minute may join the first; its joinedCommandId names that " + "one.")
    @ApiResponse(
            responseCode = "200",
            description = "What it would take, after dryRun.",
            content = @Content(schema = @Schema(implementation = EstimateAnswer.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Taken; follow it at Location.",
            content = @Content(schema = @Schema(implementation = CommandAnswer.class)))
    ResponseEntity<?> resync(@RequestBody ResyncBody body) {
        var verb = body.verb() == null ? "SYNC_NOW" : body.verb();
        var tenant = Inputs.id("tenantId", body.tenantId());
        var user = Inputs.optionalId("userId", body.userId());
        var provider = Inputs.optionalProvider(body.provider());
        if (!ResyncDesk.VERBS.contains(verb)) {
            throw ProblemException.badRequest(
                    "unknown-verb",
                    "Field 'verb' is " + Problems.shown(verb)
                            + "; use one of SYNC_NOW, RECONCILE, REBUILD, REPUBLISH.");
        }
        boolean dryRun = Boolean.TRUE.equals(body.dryRun());
        var wanted = new CommandPublisher.Resync(tenant, user, provider, verb, dryRun, null);
        return dryRun ? desk.tryOut(wanted) : desk.ask(wanted);
    }

    @GetMapping(path = "/api/calendar/commands/{commandId}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "200", description = "The command as it stands.", useReturnTypeSchema = true)
    @Operation(operationId = "command", summary = "Follow a command")
    CommandAnswer command(@PathVariable String commandId) {
        return answer(known(commandId));
    }

    @GetMapping(path = "/api/calendar/commands", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "200", description = "Those that moved last come first.", useReturnTypeSchema = true)
    @Operation(operationId = "commands", summary = "The latest commands")
    CommandsAnswer commands(
            @RequestParam(required = false) @Nullable String tenantId,
            @RequestParam(required = false) @Nullable String limit) {
        return new CommandsAnswer(
                commands.latest(Inputs.optionalId("tenantId", tenantId), Inputs.limit(limit, USUAL, MOST)).stream()
                        .map(this::answer)
                        .toList());
    }

    @PostMapping(path = "/api/calendar/commands/{commandId}/cancel", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "cancelCommand",
            summary = "Stop a resync",
            description = "What has not begun is not done; what is under way is finished.")
    @ApiResponse(
            responseCode = "202",
            description = "Taken; the command as it stands, to be followed at Location.",
            useReturnTypeSchema = true)
    ResponseEntity<CommandAnswer> cancel(@PathVariable String commandId) {
        var command = known(commandId);
        desk.cancel(command);
        return ResponseEntity.accepted()
                .location(CommandDesk.location(command.commandId()))
                .body(answer(command));
    }

    private Commands.Command known(String commandId) {
        return commands.findById(Inputs.id("commandId", commandId))
                .orElseThrow(() -> ProblemException.notFound(
                        "unknown-command",
                        "There is no command " + Problems.shown(commandId) + "; commands are kept for 7 days."));
    }

    private CommandAnswer answer(Commands.Command command) {
        return CommandAnswer.of(
                command,
                commands.connectionsWith(command.served(), "COMPLETED"),
                commands.connectionsWith(command.served(), "FAILED"));
    }
}
