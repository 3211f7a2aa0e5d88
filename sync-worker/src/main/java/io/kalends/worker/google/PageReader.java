package io.kalends.worker.google;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.Events;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.Page.Next;
import io.kalends.worker.http.EventLimits;
import io.kalends.worker.http.OddEvents;
import io.kalends.worker.http.UnusablePageException;

/// Reads a page of Google's event list.
///
/// A page without a way on, or with an entry that has no id, is refused as a whole: to go on from it would be to miss
/// something.
final class PageReader {

    private final OddEvents oddEvents;

    PageReader(MeterRegistry registry) {
        oddEvents = new OddEvents(registry, Provider.GOOGLE);
    }

    Page read(byte[] json, EventWindow window) throws UnusablePageException {
        var events = events(json);
        var next = next(Given.name(events.getNextPageToken()), Given.name(events.getNextSyncToken()));
        return new Page(changes(events, window), next);
    }

    /// Reads a page of one series' instances.
    Instances instances(byte[] json, EventWindow window) throws UnusablePageException {
        var events = events(json);
        return new Instances.Some(changes(events, window), Given.name(events.getNextPageToken()));
    }

    /// Reads one event. A cancelled one counts as gone.
    Lookup lookup(byte[] json) throws UnusablePageException {
        var event = GoogleJson.read(json, Event.class);
        id(event);
        if ("cancelled".equals(Given.value(event.getStatus()))) {
            return new Lookup.Gone();
        }
        return new Lookup.There(Given.name(event.getICalUID()), EventMapper.event(event));
    }

    private static Events events(byte[] json) throws UnusablePageException {
        var events = GoogleJson.events(json);
        var kind = Given.value(events.getKind());
        if (kind != null && !kind.equals("calendar#events")) {
            throw new UnusablePageException("the answer is no page of events");
        }
        return events;
    }

    private List<Change> changes(Events events, EventWindow window) throws UnusablePageException {
        var mapper = new EventMapper(window, zone(Given.value(events.getTimeZone())));
        var changes = new ArrayList<Change>();
        var odd = 0;
        for (var item : Given.all(events.getItems())) {
            var mapped = mapper.map(id(item), item);
            changes.add(mapped.change());
            odd += mapped.odd() ? 1 : 0;
        }
        oddEvents.seen(odd);
        return changes;
    }

    private static Next next(@Nullable String pageToken, @Nullable String syncToken) throws UnusablePageException {
        if (pageToken != null && syncToken == null) {
            return new Next.More(pageToken);
        }
        if (syncToken != null && pageToken == null) {
            return new Next.Last(syncToken);
        }
        throw new UnusablePageException(
                pageToken == null
                        ? "the page says neither how to go on nor that it is the last"
                        : "the page says both how to go on and that it is the last");
    }

    private static String id(@Nullable Event item) throws UnusablePageException {
        var given = Given.value(item);
        var id = given == null ? null : Given.name(given.getId());
        if (id == null || id.length() > EventLimits.ID) {
            throw new UnusablePageException("the page has an event without a usable id");
        }
        return id;
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }
}
