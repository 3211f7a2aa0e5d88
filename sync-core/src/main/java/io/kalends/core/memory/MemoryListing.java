package io.kalends.core.memory;

import java.util.HashMap;
import java.util.LinkedHashMap;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.memory.Emitted.ConnectionChanged.Stage;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.store.Listing;

/// Takes over an account's list of calendars.
final class MemoryListing {

    private final MemoryConnection connection;
    private final MemoryDeletions deletions;

    MemoryListing(MemoryConnection connection, MemoryDeletions deletions) {
        this.connection = connection;
        this.deletions = deletions;
    }

    /// True when anything about the calendars changed.
    boolean take(Listing listing) {
        connection.listCursor = listing.cursor();
        var byId = new LinkedHashMap<CalendarId, CalendarList.Entry>();
        listing.entries().forEach(entry -> byId.put(entry.id(), entry));
        var vanished =
                listing.whole() ? new HashMap<>(connection.calendars) : new HashMap<CalendarId, MemoryCalendar>();
        vanished.keySet().removeAll(byId.keySet());
        var changed = false;
        for (var entry : byId.values()) {
            changed |= takeOver(entry);
        }
        for (var calendar : vanished.values()) {
            changed |= retire(calendar);
        }
        return changed;
    }

    /// A main calendar that was closed because it had vanished is selected again. One whose events are held because it
    /// had vanished is read in full.
    private boolean takeOver(CalendarList.Entry entry) {
        var known = connection.calendars.get(entry.id());
        if (known == null) {
            connection.calendars.put(entry.id(), new MemoryCalendar(entry, entry.primary() && !connection.chosen));
            return true;
        }
        var again = entry.primary() && !connection.chosen && !known.selected && !known.closing();
        if (again) {
            known.selected = true;
            known.stage = Stage.NEW;
        }
        var back = known.vanished();
        if (back) {
            known.forgive();
        }
        var changed = back || again || !entry.equals(known.entry);
        known.entry = entry;
        return changed;
    }

    private boolean retire(MemoryCalendar vanished) {
        if (vanished.closing() || vanished.vanished()) {
            return false;
        }
        if (vanished.selected || !vanished.events.isEmpty()) {
            deletions.vanish(vanished);
        } else {
            connection.calendars.remove(vanished.entry.id());
        }
        return true;
    }
}
