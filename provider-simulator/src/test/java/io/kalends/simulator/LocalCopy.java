package io.kalends.simulator;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventDateTime;
import org.jspecify.annotations.Nullable;

/// A copy of a calendar's window, kept in step by sync tokens as Google's guide describes; written against Google's
/// client
/// only.
final class LocalCopy {
    private final Calendar client;
    private final String calendarId;
    private final Instant from;
    private final Instant to;
    private final Map<String, Event> events = new TreeMap<>();
    private @Nullable String syncToken;

    LocalCopy(Calendar client, String calendarId, Instant from, Instant to) {
        this.client = client;
        this.calendarId = calendarId;
        this.from = from;
        this.to = to;
    }

    /// One round, to the last page.
    void sync(int pageSize) throws IOException {
        var list = client.events().list(calendarId).setSingleEvents(true).setMaxResults(pageSize);
        if (syncToken == null) {
            list.setTimeMin(new DateTime(from.toString())).setTimeMax(new DateTime(to.toString()));
        } else {
            list.setSyncToken(syncToken);
        }
        String next = null;
        do {
            var page = list.setPageToken(next).execute();
            page.getItems().forEach(this::apply);
            next = page.getNextPageToken();
            if (next == null) {
                syncToken = page.getNextSyncToken();
            }
        } while (next != null);
    }

    /// The same copy at the same point, read through another client from now on.
    LocalCopy continuedWith(Calendar other) {
        var copy = new LocalCopy(other, calendarId, from, to);
        copy.events.putAll(events);
        copy.syncToken = syncToken;
        return copy;
    }

    Map<String, Event> events() {
        return events;
    }

    @Nullable
    String syncToken() {
        return syncToken;
    }

    private void apply(Event event) {
        if (event.getStatus().equals("cancelled") || !inWindow(event)) {
            events.remove(event.getId());
        } else {
            events.put(event.getId(), event);
        }
    }

    private boolean inWindow(Event event) {
        return millis(event.getEnd()) > from.toEpochMilli() && millis(event.getStart()) < to.toEpochMilli();
    }

    /// All-day events begin at midnight where the calendar is; the calendars of these tests are in UTC.
    private static long millis(EventDateTime moment) {
        return moment.getDate() == null
                ? moment.getDateTime().getValue()
                : moment.getDate().getValue();
    }
}
