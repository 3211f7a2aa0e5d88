package io.kalends.worker.tenant;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Revision;
import io.kalends.core.calendar.CalendarEvent.Visibility;

/// What may leave of an event.
///
/// @param share how much of it
/// @param privateAsBusy true when what is private or confidential at the provider leaves as busy time at most
public record Sharing(Share share, boolean privateAsBusy) {

    /// Everything leaves.
    public static final Sharing EVERYTHING = new Sharing(Share.FULL, false);

    private static final Revision UNTOLD = new Revision(null, null);

    /// What leaves of `event`: the event itself, less of it, or null for nothing but its ids.
    public @Nullable CalendarEvent of(CalendarEvent event) {
        boolean hidden = privateAsBusy && isPrivate(event.visibility());
        return switch (share) {
            case FULL -> hidden ? times(event, true) : event;
            case TIMES -> times(event, hidden || event.busy());
            case IDS -> null;
        };
    }

    private static boolean isPrivate(Visibility visibility) {
        return switch (visibility) {
            case PRIVATE, CONFIDENTIAL -> true;
            case DEFAULT, PUBLIC -> false;
        };
    }

    /// Attendees are always said to be left out, so that an empty list is not taken for a meeting with nobody.
    private static CalendarEvent times(CalendarEvent event, boolean busy) {
        return new CalendarEvent(
                null,
                event.span(),
                event.timeZone(),
                event.status(),
                null,
                null,
                List.of(),
                true,
                event.seriesId(),
                event.originalStart(),
                null,
                event.visibility(),
                busy,
                null,
                UNTOLD);
    }
}
