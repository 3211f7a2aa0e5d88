package io.kalends.health.projection;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.Fact.Completed;
import io.kalends.health.projection.Fact.Deferred;
import io.kalends.health.projection.Fact.Failed;
import io.kalends.health.projection.Fact.Moved;
import io.kalends.health.projection.Fact.OfConnection;

/// One line in the history of a connection: how a run ended.
///
/// @param outcome COMPLETED, FAILED or DEFERRED
/// @param detail mode and trigger of a completed run, reason of another
/// @param message one sentence for people, or null
/// @param nextAt when it goes on, or null
public record Run(
        long sequence,
        String eventId,
        @Nullable String commandId,
        String outcome,
        Instant endedAt,
        long durationMillis,
        long eventsSynced,
        String detail,
        @Nullable String message,
        @Nullable Instant nextAt) {

    /// The line for `fact`, or null when it tells of no run.
    static @Nullable Run of(OfConnection fact) {
        return switch (fact) {
            case Completed c ->
                new Run(
                        c.sequence(),
                        c.eventId(),
                        c.commandId(),
                        "COMPLETED",
                        c.completedAt(),
                        c.durationMillis(),
                        c.eventsSynced(),
                        c.mode() + " " + c.trigger(),
                        null,
                        null);
            case Failed f ->
                new Run(
                        f.sequence(),
                        f.eventId(),
                        f.commandId(),
                        "FAILED",
                        f.occurredAt(),
                        0,
                        0,
                        f.category() + " " + f.reason(),
                        f.message(),
                        f.retryAt());
            case Deferred d ->
                new Run(
                        d.sequence(),
                        d.eventId(),
                        d.commandId(),
                        "DEFERRED",
                        d.occurredAt(),
                        0,
                        0,
                        d.reason(),
                        null,
                        d.resumeAt());
            case Moved _ -> null;
        };
    }
}
