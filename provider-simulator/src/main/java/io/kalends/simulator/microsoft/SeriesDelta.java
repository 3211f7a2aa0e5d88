package io.kalends.simulator.microsoft;

import java.util.List;
import java.util.stream.Stream;

import io.kalends.simulator.microsoft.SeriesRules.DeletedOccurrence;
import io.kalends.simulator.microsoft.SeriesRules.DeletedSeries;
import io.kalends.simulator.microsoft.SeriesRules.EditedMaster;
import io.kalends.simulator.microsoft.SeriesRules.EditedOccurrence;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.Expansion;
import io.kalends.simulator.world.StoredEvent;
import io.kalends.simulator.world.Window;

/// What a delta of a window says about one series.
record SeriesDelta(StoredEvent series, Expansion expansion, Window window, MicrosoftRules rules) {

    /// All of the series that is in the window; nothing if no instance is.
    Stream<Row> whole() {
        var instances = instances();
        return instances.isEmpty()
                ? Stream.empty()
                : Stream.concat(rules.series().mastersListed() ? master() : Stream.empty(), told(instances));
    }

    /// What is said in a later round, if the series changed at all.
    Stream<Row> since(long revision) {
        if (series.cancelled() || instances().isEmpty()) {
            return left(revision);
        }
        if (series.masterRevision() <= revision) {
            return deviations(revision);
        }
        var onlyMaster = rules.series().editedMaster() == EditedMaster.ONLY_MASTER && !reshaped(revision);
        return onlyMaster ? Stream.concat(master(), deviations(revision)).distinct() : whole();
    }

    /// The series is new, takes place at other times, or repeats in another way.
    private boolean reshaped(long revision) {
        return series.born() > revision || series.eras().stream().anyMatch(era -> era.until() > revision);
    }

    private Stream<Row> deviations(long revision) {
        var changed = expansion.deviations(series, revision).toList();
        var again = changed.stream()
                .anyMatch(entry -> entry.cancelled()
                        ? rules.series().deletedOccurrence() == DeletedOccurrence.RESEND_SERIES
                        : rules.series().editedOccurrence() == EditedOccurrence.RESEND_SERIES);
        return again ? whole() : changed.stream().flatMap(this::alone).distinct();
    }

    private Stream<Row> alone(Entry entry) {
        if (entry.cancelled() && rules.series().deletedOccurrence() == DeletedOccurrence.SILENT_MASTER) {
            return master();
        }
        if (!entry.cancelled() && window.holds(entry.span(), expansion.zone())) {
            return Stream.of(new Row.Told(Item.of(entry, series)));
        }
        return rules.removedOutsideWindow() || wasIn(entry) ? removed(entry.id(), entry.cancelled()) : Stream.empty();
    }

    /// The series has no instance in the window any more, or never had.
    private Stream<Row> left(long revision) {
        var before = Stream.concat(
                        expansion.instances(series, window.to()).stream(), expansion.gone(series, revision).stream())
                .filter(this::wasIn)
                .map(Entry::id)
                .toList();
        var gone = series.cancelled();
        if (before.isEmpty()) {
            return rules.removedOutsideWindow() ? removed(series.id(), gone) : Stream.empty();
        }
        var named = rules.series().deletedSeries();
        return Stream.concat(
                named == DeletedSeries.OCCURRENCES ? Stream.empty() : removed(series.id(), gone),
                named == DeletedSeries.MASTER ? Stream.empty() : before.stream().flatMap(id -> removed(id, gone)));
    }

    private boolean wasIn(Entry entry) {
        return Stream.concat(Stream.of(entry.span()), entry.earlier().stream())
                .anyMatch(span -> window.holds(span, expansion.zone()));
    }

    private Stream<Row> removed(String heldId, boolean gone) {
        return Stream.of(new Row.Removed(heldId, !gone && rules.movedOutIsChanged()));
    }

    private Stream<Row> master() {
        return Stream.of(new Row.Told(Item.self(series, expansion)));
    }

    private List<Item> instances() {
        return Item.in(window, series, expansion).toList();
    }

    private static Stream<Row> told(List<Item> items) {
        return items.stream().map(Row.Told::new);
    }
}
