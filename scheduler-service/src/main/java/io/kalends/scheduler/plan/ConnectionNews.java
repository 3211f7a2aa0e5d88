package io.kalends.scheduler.plan;

import java.time.Duration;
import java.time.Instant;

/// What the worker said about a connection.
///
/// @param connectionKey whose state it is
/// @param sequence the worker's counter of the connection
/// @param commanded true when a command led here
/// @param occurredAt when it came about
public record ConnectionNews(
        String connectionKey, long sequence, Status status, boolean commanded, Instant occurredAt) {

    /// After this nobody sits before the settings page any more.
    private static final Duration SOMEBODY_WAITS = Duration.ofMinutes(5);

    public ConnectionNews {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " of a connection record is negative");
        }
    }

    /// True when somebody has just connected it and looks at the screen.
    boolean justConnected(Instant now) {
        return status == Status.LINKED && commanded && occurredAt.isAfter(now.minus(SOMEBODY_WAITS));
    }
}
