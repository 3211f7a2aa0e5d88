package io.kalends.core.store;

import java.util.List;

/// A series that a delta told something of without showing every event that is held of it.
///
/// @param whole whether the provider seems to have sent the series as a whole
/// @param unseen those it did not show
public record Suspect(String seriesId, boolean whole, List<Kept> unseen) {

    public Suspect {
        unseen = List.copyOf(unseen);
    }
}
