package io.kalends.simulator.microsoft;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

/// How a series repeats, as Graph writes it: a pattern and a range.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/resources/patternedrecurrence">Microsoft:
/// patternedRecurrence</a>
final class RecurrenceJson {
    private static final String NO_DATE = "0001-01-01";
    private static final DateTimeFormatter UNTIL =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    private RecurrenceJson() {}

    static ObjectNode of(Recurrence recurrence, Span first) {
        var recurs = GraphJson.object();
        var begins = begins(first);
        pattern(recurs.putObject("pattern"), recurrence, begins);
        range(recurs.putObject("range"), recurrence, begins, zone(first));
        return recurs;
    }

    private static void pattern(ObjectNode pattern, Recurrence recurrence, LocalDate begins) {
        pattern.put("type", recurrence.frequency().name().toLowerCase(Locale.ROOT));
        pattern.put("interval", recurrence.interval()).put("month", 0).put("dayOfMonth", 0);
        var days = pattern.putArray("daysOfWeek");
        if (recurrence.frequency() == Recurrence.Frequency.WEEKLY) {
            var named = recurrence.days().isEmpty() ? Set.of(begins.getDayOfWeek()) : recurrence.days();
            new TreeSet<DayOfWeek>(named).forEach(day -> days.add(day.name().toLowerCase(Locale.ROOT)));
        }
        pattern.put("firstDayOfWeek", "monday").put("index", "first");
    }

    private static void range(ObjectNode range, Recurrence recurrence, LocalDate begins, ZoneId zone) {
        var count = recurrence.count();
        var until = recurrence.until();
        range.put("type", count != null ? "numbered" : until != null ? "endDate" : "noEnd");
        range.put("startDate", begins.toString());
        range.put("endDate", until == null ? NO_DATE : day(until, zone).toString());
        range.put("recurrenceTimeZone", WindowsZones.name(zone));
        range.put("numberOfOccurrences", count == null ? 0 : count);
    }

    private static LocalDate day(String until, ZoneId zone) {
        return until.length() == 8
                ? LocalDate.parse(until, DateTimeFormatter.BASIC_ISO_DATE)
                : LocalDate.ofInstant(Instant.from(UNTIL.parse(until)), zone);
    }

    private static LocalDate begins(Span first) {
        return switch (first) {
            case Span.AllDay days -> days.start();
            case Span.Timed timed -> LocalDate.ofInstant(timed.start(), timed.zone());
        };
    }

    private static ZoneId zone(Span first) {
        return first instanceof Span.Timed timed ? timed.zone() : ZoneOffset.UTC;
    }
}
