package io.kalends.simulator.world;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// How a series repeats: daily or weekly, every `interval`, on `days`, `count` times or until a time, or for ever.
///
/// Days count in the event's own zone, so nine o'clock stays nine o'clock over DST. Weeks start on Monday.
///
/// @param days    empty for the weekday of the first occurrence; only for weekly series
/// @param count   null if not limited by number
/// @param until   the last moment an occurrence may start, as RFC 5545 writes it (`20261231T090000Z` or `20261231`)
public record Recurrence(
        Frequency frequency,
        int interval,
        Set<DayOfWeek> days,
        @Nullable Integer count,
        @Nullable String until) {
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final DateTimeFormatter UNTIL_DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /// The steps a series can take.
    public enum Frequency {
        DAILY,
        WEEKLY
    }

    public Recurrence {
        days = Set.copyOf(days);
        if (interval < 1 || (count != null && count < 1)) {
            throw new IllegalArgumentException("interval and count of a series must be positive");
        }
        if (count != null && until != null) {
            throw new IllegalArgumentException("a series has a count or an end, not both");
        }
        if (frequency == Frequency.DAILY && !days.isEmpty()) {
            throw new IllegalArgumentException("weekdays are for weekly series");
        }
    }

    public static Recurrence daily() {
        return new Recurrence(Frequency.DAILY, 1, Set.of(), null, null);
    }

    public static Recurrence weekly(DayOfWeek... days) {
        return new Recurrence(Frequency.WEEKLY, 1, Set.copyOf(List.of(days)), null, null);
    }

    public Recurrence every(int steps) {
        return new Recurrence(frequency, steps, days, count, until);
    }

    public Recurrence times(int occurrences) {
        return new Recurrence(frequency, interval, days, occurrences, null);
    }

    /// Ends with the last occurrence that starts at or before `last`.
    public Recurrence until(Instant last) {
        return new Recurrence(frequency, interval, days, null, UNTIL.format(last.atOffset(ZoneOffset.UTC)));
    }

    /// Ends with the last all-day occurrence that starts on or before `last`.
    public Recurrence until(LocalDate last) {
        return new Recurrence(frequency, interval, days, null, UNTIL_DAY.format(last));
    }

    /// The line as events carry it.
    public String rrule() {
        var rule = new StringBuilder("RRULE:FREQ=").append(frequency);
        if (interval > 1) {
            rule.append(";INTERVAL=").append(interval);
        }
        if (!days.isEmpty()) {
            rule.append(";BYDAY=")
                    .append(new TreeSet<>(days)
                            .stream().map(day -> day.name().substring(0, 2)).collect(Collectors.joining(",")));
        }
        if (count != null) {
            rule.append(";COUNT=").append(count);
        }
        if (until != null) {
            rule.append(";UNTIL=").append(until);
        }
        return rule.toString();
    }

    /// Reads a line that [#rrule()] could have written.
    public static Recurrence parse(String rrule) {
        Frequency frequency = null;
        var interval = 1;
        Set<DayOfWeek> days = Set.of();
        Integer count = null;
        String until = null;
        for (var part : List.of((rrule.startsWith("RRULE:") ? rrule.substring(6) : rrule).split(";", -1))) {
            var value = part.substring(part.indexOf('=') + 1);
            switch (part.substring(0, Math.max(0, part.indexOf('=')))) {
                case "FREQ" -> frequency = Frequency.valueOf(value);
                case "INTERVAL" -> interval = Integer.parseInt(value);
                case "BYDAY" ->
                    days = Stream.of(value.split(",", -1)).map(Recurrence::day).collect(Collectors.toSet());
                case "COUNT" -> count = Integer.valueOf(value);
                case "UNTIL" -> until = value;
                default ->
                    throw new IllegalArgumentException("\"" + part + "\" in " + rrule
                            + " is not understood; FREQ=DAILY|WEEKLY, INTERVAL, BYDAY, COUNT and UNTIL are");
            }
        }
        if (frequency == null) {
            throw new IllegalArgumentException("no FREQ in \"" + rrule + "\"");
        }
        return new Recurrence(frequency, interval, days, count, until);
    }

    /// The occurrences of a series that begins with `first`, in order, for ever unless the rule ends it.
    Stream<Span> occurrences(Span first) {
        var spans = starts(firstDay(first), first).map(day -> on(day, first)).takeWhile(this::mayStart);
        return count == null ? spans : spans.limit(count);
    }

    private static DayOfWeek day(String twoLetters) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> day.name().startsWith(twoLetters))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + twoLetters + "\" is no weekday"));
    }

    private Stream<LocalDate> starts(LocalDate begin, Span first) {
        if (frequency == Frequency.DAILY) {
            return Stream.iterate(begin, day -> day.plusDays(interval));
        }
        var weekdays = new TreeSet<>(days.isEmpty() ? Set.of(firstDay(first).getDayOfWeek()) : days);
        var monday = begin.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return Stream.iterate(monday, week -> week.plusWeeks(interval))
                .flatMap(week -> weekdays.stream().map(day -> week.plusDays(day.getValue() - 1L)))
                .dropWhile(day -> day.isBefore(begin));
    }

    private static LocalDate firstDay(Span first) {
        return switch (first) {
            case Span.Timed timed -> LocalDate.ofInstant(timed.start(), timed.zone());
            case Span.AllDay days -> days.start();
        };
    }

    private static Span on(LocalDate day, Span first) {
        return switch (first) {
            case Span.Timed timed -> onAt(day, timed, timed.zone());
            case Span.AllDay days ->
                new Span.AllDay(
                        day, day.plusDays(days.end().toEpochDay() - days.start().toEpochDay()));
        };
    }

    private static Span onAt(LocalDate day, Span.Timed first, ZoneId zone) {
        var clock = LocalDateTime.ofInstant(first.start(), zone).toLocalTime();
        var start = day.atTime(clock).atZone(zone).toInstant();
        return new Span.Timed(start, start.plus(Duration.between(first.start(), first.end())), zone);
    }

    private boolean mayStart(Span span) {
        if (until == null) {
            return true;
        }
        return switch (span) {
            case Span.AllDay days -> !days.start().isAfter(LocalDate.parse(until.substring(0, 8), UNTIL_DAY));
            case Span.Timed timed -> !timed.start().isAfter(lastStart(until));
        };
    }

    private static Instant lastStart(String until) {
        return until.length() == 8
                ? LocalDate.parse(until, UNTIL_DAY).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)
                : LocalDateTime.parse(until, UNTIL).toInstant(ZoneOffset.UTC);
    }
}
