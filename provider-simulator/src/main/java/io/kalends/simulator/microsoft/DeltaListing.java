package io.kalends.simulator.microsoft;

import java.util.List;
import java.util.stream.Stream;

import io.kalends.simulator.world.CalendarState;
import io.kalends.simulator.world.Expansion;
import io.kalends.simulator.world.StoredEvent;
import io.kalends.simulator.world.Window;

/// Which rows a delta of a window has: all of them, or what changed since a revision.
record DeltaListing(CalendarState calendar, Expansion expansion, Window window, MicrosoftRules rules) {

    /// The rows of a first round.
    List<Row> all() {
        return calendar.events().stream()
                .filter(event -> !event.cancelled())
                .flatMap(this::present)
                .toList();
    }

    /// The rows of a later round.
    List<Row> since(long revision) {
        return calendar.events().stream()
                .filter(event -> event.revision() > revision)
                .flatMap(event -> event.recurrence() == null
                        ? single(event, revision)
                        : new SeriesDelta(event, expansion, window, rules).since(revision))
                .toList();
    }

    private Stream<Row> present(StoredEvent event) {
        return event.recurrence() == null
                ? Item.in(window, event, expansion).map(Row.Told::new)
                : new SeriesDelta(event, expansion, window, rules).whole();
    }

    private Stream<Row> single(StoredEvent event, long revision) {
        if (!event.cancelled() && window.holds(event.span(), expansion.zone())) {
            return Stream.of(new Row.Told(Item.self(event, expansion)));
        }
        return rules.removedOutsideWindow() || wasIn(event, revision)
                ? Stream.of(new Row.Removed(event.id(), !event.cancelled() && rules.movedOutIsChanged()))
                : Stream.empty();
    }

    private boolean wasIn(StoredEvent event, long revision) {
        var earlier =
                event.eras().stream().filter(era -> era.until() > revision).map(StoredEvent.Era::span);
        return Stream.concat(Stream.of(event.span()), earlier).anyMatch(span -> window.holds(span, expansion.zone()));
    }
}
