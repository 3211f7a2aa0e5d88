package io.kalends.worker.incident;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Door;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Incidents;
import io.kalends.core.incident.Passage;

/// Counts whom incidents hold up, and the probes: `kalends.incident.held` and `kalends.incident.probes`.
final class MeteredIncidents implements Incidents {

    private final Incidents incidents;
    private final MeterRegistry registry;

    MeteredIncidents(Incidents incidents, MeterRegistry registry) {
        this.incidents = incidents;
        this.registry = registry;
    }

    @Override
    public Passage enter(ConnectionKey key, Door door, boolean awaited) {
        var passage = incidents.enter(key, door, awaited);
        switch (passage) {
            case Passage.Free _ -> {}
            case Passage.Probe _ ->
                registry.counter(
                                "kalends.incident.probes",
                                "provider",
                                key.provider().id(),
                                "door",
                                door.name())
                        .increment();
            case Passage.Held held -> held(key, held);
        }
        return passage;
    }

    @Override
    public void worked(ConnectionKey key, Door door) {
        incidents.worked(key, door);
    }

    @Override
    public Passage.@Nullable Held failed(ConnectionKey key, IncidentKind kind, String message) {
        var held = incidents.failed(key, kind, message);
        if (held != null) {
            held(key, held);
        }
        return held;
    }

    @Override
    public boolean calm(Provider provider) {
        return incidents.calm(provider);
    }

    private void held(ConnectionKey key, Passage.Held held) {
        registry.counter(
                        "kalends.incident.held",
                        "provider",
                        key.provider().id(),
                        "kind",
                        held.kind().name())
                .increment();
    }
}
