package io.kalends.core.incident;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.kalends.core.connection.ConnectionKey;

/// The connections of this worker whose failure alone was taken for everybody's, and which have not worked since.
final class Loners {

    private final Map<ConnectionKey, Set<IncidentKind>> known = new HashMap<>();

    /// A failure of `key` alone is to be taken for everybody's.
    ///
    /// @return whether it was not before
    boolean first(ConnectionKey key, IncidentKind kind) {
        return known.computeIfAbsent(key, _ -> EnumSet.noneOf(IncidentKind.class))
                .add(kind);
    }

    /// `key` was answered at `door`, and is believed again.
    void worked(ConnectionKey key, Door door) {
        var kinds = known.get(key);
        if (kinds != null && kinds.removeIf(kind -> kind.door() == door) && kinds.isEmpty()) {
            known.remove(key);
        }
    }
}
