package io.kalends.worker.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.Counter;

/// What a provider's calls may be tried again with, so that a storm of failures is not made worse: some are there from
/// the start, one comes back with time, and some with every call that works. None may be spent during an incident.
///
/// One connection in trouble among many in order always has its three tries.
final class RetryBudget {

    private static final double MOST = 6;
    private static final double PER_CALL_THAT_WORKED = 0.1;
    private static final Duration ONE_BACK = Duration.ofSeconds(20);

    private final BooleanSupplier calm;
    private final LongSupplier nanoTime;
    private final Counter refused;
    private double left = MOST;
    private long countedAt;

    /// @param calm false during an incident
    /// @param nanoTime monotonic time
    /// @param refused counts the retries there was nothing for
    RetryBudget(BooleanSupplier calm, LongSupplier nanoTime, Counter refused) {
        this.calm = calm;
        this.nanoTime = nanoTime;
        this.refused = refused;
        this.countedAt = nanoTime.getAsLong();
    }

    /// Takes one, if there is one.
    boolean spend() {
        boolean spent = calm.getAsBoolean() && take();
        if (!spent) {
            refused.increment();
        }
        return spent;
    }

    private synchronized boolean take() {
        var now = nanoTime.getAsLong();
        add((double) (now - countedAt) / ONE_BACK.toNanos());
        countedAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    synchronized void worked() {
        add(PER_CALL_THAT_WORKED);
    }

    private void add(double more) {
        left = Math.min(MOST, left + more);
    }
}
