package io.kalends.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// When an event takes place. The end is exclusive in both forms.
public sealed interface Span {
    /// From one instant to another; `zone` is where the event was planned, and moves its repetitions over DST.
    record Timed(Instant start, Instant end, ZoneId zone) implements Span {
        public Timed {
            start = start.truncatedTo(ChronoUnit.SECONDS);
            end = end.truncatedTo(ChronoUnit.SECONDS);
            if (end.isBefore(start)) {
                throw new IllegalArgumentException("an event ends at " + end + ", before its start " + start);
            }
        }

        @Override
        public Instant startIn(ZoneId calendar) {
            return start;
        }

        @Override
        public Instant endIn(ZoneId calendar) {
            return end;
        }

        @Override
        public Span movedBy(Duration distance) {
            return new Timed(start.plus(distance), end.plus(distance), zone);
        }

        @Override
        public String toString() {
            return start + "/" + end + "[" + zone + "]";
        }
    }

    /// Whole days, wherever one is.
    record AllDay(LocalDate start, LocalDate end) implements Span {
        public AllDay {
            if (!end.isAfter(start)) {
                throw new IllegalArgumentException(
                        "an all-day event ends on " + end + ", which must be after its start " + start);
            }
        }

        @Override
        public Instant startIn(ZoneId calendar) {
            return start.atStartOfDay(calendar).toInstant();
        }

        @Override
        public Instant endIn(ZoneId calendar) {
            return end.atStartOfDay(calendar).toInstant();
        }

        @Override
        public Span movedBy(Duration distance) {
            return new AllDay(start.plusDays(distance.toDays()), end.plusDays(distance.toDays()));
        }

        @Override
        public String toString() {
            return start + "/" + end;
        }
    }

    /// The first instant, where all-day events begin at midnight in `calendar`.
    Instant startIn(ZoneId calendar);

    /// The first instant after it.
    Instant endIn(ZoneId calendar);

    /// The same length, later or earlier; all-day events move by whole days.
    Span movedBy(Duration distance);

    static Span timed(Instant start, Duration length, ZoneId zone) {
        return new Timed(start, start.plus(length), zone);
    }

    static Span days(LocalDate first, int days) {
        return new AllDay(first, first.plusDays(days));
    }

    /// Reads what `toString` writes: `2026-11-27/2026-11-28` or `<instant>/<instant>[<zone>]`.
    static Span parse(String text) {
        var slash = text.indexOf('/');
        var bracket = text.indexOf('[');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no span; write 2026-11-27/2026-11-28 or start/end[Europe/Berlin]");
        }
        if (bracket < 0) {
            return new AllDay(LocalDate.parse(text.substring(0, slash)), LocalDate.parse(text.substring(slash + 1)));
        }
        return new Timed(
                Instant.parse(text.substring(0, slash)),
                Instant.parse(text.substring(slash + 1, bracket)),
                ZoneId.of(text.substring(bracket + 1, text.length() - 1)));
    }
}
