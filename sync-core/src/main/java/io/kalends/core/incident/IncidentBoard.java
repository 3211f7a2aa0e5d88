package io.kalends.core.incident;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What all workers know of incidents.
public interface IncidentBoard {

    /// The last incident of each provider and kind, with the board's clock.
    record Sight(Instant now, List<Incident> incidents) {

        public Sight {
            incidents = List.copyOf(incidents);
        }
    }

    Sight look();

    /// Puts `after` in the place of `before`, unless somebody was faster.
    ///
    /// @param before null when there was none of its provider and kind
    /// @return whether it was done
    boolean replace(@Nullable Incident before, Incident after);
}
