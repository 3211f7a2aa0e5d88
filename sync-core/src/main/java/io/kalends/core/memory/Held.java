package io.kalends.core.memory;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.ContentHash;
import io.kalends.core.calendar.Span;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Kept;

/// One event as it was last told.
///
/// @param lived its span in the calendar's own time zone
/// @param generation the walk that saw it last
/// @param doom its deletion, found and not told yet; null while it is there
record Held(
        CalendarEvent event,
        ByteBuffer contentHash,
        Span.Timed lived,
        long generation,
        @Nullable Doom doom) {

    /// A deletion that is not told yet.
    ///
    /// @param walk the last that found the event gone
    /// @param waits true when it waits for a person, false when for the end of its walk
    record Doom(long walk, boolean waits) {}

    boolean isDoomed() {
        return doom != null;
    }

    /// Whether its deletion waits for a person.
    boolean waits() {
        return doom != null && doom.waits();
    }

    /// Whether the walk has said nothing of it.
    boolean isUnknownTo(long walk) {
        return generation != walk && (doom == null || doom.walk() != walk);
    }

    Held with(@Nullable Doom other) {
        return new Held(event, contentHash, lived, generation, other);
    }

    Kept kept(String eventId) {
        return new Kept(eventId, event.seriesId(), lived);
    }

    boolean of(String seriesId) {
        return seriesId.equals(event.seriesId());
    }

    static Held of(Change.Upserted change, long generation) {
        var hash = ByteBuffer.wrap(ContentHash.of(change.event(), change.iCalUid()));
        return new Held(change.event(), hash, change.lived(), generation, null);
    }
}
