package io.kalends.simulator.world;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// One line of a listing: a single event, a series as such, or one instance of a series.
///
/// @param seriesId   null unless this is an instance
/// @param original   where the rule puts an instance, however it was moved; null unless this is one
/// @param recurrence null unless this is a series as such
/// @param cancelled  deleted, called off, or no longer produced by its series
/// @param earlier    where it was before, as far as remembered
public record Entry(
        String id,
        @Nullable String seriesId,
        @Nullable Span original,
        @Nullable Recurrence recurrence,
        Span span,
        EventDetails details,
        boolean cancelled,
        Instant created,
        Instant updated,
        long revision,
        int sequence,
        List<Span> earlier) {
    public Entry {
        earlier = List.copyOf(earlier);
    }
}
