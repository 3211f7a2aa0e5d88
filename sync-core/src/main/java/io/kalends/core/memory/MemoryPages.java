package io.kalends.core.memory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.memory.Emitted.ConnectionChanged.Stage;
import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.core.memory.Emitted.EventChanged.Why;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;

/// One write to the events of a connection whose fence has been checked.
final class MemoryPages {

    private final MemoryConnection connection;
    private final int sweepBatch;
    private int upserted;
    private int removed;

    /// @param sweepBatch most events removed at once
    MemoryPages(MemoryConnection connection, int sweepBatch) {
        this.connection = connection;
        this.sweepBatch = sweepBatch;
    }

    /// A calendar that is being closed keeps its walk: whoever reads on in it has missed that.
    Applied apply(
            CalendarId id, Walk.Reading read, List<Change.Definite> changes, @Nullable Walk then, @Nullable String cursor) {
        var calendar = connection.calendars.get(id);
        if (calendar == null || calendar.closing()) {
            return new Applied.Fenced();
        }
        var first = read.pageToken() == null;
        if (then != null) {
            calendar.save(then, first, connection.claimed());
        } else if (cursor != null && read.mode() == SyncMode.DELTA) {
            end(calendar, read.origin(), cursor, first);
        } else {
            throw new IllegalArgumentException("only a delta ends with a page, and only with a cursor: " + read);
        }
        var latest = new LinkedHashMap<String, Change.Definite>();
        changes.forEach(change -> latest.putLast(change.eventId(), change));
        latest.values().forEach(change -> take(calendar, read, change));
        return new Applied.Committed(upserted, removed, true);
    }

    /// What lies outside the walk's window has left it; the rest is deleted.
    Applied sweep(CalendarId id, Walk.Sweeping walk) {
        var calendar = connection.calendars.get(id);
        if (calendar == null) {
            return new Applied.Committed(0, 0, true);
        }
        var window = walk.origin().window();
        var complete = removeSome(
                calendar,
                held -> held.generation() != walk.generation(),
                held -> window.contains(held.lived()) ? What.DELETED : What.LEFT_WINDOW);
        if (complete && !calendar.closing()) {
            end(calendar, walk.origin(), walk.cursor(), false);
        }
        return new Applied.Committed(0, removed, complete);
    }

    Applied close(CalendarId id) {
        var calendar = connection.calendars.get(id);
        if (calendar == null) {
            return new Applied.Committed(0, 0, true);
        }
        var complete = removeSome(calendar, _ -> true, _ -> What.DELETED);
        if (complete) {
            calendar.close();
            connection.untold = true;
        }
        return new Applied.Committed(0, removed, complete);
    }

    private void end(MemoryCalendar calendar, Origin origin, String cursor, boolean single) {
        connection.untold |= calendar.stage != Stage.LIVE;
        calendar.end(origin, cursor, single, connection.claimed());
    }

    private void take(MemoryCalendar calendar, Walk.Reading read, Change.Definite change) {
        var why = switch (read.mode()) {
            case DELTA -> Why.DELTA;
            case FULL -> Why.FULL;
        };
        switch (change) {
            case Change.Upserted event -> upsert(calendar, event, read.generation(), why);
            case Change.Removed(String eventId) -> remove(calendar, eventId, What.DELETED, why);
            case Change.OutsideWindow(String eventId) -> remove(calendar, eventId, What.LEFT_WINDOW, why);
        }
    }

    /// A delta leaves generations as they are: only what a full walk sees counts as seen.
    private void upsert(MemoryCalendar calendar, Change.Upserted change, long generation, Why why) {
        var before = calendar.events.get(change.eventId());
        var seen = generation == 0 && before != null ? before.generation() : generation;
        var after = Held.of(change, seen);
        calendar.events.put(change.eventId(), after);
        if (before == null || !before.contentHash().equals(after.contentHash())) {
            upserted++;
            connection.emit(sequence -> new Emitted.EventChanged(
                    sequence, calendar.entry.id(), change.eventId(), What.UPSERTED, why, change.event()));
        }
    }

    private void remove(MemoryCalendar calendar, String eventId, What what, Why why) {
        if (calendar.events.remove(eventId) != null) {
            removed++;
            connection.emit(
                    sequence -> new Emitted.EventChanged(sequence, calendar.entry.id(), eventId, what, why, null));
        }
    }

    /// Removes at most a batch; false when there may be more.
    private boolean removeSome(MemoryCalendar calendar, Predicate<Held> which, Function<Held, What> what) {
        var found = calendar.events.entrySet().stream()
                .filter(event -> which.test(event.getValue()))
                .limit(sweepBatch)
                .map(Map.Entry::copyOf)
                .toList();
        for (var event : found) {
            remove(calendar, event.getKey(), what.apply(event.getValue()), Why.RECONCILED);
        }
        return found.size() < sweepBatch;
    }
}
