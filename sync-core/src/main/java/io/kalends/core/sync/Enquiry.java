package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.plan.Problem;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.Lookup;
import io.kalends.core.sync.CalendarWalk.Progress;

/// Asks about single events and series of one calendar while a slice walks through it. Of series the answers are
/// remembered until the slice ends, so that a series is looked up once however many of its instances come.
final class Enquiry {

    private static final int MOST_PAGES = 100;

    private final CalendarProvider provider;
    private final ProviderAccess access;
    private final CalendarId calendar;
    private final Map<String, Lookup> series = new HashMap<>();

    Enquiry(CalendarProvider provider, ProviderAccess access, CalendarId calendar) {
        this.provider = provider;
        this.access = access;
        this.calendar = calendar;
    }

    /// Takes note of a series the provider has shown by itself.
    void note(Change.Series shown) {
        series.put(shown.eventId(), new Lookup.There(shown.iCalUid(), shown.event()));
    }

    /// Forgets what is known of a series that is said to have ended.
    void forget(String seriesId) {
        series.remove(seriesId);
    }

    Found<Lookup> series(String seriesId) throws InterruptedException {
        var known = series.get(seriesId);
        if (known != null) {
            return new Found.Known<>(known);
        }
        var found = event(seriesId);
        if (found instanceof Found.Known<Lookup>(Lookup lookup)) {
            series.put(seriesId, lookup);
        }
        return found;
    }

    Found<Lookup> event(String eventId) throws InterruptedException {
        return Found.of(access.ask(token -> provider.event(token, calendar, eventId)));
    }

    /// All instances of a series in `window`, over as many pages as it takes.
    Found<Instances> instances(String seriesId, EventWindow window) throws InterruptedException {
        var all = new ArrayList<Change>();
        @Nullable String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            var asked = next;
            var found = Found.of(access.ask(token -> provider.instances(token, calendar, seriesId, window, asked)));
            if (!(found instanceof Found.Known<Instances>(Instances.Some(List<Change> members, String following)))) {
                return found;
            }
            all.addAll(members);
            if (following == null) {
                return new Found.Known<>(new Instances.Some(all, null));
            }
            next = following;
        }
        return new Found.Not<>(new Progress.Failed(new Problem(
                FailureReason.PROVIDER_LOOP,
                "After " + MOST_PAGES + " pages of one series' instances there was still no last one")));
    }
}
