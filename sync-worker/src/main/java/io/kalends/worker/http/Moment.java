package io.kalends.worker.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// One end of an event as a provider writes it down.
public sealed interface Moment {

    /// A whole day, in no time zone.
    record Day(LocalDate date) implements Moment {}

    /// A point on the time line.
    record Point(Instant instant) implements Moment {}

    /// Where on the time line it is for somebody in `zone`: a day begins at that zone's midnight.
    default Instant in(ZoneId zone) {
        return switch (this) {
            case Day(LocalDate date) -> date.atStartOfDay(zone).toInstant();
            case Point(Instant instant) -> instant;
        };
    }
}
