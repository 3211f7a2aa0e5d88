package io.kalends.simulator.side;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.Span;

/// One instance as a fresh full listing of a provider would give it; written the same way for every provider.
///
/// @param id            the provider's
/// @param iCalUid       the same for all instances of a series at Google, another for each at Microsoft
/// @param title         empty where the API leaves it out
/// @param seriesId      null unless an instance of a series
/// @param originalStart as `start`; null unless an instance of a series
/// @param status        `confirmed` or `tentative`; at Microsoft also `cancelled`, of a meeting called off but listed
/// @param start         an instant in UTC, or a date if all day
/// @param end           likewise, exclusive
/// @param timeZone      where it was planned, an IANA name; null if all day or not told
/// @param visibility    `default`, `public`, `private` or `confidential`
/// @param meetingLink   address of an online meeting, if there is one
/// @param etag          with its quotes, as the API writes it
/// @param attendees     `needsAction`, `declined`, `tentative` or `accepted` by e-mail address, sorted
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
    public EventTruth {
        attendees = Collections.unmodifiableSortedMap(new TreeMap<>(attendees));
    }

    /// How `start` and `originalStart` write a span.
    public static String start(Span span) {
        return switch (span) {
            case Span.AllDay days -> days.start().toString();
            case Span.Timed timed -> timed.start().toString();
        };
    }

    /// How `end` writes a span.
    public static String end(Span span) {
        return switch (span) {
            case Span.AllDay days -> days.end().toString();
            case Span.Timed timed -> timed.end().toString();
        };
    }
}
