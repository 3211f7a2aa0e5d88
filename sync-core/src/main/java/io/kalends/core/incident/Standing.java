package io.kalends.core.incident;

import java.time.Instant;

/// How an incident stands. It opens, recovers and closes; from recovering it may fall back.
public sealed interface Standing {

    /// Runs wait; single ones are let through to see whether it is over.
    ///
    /// @param probedAt when the last one was let through, the opening before the first
    /// @param probeAt when the next one is due
    /// @param probes how many were let through
    record Open(Instant probedAt, Instant probeAt, int probes) implements Standing {}

    /// A probe came through, and a growing share of the runs is let through.
    ///
    /// @param since when it did
    record Recovering(Instant since) implements Standing {}

    /// It is over.
    record Closed(Instant at) implements Standing {}
}
