package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Waits that double from `first` to `longest`, each shortened by up to half by chance so that lanes do not
/// return in step.
///
/// @param chance gives numbers from 0 (inclusive) to 1 (exclusive)
record Backoff(Duration first, Duration longest, DoubleSupplier chance) {

    private static final int MOST_DOUBLINGS = 30;

    Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off from " + first + " to " + longest
                    + ": the first wait must be positive and not longer than the longest");
        }
    }

    /// @param failures how many tries failed so far, at least 1
    Duration after(int failures) {
        var doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        long full = Math.min(doubled.toMillis(), longest.toMillis());
        return Duration.ofMillis(full - (long) (full / 2.0 * chance.getAsDouble()));
    }
}
