package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Lookup;
import io.kalends.core.store.Batch;

/// Adds to a page what the provider left out: what bare occurrences say, what became of events that ended, and which
/// ids are those of series and with that of no meeting.
final class Details {

    private final Enquiry enquiry;
    private final Endings endings;

    Details(Enquiry enquiry, Endings endings) {
        this.enquiry = enquiry;
        this.endings = endings;
    }

    Found<Batch> of(List<Change> page) throws InterruptedException {
        var latest = latest(page);
        var touched = new LinkedHashMap<String, Boolean>();
        for (var change : latest) {
            switch (change) {
                case Change.Series series -> {
                    enquiry.note(series);
                    touched.putIfAbsent(series.eventId(), false);
                }
                case Change.Occurrence occurrence -> touched.put(occurrence.seriesId(), true);
                case Change.Upserted upserted -> {
                    var seriesId = upserted.event().seriesId();
                    if (seriesId != null) {
                        touched.putIfAbsent(seriesId, false);
                    }
                }
                case Change.Vanished(String eventId) -> enquiry.forget(eventId);
                case Change.Removed(String eventId) -> enquiry.forget(eventId);
                case Change.OutsideWindow _ -> {}
            }
        }
        return switch (definite(latest)) {
            case Found.Known<List<Change.Definite>>(List<Change.Definite> known) ->
                switch (endings.of(latest, known)) {
                    case Found.Known<Endings.Settled>(Endings.Settled settled) -> {
                        settled.living().forEach(series -> touched.putIfAbsent(series, false));
                        yield new Found.Known<>(new Batch(meetings(settled.changes(), touched.keySet()), touched));
                    }
                    case Found.Not<Endings.Settled> not -> not.instead();
                };
            case Found.Not<List<Change.Definite>> not -> not.instead();
        };
    }

    /// Everything that happens in the window, bare occurrences filled in. One whose series is gone is left out.
    Found<List<Change.Definite>> definite(Collection<Change> changes) throws InterruptedException {
        var definite = new ArrayList<Change.Definite>();
        for (var change : changes) {
            switch (change) {
                case Change.Definite known -> definite.add(known);
                case Change.Occurrence occurrence -> {
                    switch (enquiry.series(occurrence.seriesId())) {
                        case Found.Known<Lookup>(Lookup.There there) -> definite.add(filled(occurrence, there));
                        case Found.Known<Lookup>(Lookup.Gone _) -> {}
                        case Found.Not<Lookup> not -> {
                            return not.instead();
                        }
                    }
                }
                case Change.Series _, Change.Vanished _ -> {}
            }
        }
        return new Found.Known<>(definite);
    }

    /// A single event may have become a series under its own id; a series is no meeting, wherever its instances are.
    private static List<Change.Definite> meetings(List<Change.Definite> changes, Set<String> series) {
        var told = changes.stream().map(Change::eventId).collect(Collectors.toSet());
        var all = new ArrayList<>(changes);
        series.stream()
                .filter(id -> !told.contains(id))
                .map(Change.OutsideWindow::new)
                .forEach(all::add);
        return all;
    }

    private static Collection<Change> latest(List<Change> page) {
        var latest = new LinkedHashMap<String, Change>();
        page.forEach(change -> latest.putLast(change.eventId(), change));
        return latest.values();
    }

    private static Change.Upserted filled(Change.Occurrence occurrence, Lookup.There series) {
        var told = series.event() == null ? CalendarEvent.untold(occurrence.span()) : series.event();
        return new Change.Upserted(
                occurrence.eventId(),
                series.iCalUid(),
                told.instance(occurrence.seriesId(), occurrence.span(), occurrence.etag()),
                occurrence.lived());
    }
}
