package io.kalends.core.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.FailureReason;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Passage.Held;

/// What stopped a run.
///
/// @param message one line for people, without secrets
/// @param retryAfter the provider's own figure, null when it gave none
/// @param sign what it would be if many connections met it, null when it is this one's own in any case
/// @param held set when it is the incident of many and this run waits for its end
public record Problem(
        FailureReason reason,
        String message,
        @Nullable Duration retryAfter,
        @Nullable IncidentKind sign,
        @Nullable Held held) {

    public Problem(FailureReason reason, String message) {
        this(reason, message, null);
    }

    public Problem(FailureReason reason, String message, @Nullable Duration retryAfter) {
        this(reason, message, retryAfter, null, null);
    }

    /// Whether it counts towards disabling a connection, and with that may pass by itself.
    public boolean counts() {
        return reason.bearing() == FailureReason.Bearing.COUNTS;
    }

    Problem signOf(IncidentKind kind) {
        return new Problem(reason, message, retryAfter, kind, held);
    }

    /// The same, now that it is known to be an incident that holds this run up.
    public Problem heldUp(Held by) {
        return new Problem(reason, message, retryAfter, sign, by);
    }
}
