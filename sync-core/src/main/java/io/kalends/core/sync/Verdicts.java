package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.Lookup;
import io.kalends.core.store.Kept;

/// Finds out what became of events that are held and no longer shown: gone, or only moved out of the window.
///
/// One call an event, but for many of one series: when the series is gone, so are they; and when a whole stretch of a
/// living one is no longer shown, the series is asked which instances it has, as far as it can be asked.
final class Verdicts {

    /// So many instances of one series do not move away one by one.
    private static final int MOST_OF_A_SERIES = 20;

    private final Enquiry enquiry;
    private final EventWindow window;

    Verdicts(Enquiry enquiry, EventWindow window) {
        this.enquiry = enquiry;
        this.window = window;
    }

    /// Verdicts on `events`, on at least one of them.
    ///
    /// @param enough true once the rest may be left for later
    Found<List<Change.Definite>> on(List<Kept> events, BooleanSupplier enough) throws InterruptedException {
        var verdicts = new ArrayList<Change.Definite>();
        var alone = new ArrayList<Kept>();
        events.stream()
                .filter(event -> !window.contains(event.lived()))
                .forEach(event -> verdicts.add(new Change.OutsideWindow(event.eventId())));
        for (var group : bySeries(events).entrySet()) {
            if (group.getKey().isEmpty() || group.getValue().size() == 1) {
                alone.addAll(group.getValue());
                continue;
            }
            switch (together(group.getKey(), group.getValue())) {
                case Found.Known<List<Change.Definite>>(List<Change.Definite> found)
                when found.isEmpty() -> alone.addAll(group.getValue());
                case Found.Known<List<Change.Definite>>(List<Change.Definite> found) -> verdicts.addAll(found);
                case Found.Not<List<Change.Definite>> not -> {
                    return not;
                }
            }
        }
        for (var event : alone) {
            if (!verdicts.isEmpty() && enough.getAsBoolean()) {
                break;
            }
            switch (enquiry.event(event.eventId())) {
                case Found.Known<Lookup>(Lookup.Gone _) -> verdicts.add(new Change.Removed(event.eventId()));
                case Found.Known<Lookup>(Lookup.There _) -> verdicts.add(new Change.OutsideWindow(event.eventId()));
                case Found.Not<Lookup> not -> {
                    return not.instead();
                }
            }
        }
        return new Found.Known<>(verdicts);
    }

    private Map<String, List<Kept>> bySeries(List<Kept> events) {
        return events.stream()
                .filter(event -> window.contains(event.lived()))
                .collect(Collectors.groupingBy(
                        event -> event.seriesId() == null ? "" : event.seriesId(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    /// Verdicts on all `events` of a series at once; none when they have to be asked for one by one.
    private Found<List<Change.Definite>> together(String seriesId, List<Kept> events) throws InterruptedException {
        return switch (enquiry.series(seriesId)) {
            case Found.Known<Lookup>(Lookup.Gone _) -> new Found.Known<>(removedUnless(events, Set.of()));
            case Found.Known<Lookup>(Lookup.There _) ->
                events.size() > MOST_OF_A_SERIES ? listed(seriesId, events) : new Found.Known<>(List.of());
            case Found.Not<Lookup> not -> not.instead();
        };
    }

    private Found<List<Change.Definite>> listed(String seriesId, List<Kept> events) throws InterruptedException {
        return switch (enquiry.instances(seriesId, window.around(EventWindow.LONGEST))) {
            case Found.Known<Instances>(Instances.Some some) ->
                new Found.Known<>(removedUnless(
                        events, some.members().stream().map(Change::eventId).collect(Collectors.toSet())));
            case Found.Known<Instances>(Instances.NotListed _) -> new Found.Known<>(removedUnless(events, Set.of()));
            case Found.Not<Instances> not -> not.instead();
        };
    }

    private static List<Change.Definite> removedUnless(List<Kept> events, Set<String> living) {
        return events.stream()
                .<Change.Definite>map(event -> living.contains(event.eventId())
                        ? new Change.OutsideWindow(event.eventId())
                        : new Change.Removed(event.eventId()))
                .toList();
    }
}
