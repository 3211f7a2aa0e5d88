package io.kalends.worker.tenant;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// What a tenant decides about all of its connections.
///
/// @param windowBackDays days back from today, 0 to 1825; null for the installation's default
/// @param windowAheadDays days ahead of today, 1 to 1825, both together 1825 at most; null for the installation's
/// default
/// @param sharing how much of an event leaves
public record TenantSettings(
        @Nullable Integer windowBackDays, @Nullable Integer windowAheadDays, Sharing sharing) {

    /// Of a tenant that has decided nothing.
    public static final TenantSettings DEFAULT = new TenantSettings(null, null, Sharing.EVERYTHING);

    /// Five years: Microsoft Graph refuses to list a longer window.
    private static final int LONGEST_DAYS = 1825;

    private static final Duration LONGEST = Duration.ofDays(LONGEST_DAYS);

    public TenantSettings {
        check("windowBackDays", windowBackDays, 0);
        check("windowAheadDays", windowAheadDays, 1);
        if (windowBackDays != null && windowAheadDays != null && windowBackDays + windowAheadDays > LONGEST_DAYS) {
            throw new IllegalArgumentException("windowBackDays and windowAheadDays are " + windowBackDays + " and "
                    + windowAheadDays + ", together they must be " + LONGEST_DAYS + " at most");
        }
    }

    /// How far the window reaches. Where the tenant has decided one side only, the other is the usual one, cut so that
    /// the window is not longer than the tenant could have asked for.
    public Reach reach(Duration usualBack, Duration usualAhead) {
        var back = days(windowBackDays);
        var ahead = days(windowAheadDays);
        if (back == null) {
            return ahead == null
                    ? new Reach(usualBack, usualAhead)
                    : new Reach(shorter(usualBack, LONGEST.minus(ahead)), ahead);
        }
        return new Reach(back, ahead == null ? shorter(usualAhead, LONGEST.minus(back)) : ahead);
    }

    /// How far a window reaches from now.
    public record Reach(Duration back, Duration ahead) {}

    private static @Nullable Duration days(@Nullable Integer days) {
        return days == null ? null : Duration.ofDays(days);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static void check(String name, @Nullable Integer days, int least) {
        if (days != null && (days < least || days > LONGEST_DAYS)) {
            throw new IllegalArgumentException(name + " is " + days + ", it must be " + least + " to " + LONGEST_DAYS);
        }
    }
}
