package io.kalends.worker.tenant;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.plan.Brake;
import io.kalends.core.store.Claim.Reach;

/// What a tenant decides about all of its connections.
///
/// @param windowBackDays days back from today, 0 to 1825; null for the installation's default
/// @param windowAheadDays days ahead of today, 1 to 1825, both together 1825 at most; null for the default
/// @param sharing how much of an event leaves
/// @param holdAbovePercent share of a calendar's events above which deletions are held, 0 to 100; null for the default
/// @param holdAboveCount deletions above which they are held, 0 or more; null for the default
public record TenantSettings(
        @Nullable Integer windowBackDays,
        @Nullable Integer windowAheadDays,
        Sharing sharing,
        @Nullable Integer holdAbovePercent,
        @Nullable Integer holdAboveCount) {

    private static final long LONGEST_DAYS = EventWindow.LONGEST.toDays();

    private static final int ALL = 100;

    /// Of a tenant that has decided nothing.
    public static final TenantSettings DEFAULT = new TenantSettings(null, null, Sharing.EVERYTHING, null, null);

    public TenantSettings {
        check("windowBackDays", windowBackDays, 0);
        check("windowAheadDays", windowAheadDays, 1);
        if (holdAbovePercent != null && (holdAbovePercent < 0 || holdAbovePercent > ALL)) {
            throw new IllegalArgumentException("holdAbovePercent is " + holdAbovePercent + ", it must be 0 to " + ALL);
        }
        if (holdAboveCount != null && holdAboveCount < 0) {
            throw new IllegalArgumentException("holdAboveCount is " + holdAboveCount + ", it must be 0 or more");
        }
        if (windowBackDays != null && windowAheadDays != null && windowBackDays + windowAheadDays > LONGEST_DAYS) {
            throw new IllegalArgumentException("windowBackDays and windowAheadDays are " + windowBackDays + " and "
                    + windowAheadDays + ", together they must be " + LONGEST_DAYS + " at most");
        }
    }

    /// When deletions are held.
    ///
    /// @param usual where the tenant has decided nothing
    public Brake brake(Brake usual) {
        return new Brake(
                holdAbovePercent == null ? usual.abovePercent() : holdAbovePercent,
                holdAboveCount == null ? usual.aboveCount() : holdAboveCount);
    }

    /// How far the tenant's window reaches.
    public Reach reach() {
        return new Reach(days(windowBackDays), days(windowAheadDays));
    }

    private static @Nullable Duration days(@Nullable Integer days) {
        return days == null ? null : Duration.ofDays(days);
    }

    private static void check(String name, @Nullable Integer days, int least) {
        if (days != null && (days < least || days > LONGEST_DAYS)) {
            throw new IllegalArgumentException(name + " is " + days + ", it must be " + least + " to " + LONGEST_DAYS);
        }
    }
}
