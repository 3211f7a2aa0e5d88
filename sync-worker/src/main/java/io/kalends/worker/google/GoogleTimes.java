package io.kalends.worker.google;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventDateTime;
import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.EventTimes;
import io.kalends.worker.http.Moment;

/// Reads when an event is.
final class GoogleTimes {

    private static final long DAY_MILLIS = 86_400_000;

    private GoogleTimes() {}

    /// @param zone the calendar's own
    static EventTimes of(Event event, ZoneId zone) {
        var start = moment(event.getStart());
        var end = moment(event.getEnd());
        var times = EventTimes.of(start, end, zone);
        var open = start != null && end == null && Given.flag(event.getEndTimeUnspecified());
        return open ? new EventTimes(times.span(), false) : times;
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
