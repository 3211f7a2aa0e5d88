package io.kalends.worker.persistence;

import java.util.List;
import java.util.function.Function;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.store.Applied;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;

/// Removes what is held and should not be, a bounded number at a time.
final class Sweeps {

    private final EventRows events;
    private final Journal journal;
    private final int batch;

    /// @param batch most events removed at once
    Sweeps(EventRows events, Journal journal, int batch) {
        this.events = events;
        this.journal = journal;
        this.batch = batch;
    }

    /// Removes what the full walk `generation` has not seen. What lies outside its window has left; the rest is
    /// deleted.
    Applied.Committed unseen(ConnectionRow row, CalendarId calendar, long generation, EventWindow window) {
        return remove(
                row,
                calendar,
                generation,
                held -> window.contains(held.lived()) ? EventChange.DELETED : EventChange.LEFT_WINDOW);
    }

    /// Removes whatever is held of the calendar.
    Applied.Committed everything(ConnectionRow row, CalendarId calendar) {
        return remove(row, calendar, EventRows.NOTHING_SEEN, _ -> EventChange.DELETED);
    }

    private Applied.Committed remove(
            ConnectionRow row, CalendarId calendar, long generation, Function<EventRows.Held, EventChange> how) {
        List<EventRows.Held> found = events.notSeen(row.text(), calendar, generation, batch);
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
                                how.apply(held),
                                ChangeReason.RECONCILED,
                                null))
                        .toList());
        return new Applied.Committed(0, found.size(), found.size() < batch);
    }
}
