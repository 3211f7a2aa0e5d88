package io.kalends.simulator.world;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/// A stretch of time, open at either side if need be: events that end after `from` and start before `to`.
public record Window(@Nullable Instant from, @Nullable Instant to) {
    /// No bounds.
    public static final Window ALL = new Window(null, null);

    public Window {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("a window from " + from + " to " + to + " holds nothing");
        }
    }

    public boolean holds(Span span, ZoneId calendar) {
        return (from == null || span.endIn(calendar).isAfter(from))
                && (to == null || span.startIn(calendar).isBefore(to));
    }
}
