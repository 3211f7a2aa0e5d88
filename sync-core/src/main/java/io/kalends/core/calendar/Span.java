package io.kalends.core.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// When an event is. The end is exclusive.
public sealed interface Span {

    /// Start on the time line; of whole days, midnight UTC of the first.
    Instant start();

    /// End on the time line; of whole days, midnight UTC of the day after the last.
    Instant end();

    /// The same span as somebody in `zone` lives it: whole days begin at that zone's midnight.
    Span.Timed in(ZoneId zone);

    /// From one instant to another.
    record Timed(Instant start, Instant end) implements Span {
        public Timed {
            if (end.isBefore(start)) {
                throw new IllegalArgumentException("an event ends at " + end + ", before it starts at " + start);
            }
        }

        @Override
        public Timed in(ZoneId zone) {
            return this;
        }
    }

    /// Whole days, in no time zone.
    ///
    /// @param first the first day
    /// @param until the day after the last
    record AllDay(LocalDate first, LocalDate until) implements Span {
        public AllDay {
            if (until.isBefore(first)) {
                throw new IllegalArgumentException("an event ends on " + until + ", before it starts on " + first);
            }
        }

        @Override
        public Instant start() {
            return first.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        @Override
        public Instant end() {
            return until.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        @Override
        public Timed in(ZoneId zone) {
            return new Timed(
                    first.atStartOfDay(zone).toInstant(),
                    until.atStartOfDay(zone).toInstant());
        }
    }
}
