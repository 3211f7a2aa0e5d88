package io.kalends.worker.persistence;

import java.util.List;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.Applied;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;

/// Removes, or tells again, whatever is held of a calendar, a bounded number of events at a time. Every method belongs
/// into the caller's transaction.
final class Sweeps {

    private final EventRows events;
    private final Calendars calendars;
    private final Journal journal;
    private final int batch;

    /// @param batch most events at once
    Sweeps(EventRows events, Calendars calendars, Journal journal, int batch) {
        this.events = events;
        this.calendars = calendars;
        this.journal = journal;
        this.batch = batch;
    }

    /// Removes whatever is held of the calendar.
    Applied.Committed everything(ConnectionRow row, CalendarId calendar) {
        List<EventRows.Held> found = events.notSeen(row.text(), calendar, EventRows.NOTHING_SEEN, batch);
        events.markGone(
                row.text(),
                calendar,
                found.stream().map(EventRows.Held::eventId).toList());
        journal.write(
                row,
                found.stream()
                        .map(held -> EventRecords.changed(
                                row.text(),
                                calendar,
                                held.eventId(),
                                held.iCalUid(),
                                EventChange.DELETED,
                                ChangeReason.RECONCILED,
                                null))
                        .toList());
        return new Applied.Committed(0, found.size(), found.size() < batch);
    }

    /// Tells again what was told, as it was stored.
    Applied.Committed again(ConnectionRow row, CalendarId calendar) {
        var after = calendars.republished(row, calendar);
        if (after == null) {
            return new Applied.Committed(0, 0, true);
        }
        var found = events.told(row.text(), calendar, after, batch);
        journal.write(
                row,
                found.stream()
                        .map(told -> EventRecords.changed(
                                row.text(),
                                calendar,
                                told.eventId(),
                                told.iCalUid(),
                                EventChange.UPSERTED,
                                ChangeReason.REPUBLISHED,
                                EventRecords.event(told.payload())))
                        .toList());
        var complete = found.size() < batch;
        calendars.republished(row, calendar, complete ? null : found.getLast().eventId());
        return new Applied.Committed(found.size(), 0, complete);
    }
}
