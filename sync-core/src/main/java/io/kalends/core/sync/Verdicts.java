package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Lookup;
import io.kalends.core.store.Kept;

/// Finds out what became of events that are held and no longer shown: gone, or only moved out of the window.
///
/// One call an event, but for many of one series: when the series is gone, so are they, and when a whole stretch of a
/// living one is no longer shown, its rule has changed.
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
        var ofSeries = events.stream()
                .filter(event -> window.contains(event.lived()))
                .collect(Collectors.groupingBy(
                        event -> event.seriesId() == null ? "" : event.seriesId(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        events.stream()
                .filter(event -> !window.contains(event.lived()))
                .forEach(event -> verdicts.add(new Change.OutsideWindow(event.eventId())));
        for (var group : ofSeries.entrySet()) {
            if (group.getKey().isEmpty() || group.getValue().size() == 1) {
                alone.addAll(group.getValue());
                continue;
            }
            switch (enquiry.series(group.getKey())) {
                case Found.Known<Lookup>(Lookup lookup)
                when lookup instanceof Lookup.Gone || group.getValue().size() > MOST_OF_A_SERIES ->
                    group.getValue().forEach(event -> verdicts.add(new Change.Removed(event.eventId())));
                case Found.Known<Lookup> _ -> alone.addAll(group.getValue());
                case Found.Not<Lookup> not -> {
                    return not.instead();
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
}
