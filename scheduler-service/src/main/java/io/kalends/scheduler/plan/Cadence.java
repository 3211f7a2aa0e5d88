package io.kalends.scheduler.plan;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;
import java.util.zip.CRC32;

/// The ordinary rhythm.
///
/// @param interval between the end of one run and the next
/// @param chance numbers from 0 (inclusive) to 1 (exclusive)
public record Cadence(Duration interval, DoubleSupplier chance) {

    /// Runs drift apart by up to this share of the interval, so that what started together does not stay together.
    private static final double JITTER = 0.05;

    public Cadence {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("the interval between syncs must be positive, it is " + interval);
        }
    }

    /// When a run is due after one that ended `now`.
    Instant after(Instant now) {
        double factor = 1 + JITTER * (2 * chance.getAsDouble() - 1);
        return now.plusMillis(Math.round(interval.toMillis() * factor));
    }

    /// A place within the interval that is the connection's own: many learned at once come due one by one.
    Duration place(String connectionKey) {
        var hash = new CRC32();
        hash.update(connectionKey.getBytes(StandardCharsets.UTF_8));
        double share = hash.getValue() / 0x1p32;
        return Duration.ofMillis((long) (interval.toMillis() * share));
    }
}
