package io.kalends.scheduler.plan;

/// What a connection record does to the schedule.
public sealed interface Learned {

    /// Nothing: it was known, or is older than what is known.
    record Stale() implements Learned {}

    /// The row is this now.
    record Stands(Standing standing) implements Learned {}

    /// The row goes; its sequence is remembered.
    record Gone(long sequence) implements Learned {}
}
