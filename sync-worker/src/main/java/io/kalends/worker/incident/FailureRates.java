package io.kalends.worker.incident;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Door;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Symptoms;

/// Measures how many of the last runs failed, with one circuit breaker for each provider and kind.
///
/// The breakers only measure: whether one is open is shared by all workers and kept elsewhere, and a rate alone is not
/// enough, for one connection in trouble can make up all of the last runs of a small installation.
final class FailureRates implements Symptoms {

    private final Map<Provider, Map<IncidentKind, Measure>> measures = new EnumMap<>(Provider.class);
    private final int connections;
    private final int share;

    FailureRates(int connections, int runs, int share) {
        this.connections = connections;
        this.share = share;
        var config = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(runs)
                .minimumNumberOfCalls(connections)
                .build();
        for (var provider : Provider.values()) {
            var kinds = new EnumMap<IncidentKind, Measure>(IncidentKind.class);
            for (var kind : IncidentKind.values()) {
                kinds.put(kind, new Measure(CircuitBreaker.of(provider.id() + "-" + kind, config)));
            }
            measures.put(provider, kinds);
        }
    }

    @Override
    public synchronized void worked(ConnectionKey key, Door door) {
        at(key.provider()).forEach((kind, measure) -> {
            if (kind.door() == door) {
                measure.worked(key);
            }
        });
    }

    @Override
    public synchronized boolean failed(ConnectionKey key, IncidentKind kind) {
        var measure = of(key.provider(), kind);
        measure.failed(key);
        return measure.failing.size() >= connections && measure.rate() >= share;
    }

    @Override
    public synchronized void forget(Provider provider, IncidentKind kind) {
        of(provider, kind).forget();
    }

    private Measure of(Provider provider, IncidentKind kind) {
        return Objects.requireNonNull(at(provider).get(kind));
    }

    private Map<IncidentKind, Measure> at(Provider provider) {
        return Objects.requireNonNull(measures.get(provider));
    }

    /// The last runs, and which connections failed in theirs.
    private static final class Measure {

        private final CircuitBreaker breaker;
        private final Set<ConnectionKey> failing = new HashSet<>();

        Measure(CircuitBreaker breaker) {
            this.breaker = breaker;
            breaker.transitionToMetricsOnlyState();
        }

        void worked(ConnectionKey key) {
            breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            failing.remove(key);
        }

        void failed(ConnectionKey key) {
            breaker.onError(0, TimeUnit.NANOSECONDS, new RunFailed());
            failing.add(key);
        }

        /// In percent, below 0 while too little is known.
        float rate() {
            return breaker.getMetrics().getFailureRate();
        }

        void forget() {
            breaker.reset();
            breaker.transitionToMetricsOnlyState();
            failing.clear();
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
