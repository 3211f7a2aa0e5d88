package io.kalends.health.projection;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Deletions that a run held back because they were too many at once: the CRM still has these events.
///
/// @param deletions how many events would have been deleted
/// @param events how many events the calendar had before that run
/// @param heldAt when they were first held back
/// @param sample some of the events, the earliest first
public record HeldDeletions(int deletions, int events, Instant heldAt, List<HeldEvent> sample) {

    /// How many events a sample has at most.
    public static final int LARGEST_SAMPLE = 50;

    public HeldDeletions {
        sample = List.copyOf(sample);
    }

    /// One event whose deletion is held back.
    ///
    /// @param title null when there is none or the tenant does not share it
    /// @param when an instant in UTC or a day, ISO 8601; null when the tenant does not share it
    public record HeldEvent(
            String externalEventId,
            @Nullable String title,
            @Nullable String when) {}
}
