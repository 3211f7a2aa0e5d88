package io.kalends.scheduler.plan;

/// What the next run of a connection will be.
public record Next(Mode mode, Trigger trigger, Priority priority) {

    /// The ordinary round.
    public static final Next ON_SCHEDULE = new Next(Mode.DELTA, Trigger.SCHEDULE, Priority.SCHEDULED);

    /// One run for this and for what was `pending` anyway: it says why this one is wanted, reads as much as either
    /// needs, and goes as early as either may.
    public Next joinedWith(Next pending) {
        return new Next(mode.and(pending.mode), trigger, priority.or(pending.priority));
    }
}
