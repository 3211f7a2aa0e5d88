package io.kalends.core.incident;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.kalends.core.connection.ConnectionKey;

/// The runs of this worker that see whether incidents are over. Several may be under way for one incident, and one for
/// several.
final class Probes {

    private final Map<ConnectionKey, Set<UUID>> incidents = new HashMap<>();

    /// A run of `key` was let through for `incident`.
    void sent(Incident incident, ConnectionKey key) {
        incidents.computeIfAbsent(key, _ -> new HashSet<>()).add(incident.id());
    }

    /// A run of `key` was answered well.
    ///
    /// @return whether it had been let through for `incident`; true once
    boolean passed(Incident incident, ConnectionKey key) {
        var sent = incidents.get(key);
        var probed = sent != null && sent.remove(incident.id());
        if (sent != null && sent.isEmpty()) {
            incidents.remove(key);
        }
        return probed;
    }

    /// What a run of `key` was let through for it shows nothing of.
    void forget(ConnectionKey key) {
        incidents.remove(key);
    }
}
