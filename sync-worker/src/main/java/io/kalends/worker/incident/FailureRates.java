package io.kalends.worker.incident;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Door;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Symptoms;

/// Measures how many of the last connections failed, for each provider and kind. A rate alone is not enough: it takes
/// several different ones that fail.
final class FailureRates implements Symptoms {

    /// What is looked at.
    ///
    /// @param runs last runs, each of another connection
    /// @param memory how long a run is remembered at most
    record Window(int runs, Duration memory) {}

    private final Map<Provider, Map<IncidentKind, LastRuns>> last = new EnumMap<>(Provider.class);
    private final int connections;
    private final int share;

    /// @param connections different ones that must fail
    /// @param share of the window that must have failed, in percent
    /// @param nanoTime monotonic time
    FailureRates(int connections, Window window, int share, LongSupplier nanoTime) {
        this.connections = connections;
        this.share = share;
        for (var provider : Provider.values()) {
            var kinds = new EnumMap<IncidentKind, LastRuns>(IncidentKind.class);
            for (var kind : IncidentKind.values()) {
                kinds.put(kind, new LastRuns(provider.id() + "-" + kind, window, nanoTime));
            }
            last.put(provider, kinds);
        }
    }

    @Override
    public synchronized void worked(ConnectionKey key, Door door) {
        at(key.provider()).forEach((kind, runs) -> {
            if (kind.door() == door) {
                runs.worked(key);
            }
        });
    }

    @Override
    public synchronized boolean failed(ConnectionKey key, IncidentKind kind) {
        var runs = Objects.requireNonNull(at(key.provider()).get(kind));
        runs.failed(key);
        return runs.failing() >= connections && runs.rate() >= share;
    }

    @Override
    public synchronized void forget(Provider provider) {
        at(provider).values().forEach(LastRuns::forgetFailures);
    }

    private Map<IncidentKind, LastRuns> at(Provider provider) {
        return Objects.requireNonNull(last.get(provider));
    }
}
