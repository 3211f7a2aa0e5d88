package io.kalends.worker.provider;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.Span;
import io.kalends.simulator.side.EventTruth;

/// An event in every field that the provider and we both know, written alike, so that the two can be compared.
///
/// @param timeZone null for whole days, which are in none
record Seen(
        String title,
        boolean allDay,
        Instant start,
        Instant end,
        @Nullable String timeZone,
        String status,
        String location,
        @Nullable String organizer,
        Map<String, String> attendees,
        @Nullable String seriesId,
        @Nullable Instant originalStart,
        boolean busy,
        String visibility,
        @Nullable String meetingLink,
        @Nullable Instant updatedAt,
        @Nullable String etag) {

    /// As the provider holds it.
    static Seen of(EventTruth truth) {
        return new Seen(
                truth.title(),
                truth.allDay(),
                instant(truth.start()),
                instant(truth.end()),
                zone(truth.timeZone()),
                truth.status(),
                Objects.requireNonNullElse(truth.location(), ""),
                truth.organizer(),
                truth.attendees(),
                truth.seriesId(),
                truth.originalStart() == null ? null : instant(truth.originalStart()),
                !truth.transparent(),
                truth.visibility(),
                truth.meetingLink(),
                truth.updated(),
                truth.etag());
    }

    /// As we hold it.
    static Seen of(CalendarEvent event) {
        var allDay = event.span() instanceof Span.AllDay;
        var attendees = new TreeMap<String, String>();
        event.attendees()
                .forEach(guest -> attendees.put(String.valueOf(guest.person().email()), word(guest.response())));
        var organizer = event.organizer();
        var meeting = event.onlineMeeting();
        return new Seen(
                Objects.requireNonNullElse(event.title(), ""),
                allDay,
                event.span().start(),
                event.span().end(),
                allDay ? null : zone(event.timeZone()),
                event.status().name().toLowerCase(Locale.ROOT),
                Objects.requireNonNullElse(event.location(), ""),
                organizer == null ? null : organizer.email(),
                attendees,
                event.seriesId(),
                event.originalStart(),
                event.busy(),
                event.visibility().name().toLowerCase(Locale.ROOT),
                meeting == null ? null : meeting.joinUrl(),
                event.revision().updatedAt(),
                event.revision().etag());
    }

    /// The same with the provider's version of it: a version that alone has changed is not told.
    Seen asOld(EventTruth truth) {
        return new Seen(
                title,
                allDay,
                start,
                end,
                timeZone,
                status,
                location,
                organizer,
                attendees,
                seriesId,
                originalStart,
                busy,
                visibility,
                meetingLink,
                truth.updated(),
                truth.etag());
    }

    /// What differs between this, the provider's, and `ours`; empty when nothing does.
    String differences(Seen ours) {
        return Arrays.stream(getClass().getRecordComponents())
                .filter(field -> !Objects.equals(value(field, this), value(field, ours)))
                .map(field -> field.getName() + " is " + value(field, this) + ", held " + value(field, ours))
                .collect(Collectors.joining("; "));
    }

    private static @Nullable Object value(RecordComponent field, Seen seen) {
        try {
            return field.getAccessor().invoke(seen);
        } catch (ReflectiveOperationException everyRecordHasThem) {
            throw new LinkageError("every record has them", everyRecordHasThem);
        }
    }

    /// Both write IANA names, but not always the same one of several; those of UTC are one.
    private static @Nullable String zone(@Nullable String name) {
        return name == null ? null : ZoneId.of(name).normalized().getId();
    }

    private static Instant instant(String written) {
        return written.indexOf('T') < 0
                ? LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(written);
    }

    private static String word(Response response) {
        return switch (response) {
            case UNKNOWN -> "unknown";
            case NEEDS_ACTION -> "needsAction";
            case DECLINED -> "declined";
            case TENTATIVE -> "tentative";
            case ACCEPTED -> "accepted";
        };
    }
}
