package io.kalends.worker.microsoft;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.EventTimes;
import io.kalends.worker.http.Moment;

/// Reads when an event is. Graph writes local times beside the name of a zone: the one that was asked for, UTC, but
/// others are understood too. Of whole days only the date counts, whatever zone it is said to be in.
final class GraphTimes {

    private static final int LAST_YEAR = 9999;

    private GraphTimes() {}

    static EventTimes of(GraphItem event) {
        var wholeDays = event.flag("isAllDay");
        return EventTimes.of(
                moment(event.child("start"), wholeDays), moment(event.child("end"), wholeDays), ZoneOffset.UTC);
    }

    /// The zone an event was made in; null when it has no IANA name.
    static @Nullable ZoneId zone(GraphItem event) {
        return TimeZones.named(event.text("originalStartTimeZone"));
    }

    /// Where the series had put it; of whole days, midnight UTC.
    static @Nullable Instant originalStart(GraphItem event) {
        var start = instant(event.text("originalStart"));
        if (start == null || !event.flag("isAllDay")) {
            return start;
        }
        var zone = zone(event);
        var midnight = start.atOffset(ZoneOffset.UTC).toLocalTime().equals(LocalTime.MIDNIGHT);
        return start.atZone(midnight || zone == null ? ZoneOffset.UTC : zone)
                .toLocalDate()
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    static @Nullable Instant instant(@Nullable String written) {
        var time = parsed(written);
        return time == null ? null : in(time, ZoneOffset.UTC);
    }

    private static @Nullable Moment moment(GraphItem time, boolean wholeDays) {
        var parsed = parsed(time.text("dateTime"));
        if (parsed == null) {
            return null;
        }
        if (wholeDays || parsed instanceof LocalDate) {
            return new Moment.Day(LocalDate.from(parsed));
        }
        var zone = TimeZones.named(time.text("timeZone"));
        return new Moment.Point(in(parsed, zone == null ? ZoneOffset.UTC : zone));
    }

    private static Instant in(TemporalAccessor time, ZoneId zone) {
        return switch (time) {
            case OffsetDateTime point -> point.toInstant();
            case LocalDateTime local -> local.atZone(zone).toInstant();
            default -> LocalDate.from(time).atStartOfDay(zone).toInstant();
        };
    }

    /// A date, a time, or a time with an offset; null when it is none, or of a year that has not four digits.
    private static @Nullable TemporalAccessor parsed(@Nullable String written) {
        if (written == null) {
            return null;
        }
        try {
            var time = written.indexOf('T') < 0
                    ? LocalDate.parse(written)
                    : DateTimeFormatter.ISO_DATE_TIME.parseBest(written, OffsetDateTime::from, LocalDateTime::from);
            var year = LocalDate.from(time).getYear();
            return year < 1 || year > LAST_YEAR ? null : time;
        } catch (DateTimeException _) {
            return null;
        }
    }
}
