package io.kalends.health.web;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.kalends.health.kafka.CommandPublisher;
import io.kalends.health.store.HealthQueries;
import io.kalends.health.store.Holds;
import io.kalends.schemas.ConnectionKey;

/// Deletions that wait for a person: looking at them, releasing and discarding them.
@RestController
@Tag(name = "deletions")
@ApiResponse(
        responseCode = "default",
        description = "What went wrong, and what to do.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = ProblemDetail.class)))
@RequestMapping(path = "/api/calendar", produces = MediaType.APPLICATION_JSON_VALUE)
final class HoldsController {

    private static final String DELETIONS = "/connections/{tenantId}/{userId}/{provider}/deletions";
    private static final int MOST_HOLDS = 500;

    private final Holds holds;
    private final HealthQueries connections;
    private final CommandDesk desk;
    private final CommandPublisher publisher;

    HoldsController(Holds holds, HealthQueries connections, CommandDesk desk, CommandPublisher publisher) {
        this.holds = holds;
        this.connections = connections;
        this.desk = desk;
        this.publisher = publisher;
    }

    /// The calendars in which deletions wait.
    record HoldsAnswer(List<HoldEntry> holds) {}

    /// One calendar in which deletions wait; see [HeldEntry].
    record HoldEntry(
            String tenantId,
            String userId,
            String provider,
            String calendarId,
            @Nullable String name,
            int deletions,
            int events,
            Instant heldAt,
            List<HeldEntry.SampleEvent> sample) {

        static HoldEntry of(Holds.Hold hold) {
            return new HoldEntry(
                    hold.connection().tenantId(),
                    hold.connection().userId(),
                    hold.connection().provider(),
                    hold.calendarId(),
                    hold.name(),
                    hold.held().deletions(),
                    hold.held().events(),
                    hold.held().heldAt(),
                    HeldEntry.sample(hold.held()));
        }
    }

    /// Which calendars are meant.
    record DeletionsBody(
            @Schema(description = "the provider's ids; absent for all that hold deletions back") @Nullable
            List<@Nullable String> calendarIds) {}

    @GetMapping("/holds")
    @ApiResponse(responseCode = "200", description = "Those that wait longest first.", useReturnTypeSchema = true)
    @Operation(
            operationId = "holds",
            summary = "Calendars in which deletions wait for a person",
            description = "At most " + MOST_HOLDS + "; what is released or discarded makes room for the next.")
    HoldsAnswer holds(@RequestParam(required = false) @Nullable String tenantId) {
        return new HoldsAnswer(holds.ofTenant(Inputs.optionalId("tenantId", tenantId), MOST_HOLDS).stream()
                .map(HoldEntry::of)
                .toList());
    }

    @PostMapping(DELETIONS + "/release")
    @Operation(
            operationId = "releaseDeletions",
            summary = "Carry out deletions that were held back",
            description = "The events are deleted for the CRM too.")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> release(
            @PathVariable String tenantId,
            @PathVariable String userId,
            @PathVariable String provider,
            @RequestBody(required = false) @Nullable DeletionsBody body) {
        return decide(
                "RELEASE_DELETIONS", Inputs.connection(tenantId, userId, provider), body, publisher::releaseDeletions);
    }

    @PostMapping(DELETIONS + "/discard")
    @Operation(
            operationId = "discardDeletions",
            summary = "Drop deletions that were held back",
            description =
                    "The events stay, and their calendars are read in full: what is still missing at the provider "
                            + "then is held back again.")
    @ApiResponse(responseCode = "202", description = "Taken; follow it at Location.")
    ResponseEntity<CommandAnswer> discard(
            @PathVariable String tenantId,
            @PathVariable String userId,
            @PathVariable String provider,
            @RequestBody(required = false) @Nullable DeletionsBody body) {
        return decide(
                "DISCARD_DELETIONS", Inputs.connection(tenantId, userId, provider), body, publisher::discardDeletions);
    }

    private ResponseEntity<CommandAnswer> decide(
            String kind, ConnectionKey connection, @Nullable DeletionsBody body, Decision decision) {
        var calendarIds = held(connection, body);
        return desk.acceptKnown(kind, connection, (id, now) -> decision.publish(id, connection, calendarIds, now));
    }

    /// How what a person has decided gets onto its topic.
    private interface Decision {
        void publish(UUID commandId, ConnectionKey connection, List<String> calendarIds, Instant now);
    }

    /// The calendars that are meant, none for all.
    ///
    /// @throws ProblemException when nothing is held back in one that is named, or in none at all
    private List<String> held(ConnectionKey connection, @Nullable DeletionsBody body) {
        var wanted =
                body == null || body.calendarIds() == null ? List.<String>of() : Inputs.calendarIds(body.calendarIds());
        if (body != null && body.calendarIds() != null && wanted.isEmpty()) {
            throw ProblemException.badRequest(
                    "invalid-field", "Field 'calendarIds' is empty; name calendars, or leave it out to mean all.");
        }
        if (connections.find(connection).isEmpty()) {
            throw CommandDesk.unknown(connection);
        }
        var held = holds.of(connection).stream().map(Holds.Hold::calendarId).collect(Collectors.toSet());
        if (held.isEmpty()) {
            throw ProblemException.conflict(
                    "nothing-held",
                    "No deletions are held back in connection " + Problems.shown(connection.text())
                            + "; there is nothing to release or discard.");
        }
        wanted.stream().filter(calendar -> !held.contains(calendar)).findFirst().ifPresent(calendar -> {
            throw ProblemException.conflict(
                    "nothing-held",
                    "No deletions are held back in calendar " + Problems.shown(calendar) + "; read "
                            + "/api/calendar/holds for those where some are.");
        });
        return wanted;
    }
}
