package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.kalends.core.provider.Change;
import io.kalends.core.provider.Lookup;
import io.kalends.core.store.Kept;

/// Finds out what became of events that a page no longer shows or says to be gone. Those that are series are asked
/// about: a single event also goes when it becomes a series, and then its instances are there to stay.
final class Endings {

    /// What came of it.
    ///
    /// @param changes all of the page's, endings included
    /// @param living series that were said to have ended and have not
    record Settled(List<Change.Definite> changes, Set<String> living) {}

    private final Function<Collection<String>, List<Kept>> held;
    private final Enquiry enquiry;
    private final Verdicts verdicts;

    /// @param held finds those events that are held, and of those that are series the instances
    Endings(Function<Collection<String>, List<Kept>> held, Enquiry enquiry, Verdicts verdicts) {
        this.held = held;
        this.enquiry = enquiry;
        this.verdicts = verdicts;
    }

    /// Settles the endings of a page.
    ///
    /// @param known what the page says for certain
    Found<Settled> of(Collection<Change> page, List<Change.Definite> known) throws InterruptedException {
        var vanished = new LinkedHashSet<String>();
        var ended = new LinkedHashSet<String>();
        for (var change : page) {
            switch (change) {
                case Change.Vanished(String eventId) -> {
                    vanished.add(eventId);
                    ended.add(eventId);
                }
                case Change.Removed(String eventId) -> ended.add(eventId);
                case Change.Upserted _, Change.OutsideWindow _, Change.Occurrence _, Change.Series _ -> {}
            }
        }
        return ended.isEmpty() ? new Found.Known<>(new Settled(known, Set.of())) : settled(ended, vanished, known);
    }

    private Found<Settled> settled(Set<String> ended, Set<String> vanished, List<Change.Definite> known)
            throws InterruptedException {
        var kept = held.apply(ended);
        var changes = new ArrayList<>(known);
        var living = new LinkedHashSet<String>();
        for (var seriesId : series(kept, ended)) {
            switch (enquiry.series(seriesId)) {
                case Found.Known<Lookup>(Lookup.Gone _) -> changes.add(new Change.Removed(seriesId));
                case Found.Known<Lookup>(Lookup.There _) -> living.add(seriesId);
                case Found.Not<Lookup> not -> {
                    return not.instead();
                }
            }
        }
        changes.removeIf(change -> change instanceof Change.Removed && living.contains(change.eventId()));
        var alone = kept.stream()
                .filter(event -> vanished.contains(event.eventId()))
                .toList();
        return switch (verdicts.on(alone, () -> false)) {
            case Found.Known<List<Change.Definite>>(List<Change.Definite> found) -> {
                changes.addAll(found);
                yield new Found.Known<>(new Settled(changes, living));
            }
            case Found.Not<List<Change.Definite>> not -> not.instead();
        };
    }

    private static Set<String> series(List<Kept> kept, Set<String> ended) {
        var series = new LinkedHashSet<String>();
        for (var event : kept) {
            var seriesId = event.seriesId();
            if (seriesId != null && ended.contains(seriesId)) {
                series.add(seriesId);
            }
        }
        return series;
    }
}
