package io.kalends.worker.incident;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.IncidentBoard;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.SharedIncidents;

/// What is done about incidents every second: closed when they are over, and shown as the gauge
/// `kalends.incident.open`.
final class IncidentUpkeep {

    private final SharedIncidents incidents;
    private final IncidentBoard board;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    IncidentUpkeep(SharedIncidents incidents, IncidentBoard board, MeterRegistry registry) {
        this.incidents = incidents;
        this.board = board;
        for (var provider : Provider.values()) {
            for (var kind : IncidentKind.values()) {
                Gauge.builder("kalends.incident.open", open, it -> it.getOrDefault(name(provider, kind), 0))
                        .description("1 while an incident of this kind is not over")
                        .tag("provider", provider.id())
                        .tag("kind", kind.name())
                        .register(registry);
            }
        }
    }

    void run() {
        incidents.settle();
        for (var incident : board.look().incidents()) {
            open.put(name(incident.provider(), incident.kind()), incident.closed() ? 0 : 1);
        }
    }

    private static String name(Provider provider, IncidentKind kind) {
        return provider.id() + "/" + kind;
    }
}
