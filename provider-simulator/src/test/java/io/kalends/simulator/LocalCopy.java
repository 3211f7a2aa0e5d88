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

/// A copy of a calendar, kept in step by sync tokens as Google's guide describes; written against Google's client only.
///
/// It holds either the instances in a window, or all masters and exceptions.
final class LocalCopy {
    private final Calendar client;
    private final String calendarId;
    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final Map<String, Event> events = new TreeMap<>();
    private @Nullable String syncToken;

    LocalCopy(Calendar client, String calendarId, @Nullable Instant from, @Nullable Instant to) {
        this.client = client;
        this.calendarId = calendarId;
        this.from = from;
        this.to = to;
    }

    static LocalCopy ofMasters(Calendar client, String calendarId) {
        return new LocalCopy(client, calendarId, null, null);
    }

    /// One round, to the last page.
    void sync(int pageSize) throws IOException {
        sync(pageSize, () -> {});
    }

    /// One round, to the last page.
    ///
    /// @param betweenPages what others do meanwhile
    void sync(int pageSize, Runnable betweenPages) throws IOException {
        var list =
                client.events().list(calendarId).setSingleEvents(from != null).setMaxResults(pageSize);
        if (syncToken != null) {
            list.setSyncToken(syncToken);
        } else if (from != null && to != null) {
            list.setTimeMin(new DateTime(from.toEpochMilli())).setTimeMax(new DateTime(to.toEpochMilli()));
        }
        String next = null;
        do {
            var page = list.setPageToken(next).execute();
            page.getItems().forEach(this::apply);
            next = page.getNextPageToken();
            if (next == null) {
                syncToken = page.getNextSyncToken();
            } else {
                betweenPages.run();
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

    private void apply(Event event) {
        var cancelled = event.getStatus().equals("cancelled");
        if (from == null && cancelled && event.getRecurringEventId() == null) {
            events.values().removeIf(kept -> event.getId().equals(kept.getRecurringEventId()));
            events.remove(event.getId());
        } else if (from != null && (cancelled || !inWindow(event))) {
            events.remove(event.getId());
        } else {
            events.put(event.getId(), event);
        }
    }

    private boolean inWindow(Event event) {
        return (from == null || millis(event.getEnd()) > from.toEpochMilli())
                && (to == null || millis(event.getStart()) < to.toEpochMilli());
    }

    /// All-day events begin at midnight where the calendar is; the calendars of these tests are in UTC.
    private static long millis(EventDateTime moment) {
        return moment.getDate() == null
                ? moment.getDateTime().getValue()
                : moment.getDate().getValue();
    }
}
