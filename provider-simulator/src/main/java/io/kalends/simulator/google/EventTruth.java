package io.kalends.simulator.google;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.Span;

/// One instance as a fresh full listing with `singleEvents=true` would give it.
///
/// @param title         empty where the API leaves the summary out
/// @param seriesId      null unless an instance of a series
/// @param originalStart as `start`; null unless an instance of a series
/// @param status        `confirmed` or `tentative`
/// @param start         an instant in UTC, or a date if all day
/// @param end           likewise, exclusive
/// @param timeZone      where it was planned; null if all day
/// @param etag          with its quotes, as the API writes it
/// @param attendees     answers by e-mail address, sorted
public record EventTruth(
        String id,
        String iCalUid,
        @Nullable String seriesId,
        @Nullable String originalStart,
        String title,
        @Nullable String description,
        @Nullable String location,
        String status,
        boolean allDay,
        String start,
        String end,
        @Nullable String timeZone,
        boolean transparent,
        String visibility,
        String organizer,
        @Nullable String meetingLink,
        Map<String, String> attendees,
        Instant updated,
        String etag) {

    static EventTruth of(Entry entry, String holder) {
        var details = entry.details();
        var attendees = new TreeMap<String, String>();
        details.attendees().forEach(attendee -> attendees.put(attendee.email(), attendee.response()));
        var original = entry.original();
        return new EventTruth(
                entry.id(),
                EventJson.iCalUid(entry),
                entry.seriesId(),
                original == null ? null : start(original),
                details.title(),
                details.description(),
                details.location(),
                details.tentative() ? "tentative" : "confirmed",
                entry.span() instanceof Span.AllDay,
                start(entry.span()),
                end(entry.span()),
                entry.span() instanceof Span.Timed timed ? timed.zone().getId() : null,
                details.transparent(),
                details.visibility(),
                details.organizer() == null ? holder : details.organizer(),
                details.meetingLink(),
                attendees,
                entry.updated().truncatedTo(ChronoUnit.MILLIS),
                EventJson.etag(entry.revision()));
    }

    private static String start(Span span) {
        return switch (span) {
            case Span.AllDay days -> days.start().toString();
            case Span.Timed timed -> timed.start().toString();
        };
    }

    private static String end(Span span) {
        return switch (span) {
            case Span.AllDay days -> days.end().toString();
            case Span.Timed timed -> timed.end().toString();
        };
    }
}
