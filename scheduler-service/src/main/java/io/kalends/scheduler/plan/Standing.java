package io.kalends.scheduler.plan;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// All that decides when a connection is due: its row of the schedule.
///
/// @param dueAt when the next run is due; null when it waits for a person, and while a request is in flight unless a
/// wish for one more arrived meanwhile
/// @param next what the next run will be
/// @param promised what would be due without the wish at `dueAt`, or without the request in flight if that
/// began as one; null without a wish or when nothing else would be
/// @param inFlight the request published and not yet answered, or null
/// @param connectionSequence `sequence` of the connection record last applied
/// @param outcomeSequence `sequence` of the outcome last accepted, 0 before the first
public record Standing(
        Status status,
        @Nullable Instant dueAt,
        Next next,
        @Nullable Promise promised,
        @Nullable InFlight inFlight,
        long connectionSequence,
        long outcomeSequence) {

    public Standing {
        if (status == Status.DISCONNECTED) {
            throw new IllegalArgumentException("a disconnected connection has no row in the schedule");
        }
        if (status.waitsForAPerson() && (dueAt != null || inFlight != null)) {
            throw new IllegalArgumentException("a connection that is " + status + " is neither due nor in flight");
        }
        if (promised != null && dueAt == null && inFlight == null) {
            throw new IllegalArgumentException("without a wish nothing stands behind one");
        }
    }

    /// A request on its way.
    ///
    /// @param requestId what its outcome must repeat
    /// @param mode what was asked for
    /// @param priority how it was served
    public record InFlight(UUID requestId, Mode mode, Priority priority) {}

    Standing told(Status status, long sequence) {
        return new Standing(status, dueAt, next, promised, inFlight, sequence, outcomeSequence);
    }

    Standing due(@Nullable Instant dueAt, Next next) {
        return new Standing(status, dueAt, next, null, inFlight, connectionSequence, outcomeSequence);
    }

    /// The wish at `dueAt` stands, and behind it what is due anyway.
    Standing wished(@Nullable Instant dueAt, Next next, @Nullable Promise promised) {
        return new Standing(status, dueAt, next, promised, inFlight, connectionSequence, outcomeSequence);
    }

    /// Nothing is in flight any more; what stands behind that is for the caller to say.
    Standing answered(long sequence) {
        return new Standing(status, dueAt, next, null, null, connectionSequence, sequence);
    }
}
