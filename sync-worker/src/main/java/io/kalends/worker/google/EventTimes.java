package io.kalends.worker.google;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventDateTime;
import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.Span;

/// Reads when an event is.
///
/// What Google leaves out or contradicts is mended to the shortest event that fits what it did say: an end before the
/// start, or none, becomes the start (for whole days: one day); a lone end counts as the start too; a day beside
/// a time
/// counts as its midnight.
///
/// @param span null when neither start nor end can be understood
/// @param mended true when something had to be guessed
record EventTimes(@Nullable Span span, boolean mended) {

    private sealed interface Moment {
        record Day(LocalDate date) implements Moment {}

        record Point(Instant instant) implements Moment {}

        default Instant in(ZoneId zone) {
            return switch (this) {
                case Day(LocalDate date) -> date.atStartOfDay(zone).toInstant();
                case Point(Instant instant) -> instant;
            };
        }
    }

    private static final long DAY_MILLIS = 86_400_000;

    /// @param zone the calendar's own
    static EventTimes of(Event event, ZoneId zone) {
        var start = moment(event.getStart());
        var end = moment(event.getEnd());
        if (start == null) {
            return new EventTimes(end == null ? null : shortest(end), true);
        }
        if (end == null) {
            return new EventTimes(shortest(start), !Given.flag(event.getEndTimeUnspecified()));
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

    /// Where the series had put it; of whole days, midnight UTC.
    static @Nullable Instant originalStart(Event event) {
        var original = moment(event.getOriginalStartTime());
        return original == null ? null : original.in(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(@Nullable DateTime time) {
        var given = Given.value(time);
        return given == null ? null : Instant.ofEpochMilli(given.getValue());
    }

    private static Span shortest(Moment known) {
        return switch (known) {
            case Moment.Day(LocalDate date) -> new Span.AllDay(date, date.plusDays(1));
            case Moment.Point(Instant instant) -> new Span.Timed(instant, instant);
        };
    }

    private static @Nullable Moment moment(@Nullable EventDateTime time) {
        var given = Given.value(time);
        if (given == null) {
            return null;
        }
        var dateTime = Given.value(given.getDateTime());
        var value = dateTime == null ? Given.value(given.getDate()) : dateTime;
        if (value == null) {
            return null;
        }
        return value.isDateOnly()
                ? new Moment.Day(LocalDate.ofEpochDay(Math.floorDiv(value.getValue(), DAY_MILLIS)))
                : new Moment.Point(Instant.ofEpochMilli(value.getValue()));
    }
}
