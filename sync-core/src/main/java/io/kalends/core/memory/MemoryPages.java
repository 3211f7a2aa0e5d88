package io.kalends.core.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.memory.Emitted.ConnectionChanged.Stage;
import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.core.memory.Emitted.EventChanged.Why;
import io.kalends.core.memory.Held.Doom;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Kept;
import io.kalends.core.store.Suspect;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;

/// The events of a connection whose fence has been checked: what is held, and one write to it.
final class MemoryPages {

    private final MemoryConnection connection;
    private final MemoryDeletions deletions;
    private final int batch;
    private int upserted;
    private int removed;

    /// @param deletions settles what a walk has found gone
    /// @param batch most events removed or told again at once
    MemoryPages(MemoryConnection connection, MemoryDeletions deletions, int batch) {
        this.connection = connection;
        this.deletions = deletions;
        this.batch = batch;
    }

    List<Kept> kept(CalendarId id, Iterable<String> eventIds) {
        var kept = new LinkedHashSet<Kept>();
        for (var eventId : eventIds) {
            kept.addAll(kept(
                    id,
                    event -> event.getKey().equals(eventId) || event.getValue().of(eventId)));
        }
        return List.copyOf(kept);
    }

    List<Kept> unseen(CalendarId id, Walk.Sweeping walk, int most) {
        return kept(id, event -> event.getValue().isUnknownTo(walk.generation())).stream()
                .limit(most)
                .toList();
    }

    @Nullable
    Suspect suspect(CalendarId id, long generation) {
        var calendar = connection.calendars.get(id);
        for (var touched : calendar == null ? new TreeMap<String, Boolean>().entrySet() : calendar.touched.entrySet()) {
            var unseen = kept(
                    id,
                    event -> event.getValue().of(touched.getKey())
                            && event.getValue().isUnknownTo(generation));
            if (!unseen.isEmpty()) {
                return new Suspect(touched.getKey(), touched.getValue(), unseen);
            }
        }
        return null;
    }

    /// A calendar that is being closed keeps its walk: whoever reads on in it has missed that.
    Applied apply(CalendarId id, Walk.Reading read, Batch page, @Nullable Walk then, @Nullable String cursor) {
        if (then == null && (cursor == null || read.mode() == SyncMode.FULL)) {
            throw new IllegalArgumentException("only a delta ends with a page, and only with a cursor: " + read);
        }
        var calendar = connection.calendars.get(id);
        if (calendar == null || calendar.closing()) {
            return new Applied.Fenced();
        }
        var first = read.pageToken() == null;
        if (first) {
            calendar.before = calendar.events.size();
        }
        take(calendar, read.generation(), page.changes(), why(read.mode()));
        if (read.mode() == SyncMode.DELTA) {
            page.touched().forEach((series, whole) -> calendar.touched.merge(series, whole, Boolean::logicalOr));
        }
        if (then != null) {
            calendar.save(then, first, connection.claimed());
            return committed(true);
        }
        if (read.origin() instanceof Origin.Since since && cursor != null && suspect(id, read.generation()) != null) {
            calendar.save(new Walk.Checking(since, read.generation(), cursor), first, connection.claimed());
            return committed(false);
        }
        var next = String.valueOf(cursor);
        if (read.origin() instanceof Origin.Since since && !settled(calendar, Why.DELTA)) {
            calendar.save(new Walk.Checking(since, read.generation(), next), first, connection.claimed());
            return committed(false);
        }
        end(calendar, read.origin(), read.generation(), next, first);
        return committed(true);
    }

    Applied check(CalendarId id, Walk.Checking walk, @Nullable String seriesId, List<Change.Definite> changes) {
        var calendar = connection.calendars.get(id);
        if (calendar == null || calendar.closing()) {
            return new Applied.Fenced();
        }
        take(calendar, walk.generation(), changes, Why.DELTA);
        if (seriesId != null) {
            calendar.touched.remove(seriesId);
        }
        if (suspect(id, walk.generation()) != null || !settled(calendar, Why.DELTA)) {
            return committed(false);
        }
        end(calendar, walk.origin(), walk.generation(), walk.cursor(), false);
        return committed(true);
    }

    Applied sweep(CalendarId id, Walk.Sweeping walk, List<Change.Definite> changes) {
        var calendar = connection.calendars.get(id);
        if (calendar == null || calendar.closing()) {
            return committed(true);
        }
        take(calendar, walk.generation(), changes, Why.RECONCILED);
        if (!unseen(id, walk, 1).isEmpty() || !settled(calendar, Why.RECONCILED)) {
            return committed(false);
        }
        end(calendar, walk.origin(), walk.generation(), walk.cursor(), false);
        return committed(true);
    }

