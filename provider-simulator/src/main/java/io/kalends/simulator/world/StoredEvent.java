package io.kalends.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// A single event, or a series with its exceptions; with the memory of how it was before.
///
/// @param recurrence     null for a single event
/// @param born           the calendar's revision when it was created
/// @param revision       the calendar's revision at the last change of anything in here
/// @param masterRevision the same for everything but the exceptions
/// @param sequence       how often it was moved
/// @param exceptions     by original start, as instance ids write it
/// @param eras           how it was before, oldest first
public record StoredEvent(
        String id,
        Instant created,
        Instant updated,
        long born,
        long revision,
        long masterRevision,
        int sequence,
        Span span,
        @Nullable Recurrence recurrence,
        EventDetails details,
        boolean cancelled,
        Map<String, Deviation> exceptions,
        List<Era> eras) {
    public StoredEvent {
        exceptions = Map.copyOf(exceptions);
        eras = List.copyOf(eras);
    }

    static StoredEvent created(
            String id, Instant now, long revision, Span span, @Nullable Recurrence recurrence, EventDetails details) {
        return new StoredEvent(
                id, now, now, revision, revision, revision, 0, span, recurrence, details, false, Map.of(), List.of());
    }

    StoredEvent saying(EventDetails other, Instant now, long changed) {
        return new StoredEvent(
                id,
                created,
                now,
                born,
                changed,
                changed,
                sequence,
                span,
                recurrence,
                other,
                cancelled,
                exceptions,
                eras);
    }

    StoredEvent deleted(Instant now, long changed) {
        return new StoredEvent(
                id, created, now, born, changed, changed, sequence, span, recurrence, details, true, exceptions, eras);
    }

    /// The same at another time, or repeated in another way.
    StoredEvent rescheduled(
            Span other, @Nullable Recurrence rule, Map<String, Deviation> kept, Instant now, long changed) {
        var moved = !other.equals(span);
        var remembered = new ArrayList<>(eras);
        if (moved || !Objects.equals(rule, recurrence)) {
            remembered.add(new Era(span, recurrence, changed));
        }
        var times = sequence + (moved ? 1 : 0);
        return new StoredEvent(
                id, created, now, born, changed, changed, times, other, rule, details, cancelled, kept, remembered);
    }

    /// The same with another exception; the series as such has not changed.
    StoredEvent deviating(String key, Deviation deviation) {
        var more = new HashMap<>(exceptions);
        more.put(key, deviation);
        return new StoredEvent(
                id,
                created,
                updated,
                born,
                deviation.revision(),
                masterRevision,
                sequence,
                span,
                recurrence,
                details,
                cancelled,
                more,
                eras);
    }

    /// The same, remembering no more than `eras` earlier ones.
    StoredEvent remembering(List<Era> fewer) {
        return new StoredEvent(
                id,
                created,
                updated,
                born,
                revision,
                masterRevision,
                sequence,
                span,
                recurrence,
                details,
                cancelled,
                exceptions,
                fewer);
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

        static Deviation none(Span original, StoredEvent series) {
            return new Deviation(
                    original, original, series.details(), false, series.updated(), series.revision(), List.of());
        }

        Deviation changed(Span other, EventDetails said, Instant now, long changed) {
            return new Deviation(original, other, said, false, now, changed, remembered());
        }

        Deviation calledOff(Instant now, long changed) {
            return new Deviation(original, span, details, true, now, changed, remembered());
        }

        private List<Span> remembered() {
            var more = new ArrayList<>(earlier);
            if (!more.contains(span)) {
                more.add(span);
            }
            return more;
        }
    }

    /// How an event was until `until`, a revision.
    public record Era(Span span, @Nullable Recurrence recurrence, long until) {}
}
