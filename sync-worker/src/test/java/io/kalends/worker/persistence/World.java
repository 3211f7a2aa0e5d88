package io.kalends.worker.persistence;

import java.util.List;
import java.util.Map;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.SyncStore;

/// A store and what its contract has to see of it.
interface World {

    SyncStore store();

    /// Most events it removes at once.
    int sweepBatch();

    /// Adds a connection that has never been synced.
    void connect(ConnectionKey key);

    /// Puts it into another state and takes it from whoever works on it, as a command does.
    void put(ConnectionKey key, ConnectionStatus status);

    /// Takes it from whoever works on it, as a command does.
    void interrupt(ConnectionKey key);

    /// Carries out the deletions held in these calendars, as a command does.
    void release(ConnectionKey key, CalendarId... calendars);

    /// Drops the deletions held in these calendars, as a command does.
    void discard(ConnectionKey key, CalendarId... calendars);

    /// Everything emitted about it, in order.
    List<Told> told(ConnectionKey key);

    /// Titles of the events held, by id.
    Map<String, String> held(ConnectionKey key, CalendarId calendar);
}
