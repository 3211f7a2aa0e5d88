package io.kalends.scheduler.plan;

import java.time.Duration;
import java.time.Instant;

/// How fast a provider may be called: a bucket that fills steadily and holds a few seconds' worth.
///
/// @param callsPerMinute of the application as a whole
/// @param reserve the part of the bucket, from 0 to 1, that is kept for what somebody waits for
/// @see <a href="https://developers.google.com/workspace/calendar/api/guides/quota">Google: usage limits</a>
/// @see <a href="https://learn.microsoft.com/graph/throttling-limits">Microsoft: throttling limits</a>
public record Pace(int callsPerMinute, double reserve) {

    /// With how many calls a request is charged at most. A worker makes no more before it gives way to others,
    /// a third of the 600 a minute that Google allows each user, however much a run has taken in all.
    public static final int MOST_CALLS = 200;

    private static final Duration HELD = Duration.ofSeconds(10);

    public Pace {
        if (callsPerMinute < 1) {
            throw new IllegalArgumentException(
                    "kalends.scheduler.calls-per-minute must be at least 1, it is " + callsPerMinute);
        }
        if (!(reserve >= 0 && reserve < 1)) {
            throw new IllegalArgumentException("kalends.scheduler.reserve must be from 0 to below 1, it is " + reserve);
        }
    }

    /// How full the bucket was.
    ///
    /// @param calls below 0 when more was spent than there was
    public record Level(double calls, Instant at) {

        /// After `calls` were spent.
        public Level less(double spent) {
            return new Level(calls - spent, at);
        }
    }

    /// The level now.
    public Level filled(Level then, Instant now) {
        var passed = Math.max(0, Duration.between(then.at(), now).toMillis());
        return new Level(Math.min(capacity(), then.calls() + passed * perMilli()), now);
    }

    /// What of `level` may be spent on requests of that priority.
    public double spendable(Level level, Priority priority) {
        return priority == Priority.INTERACTIVE ? level.calls() : level.calls() - reserve * capacity();
    }

    /// How long `calls` take at this pace.
    public Duration of(double calls) {
        return Duration.ofMillis(Math.round(calls / perMilli()));
    }

    private double capacity() {
        return HELD.toMillis() * perMilli();
    }

    private double perMilli() {
        return callsPerMinute / 60_000.0;
    }
}
