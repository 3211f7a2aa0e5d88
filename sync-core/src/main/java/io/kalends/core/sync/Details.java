package io.kalends.core.sync;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Lookup;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.SyncStore;

/// Adds to a page what the provider left out: what bare occurrences say, and what became of events that vanished.
final class Details {

    private final SyncStore store;
    private final Claimed claim;
    private final CalendarId calendar;
    private final Enquiry enquiry;
    private final Verdicts verdicts;

    Details(SyncStore store, Claimed claim, CalendarId calendar, Enquiry enquiry, Verdicts verdicts) {
        this.store = store;
        this.claim = claim;
        this.calendar = calendar;
        this.enquiry = enquiry;
        this.verdicts = verdicts;
    }

    Found<Batch> of(List<Change> page) throws InterruptedException {
        var latest = latest(page);
        var touched = new HashMap<String, Boolean>();
        var vanished = new LinkedHashSet<String>();
        for (var change : latest) {
            switch (change) {
                case Change.Series series -> {
                    enquiry.note(series);
                    touched.put(series.eventId(), true);
                }
                case Change.Occurrence occurrence -> touched.put(occurrence.seriesId(), true);
                case Change.Upserted upserted -> touch(touched, upserted.event().seriesId());
                case Change.Vanished gone -> vanished.add(gone.eventId());
                case Change.Removed _, Change.OutsideWindow _ -> {}
            }
        }
        return switch (definite(latest)) {
            case Found.Known<List<Change.Definite>>(List<Change.Definite> changes) ->
                vanished.isEmpty() ? new Found.Known<>(new Batch(changes, touched)) : with(vanished, changes, touched);
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

    private Found<Batch> with(Set<String> vanished, List<Change.Definite> changes, Map<String, Boolean> touched)
            throws InterruptedException {
        var kept = store.kept(claim, calendar, vanished);
        var all = new ArrayList<>(changes);
        var seriesGone = new LinkedHashSet<String>();
        for (var event : kept) {
            if (event.seriesId() != null && vanished.contains(event.seriesId())) {
                seriesGone.add(event.seriesId());
            }
        }
        for (var seriesId : seriesGone) {
            switch (enquiry.series(seriesId)) {
                case Found.Known<Lookup>(Lookup.Gone _) -> all.add(new Change.Removed(seriesId));
                case Found.Known<Lookup>(Lookup.There _) -> touch(touched, seriesId);
                case Found.Not<Lookup> not -> {
                    return not.instead();
                }
            }
        }
        var single = kept.stream()
                .filter(event -> vanished.contains(event.eventId()))
                .toList();
        return switch (verdicts.on(single, () -> false)) {
            case Found.Known<List<Change.Definite>>(List<Change.Definite> found) -> {
                all.addAll(found);
                yield new Found.Known<>(new Batch(all, touched));
            }
            case Found.Not<List<Change.Definite>> not -> not.instead();
        };
    }

    private static void touch(Map<String, Boolean> touched, @Nullable String seriesId) {
        if (seriesId != null) {
            touched.putIfAbsent(seriesId, false);
        }
    }

    private static Collection<Change> latest(List<Change> page) {
        var latest = new LinkedHashMap<String, Change>();
        page.forEach(change -> latest.putLast(change.eventId(), change));
        return latest.values();
    }

    /// A bare occurrence does not say whether it covers whole days; its series does.
    private static Change.Upserted filled(Change.Occurrence occurrence, Lookup.There series) {
        var told = series.event() == null ? CalendarEvent.untold(occurrence.span()) : series.event();
        var when = told.span() instanceof Span.AllDay ? occurrence.span().days(ZoneOffset.UTC) : occurrence.span();
        return new Change.Upserted(
                occurrence.eventId(),
                series.iCalUid(),
                told.instance(occurrence.seriesId(), when, occurrence.etag()),
                occurrence.lived());
    }
}