    Applied close(CalendarId id) {
        var calendar = connection.calendars.get(id);
        if (calendar == null) {
            return committed(true);
        }
        var some = calendar.events.keySet().stream().limit(batch).toList();
        some.forEach(eventId -> remove(calendar, eventId, What.DELETED, Why.RECONCILED));
        if (some.size() < batch) {
            calendar.close();
            connection.untold = true;
        }
        return committed(some.size() < batch);
    }

    Applied republish(CalendarId id) {
        var calendar = connection.calendars.get(id);
        if (calendar == null || calendar.republishAfter == null) {
            return committed(true);
        }
        var some = calendar.events.tailMap(calendar.republishAfter, false).entrySet().stream()
                .limit(batch)
                .toList();
        for (var event : some) {
            upserted++;
            connection.emit(sequence -> new Emitted.EventChanged(
                    sequence,
                    id,
                    event.getKey(),
                    What.UPSERTED,
                    Why.REPUBLISHED,
                    event.getValue().event()));
        }
        var complete = some.size() < batch;
        calendar.republishAfter = complete ? null : some.getLast().getKey();
        return committed(complete);
    }

    private boolean settled(MemoryCalendar calendar, Why why) {
        var settled = deletions.settle(calendar, why == Why.RECONCILED, why);
        removed += settled.removed();
        return settled.complete();
    }

    private void end(MemoryCalendar calendar, Origin origin, long generation, String cursor, boolean single) {
        connection.untold |= calendar.stage != Stage.LIVE || calendar.trouble() != null;
        calendar.end(origin, generation, cursor, single, connection.claimed());
    }

    private Applied.Committed committed(boolean complete) {
        return new Applied.Committed(upserted, removed, complete);
    }

    private static Why why(SyncMode mode) {
        return switch (mode) {
            case DELTA -> Why.DELTA;
            case FULL, REBUILD -> Why.FULL;
            case REPUBLISH -> Why.REPUBLISHED;
        };
    }

    private void take(MemoryCalendar calendar, long generation, List<Change.Definite> changes, Why why) {
        var latest = new LinkedHashMap<String, Change.Definite>();
        changes.forEach(change -> latest.putLast(change.eventId(), change));
        for (var change : latest.values()) {
            switch (change) {
                case Change.Upserted event -> upsert(calendar, event, generation, why);
                case Change.Removed(String eventId) -> doom(calendar, eventId, generation);
                case Change.OutsideWindow(String eventId) -> remove(calendar, eventId, What.LEFT_WINDOW, why);
            }
        }
        latest.values().stream()
                .filter(Change.Removed.class::isInstance)
                .flatMap(series -> instances(calendar, series.eventId()).stream())
                .filter(instance -> !latest.containsKey(instance))
                .forEach(instance -> doom(calendar, instance, generation));
    }

    private void upsert(MemoryCalendar calendar, Change.Upserted change, long generation, Why why) {
        var before = calendar.events.get(change.eventId());
        var after = Held.of(change, generation);
        calendar.events.put(change.eventId(), after);
        if (before == null || !before.contentHash().equals(after.contentHash())) {
            upserted++;
            connection.emit(sequence -> new Emitted.EventChanged(
                    sequence, calendar.entry.id(), change.eventId(), What.UPSERTED, why, change.event()));
        }
    }

    /// Notes a deletion: until the walk ends nobody knows how many there are.
    private static void doom(MemoryCalendar calendar, String eventId, long walk) {
        calendar.events.computeIfPresent(eventId, (_, event) -> event.with(new Doom(walk, event.waits())));
    }

    private void remove(MemoryCalendar calendar, String eventId, What what, Why why) {
        if (calendar.events.remove(eventId) != null) {
            removed++;
            connection.emit(
                    sequence -> new Emitted.EventChanged(sequence, calendar.entry.id(), eventId, what, why, null));
        }
    }

    private static List<String> instances(MemoryCalendar calendar, String seriesId) {
        var ids = new ArrayList<String>();
        calendar.events.forEach((id, held) -> {
            if (held.of(seriesId)) {
                ids.add(id);
            }
        });
        return ids;
    }

    private List<Kept> kept(CalendarId id, Predicate<Map.Entry<String, Held>> which) {
        var calendar = connection.calendars.get(id);
        return calendar == null
                ? List.of()
                : calendar.events.entrySet().stream()
                        .filter(which)
                        .map(event -> event.getValue().kept(event.getKey()))
                        .toList();
    }
}
