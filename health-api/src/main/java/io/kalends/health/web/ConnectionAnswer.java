package io.kalends.health.web;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// One connection with all that is known of it.
@Schema(description = "One connection with its calendars and last runs, newest first.")
record ConnectionAnswer(SyncEntry connection, List<CalendarEntry> calendars, List<RunEntry> runs) {

    /// One calendar.
    record CalendarEntry(
            String calendarId,
            @Nullable String name,
            boolean primary,

            @Schema(description = "true when it is kept in step")
            boolean selected,

            @Schema(description = "UNKNOWN, NEW, LIVE, CLOSED")
            String status,

            @Nullable String timeZone,

            @Schema(description = "runs in a row in which this calendar could not be read")
            int consecutiveFailures,

            @Schema(description = "what is wrong with this calendar, for people") @Nullable
            String lastError,

            @Schema(description = "what is wrong with this calendar, in one word") @Nullable
            String reason,

            @Schema(description = "when it is tried again; null when nothing is wrong, or when it takes a person")
            @Nullable
            Instant retryAt,

            @Schema(description = "deletions that wait for a person; null when there are none") @Nullable
            HeldEntry held) {}

    /// One run.
    record RunEntry(
            @Schema(description = "COMPLETED, FAILED, DEFERRED")
            String outcome,

            Instant endedAt,

            @Schema(description = "milliseconds; 0 unless completed")
            long duration,

            long eventsSynced,

            @Schema(description = "mode and trigger of a completed run, the reason of another")
            String detail,

            @Nullable String message,

            @Schema(description = "when it goes on") @Nullable
            Instant nextAt,

            @Nullable String commandId) {}
}
