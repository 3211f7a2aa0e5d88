package io.kalends.worker.google;

import java.util.ArrayList;

import com.google.api.services.calendar.model.CalendarListEntry;
import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.CalendarList;

/// Reads a page of the account's calendars. Deleted and hidden ones are left out.
final class CalendarListReader {

    private static final int LONGEST_ID = 1024;

    private CalendarListReader() {}

    static CalendarList read(byte[] json) throws UnusablePageException {
        var list = GoogleJson.read(json, com.google.api.services.calendar.model.CalendarList.class);
        if (!"calendar#calendarList".equals(Given.value(list.getKind()))) {
            throw new UnusablePageException("the answer is no page of calendars");
        }
        var entries = new ArrayList<CalendarList.Entry>();
        for (var item : Given.all(list.getItems())) {
            var id = id(item);
            if (!Given.flag(item.getDeleted()) && !Given.flag(item.getHidden())) {
                entries.add(entry(id, item));
            }
        }
        return new CalendarList(entries, Given.name(list.getNextPageToken()));
    }

    private static CalendarId id(@Nullable CalendarListEntry item) throws UnusablePageException {
        var given = Given.value(item);
        var id = given == null ? null : Given.name(given.getId());
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
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
