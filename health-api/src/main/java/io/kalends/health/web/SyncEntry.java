package io.kalends.health.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.ConnectionModel;
import io.kalends.health.projection.Incident;
import io.kalends.health.projection.Warning;

/// One connection as `GET /api/calendar/health` lists it. Fields are only ever added at the end.
@Schema(description = "One connection.")
record SyncEntry(
        String tenantId,
        String userId,
        @Schema(description = "google or outlook") String provider,

        @Schema(description = "true while it is kept in step: linked, active or degraded")
        boolean isActive,

        @Schema(description = "end of the last completed run; null before the first") @Nullable
        Instant lastSync,

        int consecutiveFailures,
        Metrics metrics,

        @Schema(description = "when the access token expires; null when unknown") @Nullable
        Instant tokenExpiry,

        @Schema(description = "UNKNOWN, LINKED, ACTIVE, DEGRADED, DISABLED, NEEDS_RECONNECT, PAUSED, DISCONNECTED")
        String state,

        @Schema(description = "why, when something is wrong") @Nullable
        String reason,

        @Schema(description = "what it waits for besides its turn") @Nullable
        Waiting waiting,

        @Schema(description = "STALE, TOKEN_EXPIRED, CALENDAR_FAILING, DELETIONS_HELD, INCIDENT")
        List<String> warnings,

        @Schema(description = "calendars that could not be read last time, while others were")
        int calendarsFailing,

        @Schema(description = "deletions that wait to be released or discarded")
        int deletionsHeld) {

    /// Figures of the last completed run; the error is null after a success.
    record Metrics(
            long eventsSynced,
            @Schema(description = "milliseconds") long syncDuration,
            @Nullable String lastError) {}

    /// When it goes on, and why not now.
    record Waiting(
            Instant until,

            @Schema(
                    description = "RATE_LIMIT, NEXT_SLICE, PROVIDER_INCIDENT, OPERATOR_INCIDENT; or the reason of the "
                            + "failure that is tried again")
            String reason,

            @Schema(description = "the incident it waits for, where it waits for one") @Nullable
            IncidentEntry incident) {}

    /// @param incidents those that are open
    static SyncEntry of(ConnectionModel connection, Instant now, Duration patience, List<Incident> incidents) {
        var run = connection.completed();
        var waiting = connection.waiting();
        var incident = Incident.delaying(connection, incidents);
        return new SyncEntry(
                connection.key().tenantId(),
                connection.key().userId(),
                connection.key().provider(),
                connection.state().active(),
                millis(connection.lastSync()),
                connection.consecutiveFailures(),
                new Metrics(
                        run == null ? 0 : run.eventsSynced(),
                        run == null ? 0 : run.durationMillis(),
                        connection.lastError()),
                millis(connection.tokenExpiry()),
                connection.state().name(),
                connection.reason(),
                waiting == null
                        ? null
                        : new Waiting(
                                waiting.until().truncatedTo(ChronoUnit.MILLIS),
                                waiting.reason(),
                                incident == null ? null : IncidentEntry.of(incident)),
                Warning.about(connection, now, patience, incidents).stream()
                        .map(Warning::name)
                        .toList(),
                connection.calendarsFailing(),
                connection.deletionsHeld());
    }

    private static @Nullable Instant millis(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
