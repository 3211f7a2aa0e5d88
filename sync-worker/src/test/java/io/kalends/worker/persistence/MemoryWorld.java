package io.kalends.worker.persistence;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.MemorySyncStore;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncStore;

/// The store in the heap, under a clock that moves on by a millisecond whenever somebody looks.
final class MemoryWorld implements World {

    private static final int SWEEP_BATCH = 3;

    private final AtomicLong looks = new AtomicLong();
    private final InstantSource clock = () -> Actor.NOON.plusMillis(looks.incrementAndGet());
    private final MemorySyncStore store = new MemorySyncStore(clock, SWEEP_BATCH);

    @Override
    public SyncStore store() {
        return store;
    }

    @Override
    public int sweepBatch() {
        return SWEEP_BATCH;
    }

    @Override
    public void connect(ConnectionKey key) {
        store.link(key);
    }

    @Override
    public void put(ConnectionKey key, ConnectionStatus status) {
        store.put(key, ConnectionState.of(status, 0, null));
    }

    @Override
    public void interrupt(ConnectionKey key) {
        store.interrupt(key);
    }

    @Override
    public void release(ConnectionKey key, CalendarId... calendars) {
        store.release(key, Set.of(calendars));
    }

    @Override
    public void discard(ConnectionKey key, CalendarId... calendars) {
        store.discard(key, Set.of(calendars));
    }

    @Override
    public List<Told> told(ConnectionKey key) {
        return store.emitted(key).stream().map(MemoryWorld::told).toList();
    }

    @Override
    public Map<String, String> held(ConnectionKey key, CalendarId calendar) {
        var titles = new HashMap<String, String>();
        store.held(key, calendar).forEach((id, event) -> titles.put(id, String.valueOf(event.title())));
        return titles;
    }

    private static Told told(Emitted emitted) {
        var id = String.valueOf(emitted.sequence());
        return switch (emitted) {
            case Emitted.EventChanged changed -> event(id, changed);
            case Emitted.Ended ended -> outcome(id, ended);
            case Emitted.ConnectionChanged changed -> state(id, changed);
        };
    }

    private static Told.Event event(String id, Emitted.EventChanged changed) {
        var event = changed.event();
        return new Told.Event(
                id,
                changed.sequence(),
                changed.calendar().value(),
                changed.eventId(),
                changed.what().name(),
                changed.why().name(),
                event == null ? null : event.title());
    }

    private static Told outcome(String id, Emitted.Ended ended) {
        return switch (ended.end()) {
            case RunEnd.Completed _ -> completed(id, ended);
            case RunEnd.Deferred deferred ->
                new Told.Deferred(
                        id,
                        ended.sequence(),
                        ended.requestId(),
                        deferred.reason(),
                        ended.endedAt(),
                        ended.endedAt().plus(deferred.delay()));
            case RunEnd.Limited limited ->
                new Told.Failed(
                        id,
                        ended.sequence(),
                        ended.requestId(),
                        limited.reason(),
                        limited.message(),
                        limited.stands().failures(),
                        ended.endedAt().plus(limited.delay()),
                        limited.stands().status() == ConnectionStatus.DISABLED);
            case RunEnd.Failed failed -> {
                var delay = failed.delay();
                yield new Told.Failed(
                        id,
                        ended.sequence(),
                        ended.requestId(),
                        failed.reason(),
                        failed.message(),
                        failed.failures(),
                        delay == null ? null : ended.endedAt().plus(delay),
                        failed.status() == ConnectionStatus.DISABLED);
            }
        };
    }

    private static Told.Completed completed(String id, Emitted.Ended ended) {
        var stats = ended.stats();
        return new Told.Completed(
                id,
                ended.sequence(),
                ended.requestId(),
                ended.request().commandId(),
                stats.full() ? SyncMode.FULL : SyncMode.DELTA,
                ended.request().trigger(),
                ended.startedAt(),
                ended.endedAt(),
                stats.worked().toMillis(),
                stats.calendars(),
                stats.upserted(),
                stats.removed(),
                stats.providerCalls(),
                stats.troubled());
    }

    private static Told.State state(String id, Emitted.ConnectionChanged changed) {
        var calendars = new HashMap<String, String>();
        var troubles = new HashMap<String, String>();
        var holds = new HashMap<String, String>();
        for (var calendar : changed.calendars()) {
            var name = calendar.entry().id().value();
            var trouble = calendar.trouble();
            calendars.put(
                    name, (calendar.selected() ? "+" : "") + calendar.stage().name());
            var hold = calendar.hold();
            if (hold != null) {
                holds.put(name, hold.deletions() + " of " + hold.events());
            }
            if (trouble != null) {
                troubles.put(name, trouble.reason().name() + " " + trouble.failures());
            }
        }
        return new Told.State(
                id,
                changed.sequence(),
                changed.status(),
                changed.reason(),
                changed.failures(),
                null,
                calendars,
                troubles,
                holds);
    }
}
