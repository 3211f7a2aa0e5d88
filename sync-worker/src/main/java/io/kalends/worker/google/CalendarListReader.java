package io.kalends.worker.google;

import java.util.ArrayList;

import com.google.api.services.calendar.model.CalendarListEntry;
import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarList.Next;
import io.kalends.worker.http.EventLimits;
import io.kalends.worker.http.UnusablePageException;

/// Reads a page of the account's calendars. Deleted and hidden ones count as no longer on the list.
final class CalendarListReader {

    private CalendarListReader() {}

    static CalendarList read(byte[] json) throws UnusablePageException {
        var list = GoogleJson.read(json, com.google.api.services.calendar.model.CalendarList.class);
        if (!"calendar#calendarList".equals(Given.value(list.getKind()))) {
            throw new UnusablePageException("the answer is no page of calendars");
        }
        var entries = new ArrayList<CalendarList.Entry>();
        var removed = new ArrayList<CalendarId>();
        for (var item : Given.all(list.getItems())) {
            var id = id(item);
            if (Given.flag(item.getDeleted()) || Given.flag(item.getHidden())) {
                removed.add(id);
            } else {
                entries.add(entry(id, item));
            }
        }
        return new CalendarList(
                entries, removed, next(Given.name(list.getNextPageToken()), Given.name(list.getNextSyncToken())));
    }

    /// Without a sync token the next listing reads all; a list is short.
    private static Next next(@Nullable String pageToken, @Nullable String syncToken) {
        return pageToken == null ? new Next.Last(syncToken) : new Next.More(pageToken);
    }

    private static CalendarId id(@Nullable CalendarListEntry item) throws UnusablePageException {
        var given = Given.value(item);
        var id = given == null ? null : Given.name(given.getId());
        if (id == null || id.isBlank() || id.length() > EventLimits.ID) {
            throw new UnusablePageException("the page has a calendar without a usable id");
        }
        return new CalendarId(id);
    }

    /// The name the user gave it goes before the calendar's own.
    private static CalendarList.Entry entry(CalendarId id, CalendarListEntry item) {
        var own = Given.name(item.getSummaryOverride());
        return new CalendarList.Entry(
                id,
                own == null ? Given.text(item.getSummary()) : own,
                Given.name(item.getTimeZone()),
                Given.flag(item.getPrimary()));
    }
}
