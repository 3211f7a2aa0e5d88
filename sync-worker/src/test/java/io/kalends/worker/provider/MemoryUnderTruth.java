package io.kalends.worker.provider;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.MemorySyncStore;
import io.kalends.core.plan.Brake;
import io.kalends.core.store.SyncStore;

/// The store in the heap; weeks pass in no time.
final class MemoryUnderTruth implements StoreUnderTruth {

    private static final int BATCH = 5;

    private final MemorySyncStore store;
    private final boolean brakes;

    /// @param brake which deletions are held: all or none
    MemoryUnderTruth(InstantSource clock, Brake brake) {
        store = new MemorySyncStore(clock, BATCH, brake);
        brakes = !brake.equals(Brake.OFF);
    }

    @Override
    public SyncStore store() {
        return store;
    }

    @Override
    public Instant beginning() {
        return Instant.parse("2026-03-02T09:30:00Z");
    }

    @Override
    public String suffix() {
        return "";
    }

    @Override
    public void connect(ConnectionKey key) {
        store.link(key);
    }

    @Override
    public ConnectionStatus status(ConnectionKey key) {
        return store.status(key);
    }

    @Override
    public void put(ConnectionKey key, ConnectionStatus status) {
        store.put(key, ConnectionState.of(status, 0, null));
    }

    @Override
    public void select(ConnectionKey key, Set<CalendarId> calendars) {
        store.select(key, calendars);
    }

    @Override
    public boolean brakes() {
        return brakes;
    }

    @Override
    public void release(ConnectionKey key) {
        store.release(key, store.calendars(key));
    }

    @Override
    public void discard(ConnectionKey key) {
        store.discard(key, store.calendars(key));
    }

    @Override
    public List<Emitted> emitted(ConnectionKey key) {
        return store.emitted(key);
    }

    @Override
    public Map<String, CalendarEvent> held(ConnectionKey key, CalendarId calendar) {
        return store.held(key, calendar);
    }

    @Override
    public Map<CalendarId, EventWindow> windows(ConnectionKey key) {
        return store.windows(key);
    }

    @Override
    public void close() {}
}
