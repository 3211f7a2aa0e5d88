package io.kalends.simulator.microsoft;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Times as Graph writes and reads them.
final class GraphTime {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS");

    private GraphTime() {}

    /// What a time is rounded to before it is written.
    static Instant rounded(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /// `2026-11-18T07:02:11.4312345Z`.
    static String stamp(Instant instant) {
        return STAMP.format(rounded(instant).atOffset(ZoneOffset.UTC));
    }

    /// A time of day in a zone, without an offset.
    ///
    /// @param label the zone's name as the reader asked for it
    static ObjectNode in(ZoneId zone, String label, Instant instant) {
        return moment(LocalDateTime.ofInstant(instant, zone), label);
    }

    /// Midnight, in whatever zone the reader asked for: all-day events are not converted.
    static ObjectNode midnight(LocalDate date, String label) {
        return moment(date.atStartOfDay(), label);
    }

    /// A bound of a window: an offset inside decides, none is UTC.
    static Instant bound(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            return hasOffset(text)
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw Refusal.of(
                    400, "ErrorInvalidParameter", "The value '" + text + "' is not a date and time of ISO 8601.");
        }
    }

    private static boolean hasOffset(String text) {
        var time = text.indexOf('T');
        return text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
    }

    private static ObjectNode moment(LocalDateTime time, String label) {
        return GraphJson.object().put("dateTime", LOCAL.format(time)).put("timeZone", label);
    }
}
