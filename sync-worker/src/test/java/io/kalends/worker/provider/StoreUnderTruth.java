package io.kalends.worker.provider;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.memory.Emitted;
import io.kalends.core.store.SyncStore;

/// A store, and what a history has to do with it and to see of it.
public interface StoreUnderTruth extends AutoCloseable {

    SyncStore store();

    /// When histories begin.
    Instant beginning();

    /// Tells its users from those of other stores at the same provider.
    String suffix();

    void connect(ConnectionKey key);

    ConnectionStatus status(ConnectionKey key);

    /// Puts a connection where a person wants it, as a command does.
    void put(ConnectionKey key, ConnectionStatus status);

    /// Selects exactly these calendars, as a command does.
    void select(ConnectionKey key, Set<CalendarId> calendars);

    /// Whether it holds every deletion, so that somebody has to decide.
    boolean brakes();

    /// Carries out all deletions held, as a command does.
    void release(ConnectionKey key);

    /// Drops all deletions held, as a command does.
    void discard(ConnectionKey key);

    /// Everything told, in order.
    List<Emitted> emitted(ConnectionKey key);

    Map<String, CalendarEvent> held(ConnectionKey key, CalendarId calendar);

    /// The window each calendar that is kept in step was last read in.
    Map<CalendarId, EventWindow> windows(ConnectionKey key);

    @Override
    void close();
}
