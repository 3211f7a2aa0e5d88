package io.kalends.core.memory;

import java.nio.ByteBuffer;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.ContentHash;
import io.kalends.core.calendar.Span;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Kept;

/// One event as it was last told.
///
/// @param lived its span in the calendar's own time zone
/// @param generation the walk that saw it last
record Held(CalendarEvent event, ByteBuffer contentHash, Span.Timed lived, long generation) {

    Kept kept(String eventId) {
        return new Kept(eventId, event.seriesId(), lived);
    }

    boolean of(String seriesId) {
        return seriesId.equals(event.seriesId());
    }

    static Held of(Change.Upserted change, long generation) {
        var hash = ByteBuffer.wrap(ContentHash.of(change.event(), change.iCalUid()));
        return new Held(change.event(), hash, change.lived(), generation);
    }
}
