package io.kalends.core.calendar;

import java.time.Duration;
import java.time.Instant;

/// The stretch of time that is kept in step. An event is in it when it ends after `from` and starts before `to`.
///
/// @param from exclusive bound on an event's end
/// @param to exclusive bound on an event's start
public record EventWindow(Instant from, Instant to) {

    /// The longest that can be listed, five years: Microsoft Graph refuses more.
    public static final Duration LONGEST = Duration.ofDays(1825);

    public EventWindow {
        if (!to.isAfter(from)) {
            throw new IllegalArgumentException("a window from " + from + " to " + to + " is empty");
        }
    }

    /// Whether a span on the time line is in it.
    public boolean contains(Span.Timed span) {
        return span.end().isAfter(from) && span.start().isBefore(to);
    }

    /// A window with the same middle that is `length` long; this one when it is no shorter.
    public EventWindow around(Duration length) {
        var more = length.minus(Duration.between(from, to)).dividedBy(2);
        return more.isPositive() ? new EventWindow(from.minus(more), to.plus(more)) : this;
    }
}
