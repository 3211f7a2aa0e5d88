package io.kalends.worker.persistence;

import java.util.List;
import java.util.function.Function;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.Applied;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;
import io.kalends.worker.tenant.Sharing;

/// Removes, or tells again, whatever is held of a calendar, a bounded number of events at a time. Every method belongs
/// into the caller's transaction.
final class Sweeps {

    private final EventRows events;
    private final Calendars calendars;
    private final Journal journal;
    private final Function<String, Sharing> sharing;
    private final int batch;

    /// Who is told, and how much.
    ///
    /// @param sharing how much of an event leaves, by tenant; asked within the transaction
    record Telling(Journal journal, Function<String, Sharing> sharing) {}

    /// @param batch most events at once
    Sweeps(EventRows events, Calendars calendars, Telling telling, int batch) {
        this.events = events;
        this.calendars = calendars;
        this.journal = telling.journal();
        this.sharing = telling.sharing();
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

    /// Tells again what is held, as much of it as the tenant lets leave now.
    Applied.Committed again(ConnectionRow row, CalendarId calendar) {
        var after = calendars.republished(row, calendar);
        if (after == null) {
            return new Applied.Committed(0, 0, true);
        }
        var found = events.told(row.text(), calendar, after, batch);
        var shared = sharing.apply(row.key().tenantId());
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
                                EventRecords.shared(StoredEvents.read(told.payload()), shared)))
                        .toList());
        var complete = found.size() < batch;
        calendars.republished(row, calendar, complete ? null : found.getLast().eventId());
        return new Applied.Committed(found.size(), 0, complete);
    }
}
