package io.kalends.worker.persistence;

import java.time.Instant;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.schemas.v1.HeldDeletion;
import io.kalends.schemas.v1.HeldDeletions;
import io.kalends.worker.tenant.Sharing;

/// Tells of deletions that wait, as much as the tenant lets leave.
final class HeldSamples {

    private static final int MOST = 50;
    private static final int LONGEST_TITLE = 200;

    private final DoomedRows doomed;
    private final Function<String, Sharing> sharing;

    /// @param sharing how much of an event leaves, by tenant; asked within the transaction
    HeldSamples(DoomedRows doomed, Function<String, Sharing> sharing) {
        this.doomed = doomed;
        this.sharing = sharing;
    }

    HeldDeletions of(ConnectionRow row, CalendarId calendar, int deletions, int events, Instant heldAt) {
        var shared = sharing.apply(row.key().tenantId());
        return new HeldDeletions(
                deletions,
                events,
                heldAt,
                doomed.earliest(row.text(), calendar, MOST).stream()
                        .map(waiting -> sample(waiting.eventId(), shared.of(waiting.event())))
                        .toList());
    }

    private static HeldDeletion sample(String eventId, @Nullable CalendarEvent event) {
        if (event == null) {
            return new HeldDeletion(eventId, null, null);
        }
        var when = switch (event.span()) {
            case Span.Timed timed -> timed.start().toString();
            case Span.AllDay days -> days.first().toString();
        };
        return new HeldDeletion(eventId, title(event.title()), when);
    }

    private static @Nullable String title(@Nullable String title) {
        return title == null || title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE);
    }
}
