package io.kalends.health.web;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

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

import io.kalends.health.store.HealthQueries;
import io.kalends.health.store.IncidentTable;

/// How the connections are doing, page by page.
@RestController
@Tag(name = "health")
@ApiResponse(
        responseCode = "default",
        description = "What went wrong, and what to do.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = ProblemDetail.class)))
final class HealthController {

    private static final int STANDARD_PAGE = 100;
    private static final int LARGEST_PAGE = 500;

    private final HealthQueries queries;
    private final IncidentTable incidents;
    private final InstantSource clock;
    private final HealthProperties properties;

    HealthController(HealthQueries queries, IncidentTable incidents, InstantSource clock, HealthProperties properties) {
        this.queries = queries;
        this.incidents = incidents;
        this.clock = clock;
        this.properties = properties;
    }

    @GetMapping(path = "/api/calendar/health", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(
            responseCode = "200",
            description = "One page of connections, and counts over all.",
            useReturnTypeSchema = true)
    @Operation(
            operationId = "health",
            summary = "How the connections are doing",
            description = "Disconnected connections are not listed. The summary counts the whole filter, not the page.")
    HealthAnswer health(
            @RequestParam(required = false) @Nullable String tenantId,
            @RequestParam(required = false) @Nullable String userId,
            @Parameter(description = "google or outlook") @RequestParam(required = false) @Nullable String provider,
            @Parameter(
                            description = "healthy (no errors), degraded (errors), or a state: "
                                    + "linked, active, disabled, needs-reconnect, paused")
                    @RequestParam(required = false)
                    @Nullable
                    String status,
            @Parameter(description = "1 to 500, else 100") @RequestParam(required = false) @Nullable String limit,
            @Parameter(description = "nextCursor of the page before, with the same filter")
                    @RequestParam(required = false)
                    @Nullable
                    String cursor) {
        var filter = StatusFilter.filter(tenantId, userId, provider, status);
        int size = Inputs.limit(limit, STANDARD_PAGE, LARGEST_PAGE);
        var after = cursor == null ? null : Cursor.read(cursor, filter);
        var now = clock.instant();
        var found = queries.page(filter, after, size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        var counts = queries.summary(filter);
        var open = incidents.open();
        var shown = open.stream()
                .filter(one -> filter.provider() == null || filter.provider().equals(one.provider()))
                .map(IncidentEntry::of)
                .toList();
        return new HealthAnswer(
                counts.withErrors() > 0 || !shown.isEmpty() ? "degraded" : "healthy",
                now.truncatedTo(ChronoUnit.SECONDS),
                page.stream()
                        .map(connection -> SyncEntry.of(connection, now, properties.staleAfter(), open))
                        .toList(),
                new HealthAnswer.Summary(counts.total(), counts.active(), counts.withErrors(), counts.providers()),
                found.size() > size ? Cursor.after(page.getLast().key(), filter) : null,
                shown);
    }
}
