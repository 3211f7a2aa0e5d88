package io.kalends.core.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.Claim.Reach;

/// Which stretch of time is kept in step, and when it is moved on.
///
/// @param back how far it reaches into the past
/// @param ahead how far it reaches into the future
/// @param roll longest time before a window is replaced by a newer one
public record WindowPlan(Duration back, Duration ahead, Duration roll) {

    /// A window is replaced after this part of `roll` at the earliest; the rest is staggered by a hash.
    private static final double EARLIEST = 0.75;

    /// 2³² divided by the golden ratio: spreads neighbouring hashes (Knuth, multiplicative hashing).
    private static final int GOLDEN = 0x9E3779B1;

    private static final Duration SHORTEST_AHEAD = Duration.ofDays(1);

    private static final int STEPS = 1 << Short.SIZE;

    public WindowPlan {
        if (back.isNegative() || !ahead.isPositive() || !roll.isPositive()) {
            throw new IllegalArgumentException("window of " + back + " back and " + ahead + " ahead, rolled every "
                    + roll + ": back must not be negative, the others must be positive");
        }
    }

    /// The same as far as a tenant says. Where the tenant has decided one side only, the other is cut so that the
    /// window is no longer than one a tenant may ask for.
    public WindowPlan reaching(Reach reach) {
        var wantedBack = reach.back();
        var wantedAhead = reach.ahead();
        if (wantedBack == null) {
            return wantedAhead == null
                    ? this
                    : new WindowPlan(shorter(back, EventWindow.LONGEST.minus(wantedAhead)), wantedAhead, roll);
        }
        var farthest = shorter(wantedBack, EventWindow.LONGEST.minus(SHORTEST_AHEAD));
        var fits = shorter(wantedAhead == null ? ahead : wantedAhead, EventWindow.LONGEST.minus(farthest));
        return new WindowPlan(farthest, fits, roll);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /// The window that `now` asks for.
    public EventWindow at(Instant now) {
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return new EventWindow(second.minus(back), second.plus(ahead));
    }

    /// Whether `window` is to be replaced. Calendars linked together do not roll together.
    public boolean stale(EventWindow window, CalendarId calendar, Instant now) {
        var made = window.from().plus(back);
        var share = EARLIEST + (1 - EARLIEST) * share(calendar);
        var due = made.plus(Duration.ofMillis((long) (roll.toMillis() * share)));
        var changed = !Duration.between(window.from(), window.to()).equals(back.plus(ahead));
        return changed || !now.isBefore(due);
    }

    /// In [0, 1), evenly also for ids that differ little.
    private static double share(CalendarId calendar) {
        return ((calendar.value().hashCode() * GOLDEN) >>> Short.SIZE) / (double) STEPS;
    }
}
