package io.kalends.worker.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.Span;

/// When an event is, made of what its provider says about both ends.
///
/// What is left out or contradicts itself is mended to the shortest event that fits what was said: an end before the
/// start, or none, becomes the start (for whole days: one day); a lone end counts as the start too; a day beside a time
/// counts as its midnight.
///
/// @param span null when neither start nor end can be understood
/// @param mended true when something had to be guessed
public record EventTimes(@Nullable Span span, boolean mended) {

    /// @param zone the calendar's own
    public static EventTimes of(@Nullable Moment start, @Nullable Moment end, ZoneId zone) {
        if (start == null) {
            return new EventTimes(end == null ? null : shortest(end), true);
        }
        if (end == null) {
            return new EventTimes(shortest(start), true);
        }
        if (start instanceof Moment.Day(LocalDate first) && end instanceof Moment.Day(LocalDate until)) {
            return until.isAfter(first)
                    ? new EventTimes(new Span.AllDay(first, until), false)
                    : new EventTimes(shortest(start), true);
        }
        var mixed = start instanceof Moment.Day || end instanceof Moment.Day;
        var from = start.in(zone);
        var to = end.in(zone);
        return to.isBefore(from)
                ? new EventTimes(new Span.Timed(from, from), true)
                : new EventTimes(new Span.Timed(from, to), mixed);
    }

    private static Span shortest(Moment known) {
        return switch (known) {
            case Moment.Day(LocalDate date) -> new Span.AllDay(date, date.plusDays(1));
            case Moment.Point(Instant instant) -> new Span.Timed(instant, instant);
        };
    }
}
