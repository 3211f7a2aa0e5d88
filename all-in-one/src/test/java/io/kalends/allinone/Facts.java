package io.kalends.allinone;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.simulator.side.EventTruth;

/// What both sides must say alike about an event.
record Facts(
        @Nullable String title,
        Instant start,
        Instant end,
        boolean allDay,
        String status,
        @Nullable String location,
        @Nullable String seriesId,
        @Nullable Instant originalStart,
        boolean busy,
        Map<String, String> attendees) {

    /// Of an event that is only said to be there.
    private static final Facts ONLY_THERE =
            new Facts(null, Instant.EPOCH, Instant.EPOCH, false, "", null, null, null, false, Map.of());

    /// How much of an event leaves.
    enum Share {
        FULL,
        TIMES,
        IDS
    }

    /// What leaves of these.
    Facts shared(Share share) {
        return switch (share) {
            case FULL -> this;
            case TIMES -> new Facts(null, start, end, allDay, status, null, seriesId, originalStart, busy, Map.of());
            case IDS -> ONLY_THERE;
        };
    }

    /// As told; null when it was only said to be there.
    static Facts told(@Nullable CalendarEvent event) {
        return event == null ? ONLY_THERE : of(event);
    }

    static Facts of(EventTruth truth) {
        var original = truth.originalStart();
        var attendees = new TreeMap<String, String>();
        truth.attendees().forEach((email, answer) -> attendees.put(email, answer.toLowerCase(Locale.ROOT)));
        return new Facts(
                text(truth.title()),
                instant(truth.start()),
                instant(truth.end()),
                truth.allDay(),
                truth.status(),
                text(truth.location()),
                truth.seriesId(),
                original == null ? null : instant(original),
                !truth.transparent(),
                attendees);
    }

    static Facts of(CalendarEvent event) {
        var attendees = new TreeMap<String, String>();
        event.getAttendees()
                .forEach(attendee -> attendees.put(
                        attendee.getEmail(),
                        attendee.getResponse().name().toLowerCase(Locale.ROOT).replace("needs_action", "needsaction")));
        return new Facts(
                text(event.getTitle()),
                event.getStart(),
                event.getEnd(),
                event.getAllDay(),
                event.getStatus().name().toLowerCase(Locale.ROOT),
                text(event.getLocation()),
                event.getSeriesId(),
                event.getOriginalStart(),
                event.getBusy(),
                attendees);
    }

    /// PostgreSQL holds no NUL, and an empty text is no text.
    private static @Nullable String text(@Nullable String text) {
        return text == null || text.replace("\0", "").isEmpty() ? null : text.replace("\0", "");
    }

    private static Instant instant(String text) {
        return text.contains("T")
                ? Instant.parse(text)
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
