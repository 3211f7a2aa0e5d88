package io.kalends.health.web;

import java.util.Comparator;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.kalends.health.projection.Incident;
import io.kalends.health.store.IncidentTable;

/// What is wrong at the providers for many connections at once.
@RestController
@Tag(name = "incidents")
@ApiResponse(
        responseCode = "default",
        description = "What went wrong, and what to do.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = ProblemDetail.class)))
final class IncidentsController {

    private final IncidentTable incidents;

    IncidentsController(IncidentTable incidents) {
        this.incidents = incidents;
    }

    /// The incidents asked for.
    record IncidentsAnswer(List<IncidentEntry> incidents) {}

    @GetMapping(path = "/api/calendar/incidents", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "200", description = "Open ones first, then the latest.", useReturnTypeSchema = true)
    @Operation(
            operationId = "incidents",
            summary = "What is wrong at a provider for many at once",
            description = "Of those that are over, the last one of each provider and kind is known.")
    IncidentsAnswer incidents(
            @Parameter(description = "open or all, else open") @RequestParam(required = false) @Nullable String state) {
        var wanted = switch (state == null ? "open" : state) {
            case "open" -> incidents.open();
            case "all" -> incidents.all();
            default ->
                throw ProblemException.badRequest(
                        "unknown-state",
                        "Parameter 'state' is " + Problems.shown(String.valueOf(state)) + "; use 'open' or 'all'.");
        };
        return new IncidentsAnswer(wanted.stream()
                .sorted(Comparator.comparing(Incident::open).reversed())
                .map(IncidentEntry::of)
                .toList());
    }
}
