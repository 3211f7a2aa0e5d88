package io.kalends.worker.incident;

import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

import io.kalends.core.connection.ConnectionKey;

/// The last run of each of the connections that ran last, and how many of these failed.
///
/// A circuit breaker only measures: whether one is open is shared by all workers and kept elsewhere. It cannot take
/// back what a connection's run before the last has told it, so it is told all of them anew.
final class LastRuns {

    /// How the last run of a connection ended, and when.
    private record Run(boolean failed, long at) {}

    private final LinkedHashMap<ConnectionKey, Run> runs = new LinkedHashMap<>();
    private final CircuitBreaker breaker;
    private final FailureRates.Window window;
    private final LongSupplier nanoTime;

    LastRuns(String name, FailureRates.Window window, LongSupplier nanoTime) {
        this.window = window;
        this.nanoTime = nanoTime;
        var config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(window.runs())
                .minimumNumberOfCalls(1)
                .build();
        breaker = CircuitBreaker.of(name, config);
    }

    void worked(ConnectionKey key) {
        ended(key, false);
    }

    void failed(ConnectionKey key) {
        ended(key, true);
    }

    /// How many connections failed in their last run.
    int failing() {
        return breaker.getMetrics().getNumberOfFailedCalls();
    }

    /// In percent, below 0 while nothing is known.
    float rate() {
        return breaker.getMetrics().getFailureRate();
    }

    /// Who worked is still known to have.
    void forgetFailures() {
        runs.values().removeIf(Run::failed);
        measure();
    }

    private void ended(ConnectionKey key, boolean failed) {
        var now = nanoTime.getAsLong();
        runs.remove(key);
        runs.values().removeIf(run -> now - run.at() > window.memory().toNanos());
        if (runs.size() == window.runs()) {
            runs.pollFirstEntry();
        }
        runs.put(key, new Run(failed, now));
        measure();
    }

    private void measure() {
        breaker.reset();
        breaker.transitionToMetricsOnlyState();
        for (var run : runs.values()) {
            if (run.failed()) {
                breaker.onError(0, TimeUnit.NANOSECONDS, new RunFailed());
            } else {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }
    }

    /// What a breaker is told; it wants a throwable.
    private static final class RunFailed extends Exception {

        private static final long serialVersionUID = 1L;

        RunFailed() {
            super("a run failed", null, false, false);
        }
    }
}
