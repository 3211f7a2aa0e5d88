package io.kalends.scheduler.plan;

import java.time.Instant;

/// What would be due if nobody had wished for anything. A wish that waits among much other work must not keep the
/// connection from it, and one that is taken back leaves it.
public record Promise(Instant dueAt, Next next) {

    /// The same, but no earlier than `earliest`.
    Promise notBefore(Instant earliest) {
        return dueAt.isBefore(earliest) ? new Promise(earliest, next) : this;
    }
}
