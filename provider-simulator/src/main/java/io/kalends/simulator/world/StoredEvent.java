package io.kalends.simulator.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// A single event, or a series with its exceptions; with the memory of how it was before.
///
/// @param recurrence     null for a single event
/// @param revision       the calendar's revision at the last change of anything in here
/// @param masterRevision the same for everything but the exceptions
/// @param exceptions     by original start, as instance ids write it
/// @param eras           how it was before, oldest first
public record StoredEvent(
        String id,
        Instant created,
        Instant updated,
        long revision,
        long masterRevision,
        int sequence,
        Span span,
        @Nullable Recurrence recurrence,
        EventDetails details,
        boolean cancelled,
        Map<String, Deviation> exceptions,
        List<Era> eras) {
    static final int ERAS_KEPT = 200;

    public StoredEvent {
        exceptions = Map.copyOf(exceptions);
        eras = List.copyOf(eras);
    }

    static StoredEvent created(
            String id, Instant now, long revision, Span span, @Nullable Recurrence recurrence, EventDetails details) {
        return new StoredEvent(
                id, now, now, revision, revision, 0, span, recurrence, details, false, Map.of(), List.of());
    }

    Optional<Recurrence> rule() {
        return Optional.ofNullable(recurrence);
    }

    /// One instance that differs from its series, or was cancelled.
    ///
    /// @param original where the rule puts it
    /// @param earlier  where it was before
    public record Deviation(
            Span original,
            Span span,
            EventDetails details,
            boolean cancelled,
            Instant updated,
            long revision,
            List<Span> earlier) {
        public Deviation {
            earlier = List.copyOf(earlier);
        }
    }

    /// How an event was until `until`, a revision.
    public record Era(Span span, @Nullable Recurrence recurrence, long until) {}
}
