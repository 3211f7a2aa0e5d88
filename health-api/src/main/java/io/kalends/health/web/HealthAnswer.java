package io.kalends.health.web;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What `GET /api/calendar/health` answers. Fields are only ever added at the end.
@Schema(description = "How the connections of a filter are doing.")
record HealthAnswer(
        @Schema(
                description =
                        "healthy, or degraded when any connection of the filter has errors or an incident is open")
        String status,

        Instant timestamp,
        List<SyncEntry> syncs,
        Summary summary,

        @Schema(description = "give it as 'cursor' for the next page; null on the last") @Nullable
        String nextCursor,

        @Schema(description = "incidents that are open at the provider of the filter, or at any")
        List<IncidentEntry> incidents) {

    /// Counts over the whole filter, not the page.
    record Summary(long totalSyncs, long activeSyncs, long syncsWithErrors, long connectedProviders) {}
}
