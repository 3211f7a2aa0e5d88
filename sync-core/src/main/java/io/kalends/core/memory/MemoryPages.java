package io.kalends.core.memory;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.ContentHash;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.core.memory.Emitted.EventChanged.Why;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;

/// One write to the events of a connection whose fence has been checked.
final class MemoryPages {

    private static final int BATCH = 500;

    private final MemoryConnection connection;
    private final Instant now;
    private int upserted;
    private int removed;

    MemoryPages(MemoryConnection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    Applied apply(
            CalendarId id, Walk.Reading read, List<Change> changes, @Nullable Walk then, @Nullable String cursor) {
        var calendar = calendar(id);
        var last = new LinkedHashMap<String, Change>();
        changes.forEach(change -> last.put(change.eventId(), change));
        var why = read.mode() == SyncMode.FULL ? Why.FULL : Why.DELTA;
        for (var change : last.values()) {
            switch (change) {
                case Change.Upserted event -> upsert(calendar, event, read.generation(), why);
                case Change.Removed(String eventId) -> remove(calendar, eventId, What.DELETED, why);
                case Change.OutsideWindow(String eventId) -> remove(calendar, eventId, What.LEFT_WINDOW, why);
            }
        }
        calendar.walk = then;
        calendar.generation = Math.max(calendar.generation, read.generation());
        if (cursor != null) {
            ended(calendar, read.origin(), cursor);
        }
        return new Applied.Committed(upserted, removed, then == null);
    }

    Applied sweep(CalendarId id, Walk.Sweeping walk) {
        var calendar = calendar(id);
        var complete = removeSome(
                calendar,
                held -> held.generation() != walk.generation(),
                held -> walk.origin().window().contains(held.lived()) ? What.DELETED : What.LEFT_WINDOW);
        if (complete) {
            ended(calendar, walk.origin(), walk.cursor());
        }
        return new Applied.Committed(0, removed, complete);
    }

    Applied close(CalendarId id) {
        var calendar = calendar(id);
        var complete = removeSome(calendar, _ -> true, _ -> What.DELETED);
        if (complete) {
            calendar.selected = false;
            calendar.walk = null;
            calendar.since = null;
        }
        return new Applied.Committed(0, removed, complete);
    }

    private void ended(MemoryConnection.Calendar calendar, Origin origin, String cursor) {
        calendar.since = new Origin.Since(cursor, origin.window());
        calendar.walk = null;
        calendar.walkedAt = now;
    }

    private void upsert(MemoryConnection.Calendar calendar, Change.Upserted change, long generation, Why why) {
        var held = calendar.events.get(change.eventId());
        var hash = ByteBuffer.wrap(ContentHash.of(change.event(), change.iCalUid()));
        calendar.events.put(change.eventId(), new Held(hash, change.lived(), generation));
        if (held == null || !held.contentHash().equals(hash)) {
            upserted++;
            emit(calendar, change.eventId(), What.UPSERTED, why, change);
        }
    }

    private void remove(MemoryConnection.Calendar calendar, String eventId, What what, Why why) {
        if (calendar.events.remove(eventId) != null) {
            removed++;
            emit(calendar, eventId, what, why, null);
        }
    }

    /// True when none is left.
    private boolean removeSome(
            MemoryConnection.Calendar calendar, Predicate<Held> which, java.util.function.Function<Held, What> what) {
        var found = calendar.events.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .limit(BATCH + 1L)
                .toList();
        found.stream()
                .limit(BATCH)
                .forEach(entry -> remove(calendar, entry.getKey(), what.apply(entry.getValue()), Why.RECONCILED));
        return found.size() <= BATCH;
    }

    private void emit(
            MemoryConnection.Calendar calendar, String eventId, What what, Why why, Change.@Nullable Upserted change) {
        connection.emit(sequence -> new Emitted.EventChanged(
                sequence, calendar.id, eventId, what, why, change == null ? null : change.event()));
    }

    private MemoryConnection.Calendar calendar(CalendarId id) {
        var calendar = connection.calendars.get(id);
        if (calendar == null) {
            throw new IllegalStateException("a calendar that was not listed cannot have pages");
        }
        return calendar;
    }
}
