package io.kalends.health.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.Incident;

/// One incident of a provider.
@Schema(description = "Something that is or was wrong at a provider for many connections at once.")
record IncidentEntry(
        String incidentId,
        @Schema(description = "google or outlook") String provider,

        @Schema(
                description =
                        "OUTAGE its calendar API fails, TOKEN_OUTAGE its token endpoint does, APPLICATION_LIMIT it "
                                + "limits the application as a whole, CLIENT_REJECTED it refuses the application's own "
                                + "credentials, API_NOT_ENABLED it does not let the application use the calendar API, UNKNOWN")
        String kind,

        @Schema(
                description = "OPEN syncs wait and a few probe, RECOVERING more and more go out, CLOSED it is over, "
                        + "UNKNOWN")
        String state,

        Instant openedAt,

        @Schema(description = "null while it is not over") @Nullable
        Instant closedAt,

        @Schema(description = "when the next call tries whether it is over; null when none is planned") @Nullable
        Instant probeAt,

        @Schema(description = "what the provider answers, for people")
        String message,

        @Schema(description = "true when it may not end before an operator has done something at the provider")
        boolean needsOperator) {

    static IncidentEntry of(Incident incident) {
        return new IncidentEntry(
                incident.incidentId(),
                incident.provider(),
                incident.kind().name(),
                incident.state(),
                incident.openedAt().truncatedTo(ChronoUnit.MILLIS),
                millis(incident.closedAt()),
                millis(incident.probeAt()),
                incident.message(),
                incident.kind().needsOperator());
    }

    private static @Nullable Instant millis(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
