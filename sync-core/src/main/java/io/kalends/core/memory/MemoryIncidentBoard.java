package io.kalends.core.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incident;
import io.kalends.core.incident.IncidentBoard;
import io.kalends.core.incident.IncidentKind;

/// A board in memory, for tests and for reading.
public final class MemoryIncidentBoard implements IncidentBoard {

    private record Place(Provider provider, IncidentKind kind) {}

    private final Map<Place, Incident> incidents = new HashMap<>();
    private final InstantSource clock;

    public MemoryIncidentBoard(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Sight look() {
        return new Sight(clock.instant(), List.copyOf(incidents.values()));
    }

    @Override
    public synchronized boolean replace(@Nullable Incident before, Incident after) {
        var place = new Place(after.provider(), after.kind());
        var held = incidents.get(place);
        boolean asExpected = before == null ? held == null : held != null && held.version() == before.version();
        if (asExpected) {
            incidents.put(place, after);
        }
        return asExpected;
    }
}
