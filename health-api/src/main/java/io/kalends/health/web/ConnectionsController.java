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
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.kalends.health.kafka.CommandPublisher;
import io.kalends.health.vault.Credential;
import io.kalends.health.vault.Sealer;

/// Connecting, looking at, changing and disconnecting one connection.
@RestController
@Tag(name = "connections")
@ApiResponse(
        responseCode = "default",
        description = "What went wrong, and what to do.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = ProblemDetail.class)))
@RequestMapping(path = "/api/calendar/connections", produces = MediaType.APPLICATION_JSON_VALUE)
final class ConnectionsController {

    private static final String ONE = "/{tenantId}/{userId}/{provider}";

    private final ConnectionReader reader;
    private final CommandDesk desk;
    private final CommandPublisher publisher;
    private final Sealer sealer;

    ConnectionsController(ConnectionReader reader, CommandDesk desk, CommandPublisher publisher, Sealer sealer) {
        this.reader = reader;
        this.desk = desk;
        this.publisher = publisher;
        this.sealer = sealer;
    }

    /// What a connection is made with. Prints no token.
    record ConnectBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String tenantId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String userId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "google or outlook") @Nullable
            String provider,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, format = "password") @Nullable
            String refreshToken,

            @Schema(format = "password") @Nullable String accessToken,

            @Schema(format = "date-time", description = "when the access token expires") @Nullable
            String expiresAt) {

        @Override
        public String toString() {
            return "ConnectBody[***]";
        }
    }

    /// Which calendars to keep in step.
    record CalendarsBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "the provider's ids; all others stop")
            @Nullable
            List<@Nullable String> calendarIds) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "connect", summary = "Connect, or connect again")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> connect(@RequestBody ConnectBody body) {
        var connection = Inputs.connection(body.tenantId(), body.userId(), body.provider());
        var credential = new Credential(
                Inputs.token("refreshToken", body.refreshToken()),
                body.accessToken() == null ? null : Inputs.token("accessToken", body.accessToken()),
                Inputs.instant("expiresAt", body.expiresAt()));
        var sealed = sealer.seal(connection, credential)
                .orElseThrow(() -> ProblemException.unavailable(
                        "no-vault-key",
                        "No worker has published the key to seal credentials with yet. Start sync-worker, ask again.",
                        5));
        return desk.accept("CONNECT", connection, (id, now) -> publisher.connect(id, connection, sealed, now));
    }

    @GetMapping(ONE)
    @ApiResponse(responseCode = "200", description = "The connection.", useReturnTypeSchema = true)
    @Operation(operationId = "connection", summary = "One connection with its calendars and last runs")
    ConnectionAnswer one(@PathVariable String tenantId, @PathVariable String userId, @PathVariable String provider) {
        return reader.read(Inputs.connection(tenantId, userId, provider));
    }

    @DeleteMapping(ONE)
    @Operation(operationId = "disconnect", summary = "Disconnect and erase")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> disconnect(
            @PathVariable String tenantId, @PathVariable String userId, @PathVariable String provider) {
        var connection = Inputs.connection(tenantId, userId, provider);
        return desk.acceptKnownOrAsked(
                "DISCONNECT", connection, (id, now) -> publisher.disconnect(id, connection, now));
    }

    @PutMapping(path = ONE + "/calendars", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "selectCalendars", summary = "Choose the calendars to keep in step")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> selectCalendars(
            @PathVariable String tenantId,
            @PathVariable String userId,
            @PathVariable String provider,
            @RequestBody CalendarsBody body) {
        var connection = Inputs.connection(tenantId, userId, provider);
        var calendarIds = Inputs.calendarIds(body.calendarIds());
        return desk.acceptKnown(
                "SELECT_CALENDARS",
                connection,
                (id, now) -> publisher.selectCalendars(id, connection, calendarIds, now));
    }

    @PostMapping(ONE + "/pause")
    @Operation(operationId = "pause", summary = "Leave a connection alone")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> pause(
            @PathVariable String tenantId, @PathVariable String userId, @PathVariable String provider) {
        var connection = Inputs.connection(tenantId, userId, provider);
        return desk.acceptKnown("PAUSE", connection, (id, now) -> publisher.pause(id, connection, now));
    }

    @PostMapping(ONE + "/resume")
    @Operation(operationId = "resume", summary = "Take a connection up again")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> resume(
            @PathVariable String tenantId, @PathVariable String userId, @PathVariable String provider) {
        var connection = Inputs.connection(tenantId, userId, provider);
        return desk.acceptKnown("RESUME", connection, (id, now) -> publisher.resume(id, connection, now));
    }
}
