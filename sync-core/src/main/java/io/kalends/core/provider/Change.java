package io.kalends.core.provider;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span;

/// One entry of a page.
public sealed interface Change {

    /// The provider's id of the event, unique within its calendar.
    String eventId();

    /// An entry that says all there is to say.
    sealed interface Definite extends Change {}

    /// The event is in the window and looks like this now.
    ///
    /// @param lived its span in the calendar's own time zone, by which it was found to be in the window
    record Upserted(String eventId, @Nullable String iCalUid, CalendarEvent event, Span.Timed lived)
            implements Definite {}

    /// The event is gone; of a series, all its instances are. Whether anybody ever held it is not known here.
    record Removed(String eventId) implements Definite {}

    /// The event exists, outside the window.
    record OutsideWindow(String eventId) implements Definite {}

    /// The event is no longer in the window. The provider does not say whether it is gone or was moved away.
    record Vanished(String eventId) implements Change {}

    /// An instance as its series' rule makes it, in the window; what it says stands in [Series] or has to be asked for
    /// with [CalendarProvider#event].
    ///
    /// @param lived as in [Upserted]
    /// @param etag its version tag, verbatim
    record Occurrence(
            String eventId,
            String seriesId,
            Span span,
            Span.Timed lived,
            @Nullable String etag) implements Change {}

    /// A series as such, which is no meeting itself. Instances it describes may come before it, after it or not at all.
    ///
    /// @param event what instances say unless they differ
    record Series(String eventId, @Nullable String iCalUid, CalendarEvent event) implements Change {}
}
