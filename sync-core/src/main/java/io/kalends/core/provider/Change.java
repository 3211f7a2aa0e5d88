package io.kalends.core.provider;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span;

/// One entry of a page.
public sealed interface Change {

    /// The provider's id of the event, unique within its calendar.
    String eventId();

    /// The event is in the window and looks like this now.
    ///
    /// @param lived its span in the calendar's own time zone, by which it was found to be in the window
    record Upserted(String eventId, @Nullable String iCalUid, CalendarEvent event, Span.Timed lived)
            implements Change {}

    /// The event is gone. Whether anybody ever held it is not known here.
    record Removed(String eventId) implements Change {}

    /// The event exists, outside the window.
    record OutsideWindow(String eventId) implements Change {}
}
