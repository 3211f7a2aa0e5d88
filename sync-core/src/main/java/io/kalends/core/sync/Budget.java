package io.kalends.core.sync;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How much one slice may do, how far a walk may go at all, and how often a provider may be asked about one user.
///
/// @param slicePages pages of one slice
/// @param sliceTime time of one slice; a call under way is not cut
/// @param walkPages pages of one walk; more than any real calendar has means that the provider goes round in circles
/// @param callsPerMinute calls about one user, over slices
/// @see <a href="https://developers.google.com/workspace/calendar/api/guides/quota">Google: usage limits</a>
public record Budget(int slicePages, Duration sliceTime, int walkPages, int callsPerMinute) {

    /// For who is asked as often as there is something to ask.
    public static final int UNPACED = Integer.MAX_VALUE;

    /// A slice makes this part of a minute's calls: not much less, for the next looks up again what this one has.
    private static final int SLICES_IN_A_MINUTE = 3;

    /// In the long run slices make this part of the calls; one slice's worth is left for who asks meanwhile.
    private static final double STEADY = (SLICES_IN_A_MINUTE - 1.0) / SLICES_IN_A_MINUTE;

    public Budget {
        if (slicePages < 1 || !sliceTime.isPositive() || walkPages < slicePages) {
            throw new IllegalArgumentException("a slice of " + slicePages + " pages and " + sliceTime + " in a walk of "
                    + walkPages + " pages: all must be positive, and a walk no shorter than a slice");
        }
        if (callsPerMinute < 1) {
            throw new IllegalArgumentException(
                    "a user's calls per minute must be at least 1, they are " + callsPerMinute);
        }
    }

    /// A meter that starts now.
    Meter start(LongSupplier nanoTime) {
        return new Meter(nanoTime, nanoTime.getAsLong());
    }

    /// Counts what one slice uses.
    final class Meter {

        private final LongSupplier nanoTime;
        private final long startedAt;
        private int pages;
        private int calls;

        private Meter(LongSupplier nanoTime, long startedAt) {
            this.nanoTime = nanoTime;
            this.startedAt = startedAt;
        }

        void call() {
            calls++;
        }

        void page() {
            pages++;
        }

        boolean spent() {
            return pages >= slicePages
                    || calls >= Math.max(slicePages, callsPerMinute / SLICES_IN_A_MINUTE)
                    || worked().compareTo(sliceTime) >= 0;
        }

        /// How long the next slice has to wait, so that the user's calls stay below their limit.
        Duration rest() {
            var taken = Duration.ofMillis(Math.round(calls * 60_000.0 / (STEADY * callsPerMinute)));
            var rest = taken.minus(worked());
            return rest.isNegative() ? Duration.ZERO : rest;
        }

        int calls() {
            return calls;
        }

        Duration worked() {
            return Duration.ofNanos(nanoTime.getAsLong() - startedAt);
        }
    }
}
