package io.kalends.simulator.world;

import java.time.Instant;
import java.util.List;

/// A calendar at one moment; it stays as it is while the calendar goes on changing.
///
/// @param revision   of the last change
/// @param generation goes up when every cursor is forgotten
/// @param floor      changes before this revision can no longer be told
public record CalendarState(
        CalendarFacts facts,
        Instant updated,
        long revision,
        long generation,
        long floor,
        long idsGiven,
        List<StoredEvent> events) {
    public CalendarState {
        events = List.copyOf(events);
    }
}
