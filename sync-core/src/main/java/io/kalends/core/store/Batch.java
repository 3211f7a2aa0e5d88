package io.kalends.core.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.kalends.core.provider.Change;

/// What one page brings, ready to be applied.
///
/// @param changes in the provider's order; of the same event the later entry wins
/// @param touched the series the page told something of, by id. Of a delta, none of their events may be left
///     behind: the walk does not end before every one held is accounted for. True when the provider seems to have
///     sent the series as a whole, false when it may have sent no more than what differs
public record Batch(List<Change.Definite> changes, Map<String, Boolean> touched) {

    public Batch {
        changes = List.copyOf(changes);
        touched = Map.copyOf(touched);
    }

    /// Changes of no series.
    public static Batch of(Collection<? extends Change.Definite> changes) {
        return new Batch(List.copyOf(changes), Map.of());
    }
}
