package io.kalends.core.sync;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How much one slice may do, and how far a walk may go at all.
///
/// @param slicePages pages of one slice
/// @param sliceTime time of one slice; a call under way is not cut
/// @param walkPages pages of one walk; more than any real calendar has means that the provider goes round in circles
public record Budget(int slicePages, Duration sliceTime, int walkPages) {

    public Budget {
        if (slicePages < 1 || !sliceTime.isPositive() || walkPages < slicePages) {
            throw new IllegalArgumentException("a slice of " + slicePages + " pages and " + sliceTime + " in a walk of "
                    + walkPages + " pages: all must be positive, and a walk no shorter than a slice");
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
            return pages >= slicePages || worked().compareTo(sliceTime) >= 0;
        }

        int calls() {
            return calls;
        }

        Duration worked() {
            return Duration.ofNanos(nanoTime.getAsLong() - startedAt);
        }
    }
}
