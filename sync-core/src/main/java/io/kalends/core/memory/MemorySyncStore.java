package io.kalends.core.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Walk;

/// A [SyncStore] in the heap. One lock stands in for the transactions; nothing is ever forgotten.
public final class MemorySyncStore implements SyncStore {

    private static final int SWEEP_BATCH = 500;

    private final InstantSource clock;
    private final int sweepBatch;
    private final Map<ConnectionKey, MemoryConnection> connections = new HashMap<>();

    /// @param clock may stand still
    public MemorySyncStore(InstantSource clock) {
        this(clock, SWEEP_BATCH);
    }

    /// @param clock may stand still
    /// @param sweepBatch most events a sweep or a closing removes at once
    public MemorySyncStore(InstantSource clock, int sweepBatch) {
        if (sweepBatch < 1) {
            throw new IllegalArgumentException("a sweep batch of " + sweepBatch + ": it must be at least 1");
        }
        this.clock = clock;
        this.sweepBatch = sweepBatch;
    }

    /// Makes a connection known. One that is known already stays as it is.
    public synchronized void link(ConnectionKey key) {
        connections.putIfAbsent(key, new MemoryConnection());
    }

    /// Puts a connection where a person wants it, and takes it from whoever works on it. Nothing is told of it.
    public synchronized void put(ConnectionKey key, ConnectionStatus status) {
        interrupt(key);
        connection(key).status = status;
    }

    /// Takes a connection from whoever works on it, as a command does.
    public synchronized void interrupt(ConnectionKey key) {
        connection(key).interrupt();
    }

    /// Where a connection stands.
    public synchronized ConnectionStatus status(ConnectionKey key) {
        return connection(key).status;
    }

    /// Everything told about a connection so far, in order.
    public synchronized List<Emitted> emitted(ConnectionKey key) {
        return List.copyOf(connection(key).emitted);
    }

    /// The events held of a calendar, by id; none of one that is not known.
    public synchronized Map<String, CalendarEvent> held(ConnectionKey key, CalendarId calendar) {
        var events = new HashMap<String, CalendarEvent>();
        var known = connection(key).calendars.get(calendar);
        if (known != null) {
            known.events.forEach((id, held) -> events.put(id, held.event()));
        }
        return events;
    }

    @Override
    public synchronized Claim claim(List<SyncRequest> requests) {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("a claim needs at least one request");
        }
        var connection = connections.get(requests.getFirst().key());
        return connection == null
                ? new Claim.Inactive()
                : new MemoryClaims(connection, clock.instant()).claim(requests);
    }

    @Override
    public synchronized @Nullable List<StoredCalendar> list(Claimed claim, List<CalendarList.Entry> calendars) {
        var connection = fenced(claim);
        if (connection == null) {
            return null;
        }
        connection.listedAt = clock.instant();
        if (new MemoryListing(connection).take(calendars)) {
            connection.emitState();
        }
        return connection.toWorkOn(MemoryClaims.mode(claim.requests()));
    }

    @Override
    public synchronized Applied apply(
            Claimed claim,
            CalendarId calendar,
            Walk.Reading read,
            List<Change.Definite> changes,
            @Nullable Walk then,
            @Nullable String cursor) {
        var connection = fenced(claim);
        return connection == null
                ? new Applied.Fenced()
                : new MemoryPages(connection, sweepBatch).apply(calendar, read, changes, then, cursor);
    }

    @Override
    public synchronized Applied sweep(Claimed claim, CalendarId calendar, Walk.Sweeping walk) {
        var connection = fenced(claim);
        return connection == null
                ? new Applied.Fenced()
                : new MemoryPages(connection, sweepBatch).sweep(calendar, walk);
    }

    @Override
    public synchronized Applied close(Claimed claim, CalendarId calendar) {
        var connection = fenced(claim);
        return connection == null ? new Applied.Fenced() : new MemoryPages(connection, sweepBatch).close(calendar);
    }

    @Override
    public synchronized boolean finish(Claimed claim, RunEnd end, RunStats slice) {
        var connection = fenced(claim);
        if (connection == null) {
            return false;
        }
        end(connection, claim, end, slice);
        return true;
    }

    @Override
    public synchronized boolean handBack(Claimed claim, RunStats slice) {
        var connection = connections.get(claim.key());
        if (connection == null || connection.claimedFence() != claim.fence() || !connection.status.syncs()) {
            return false;
        }
        end(connection, claim, RunEnd.Deferred.atOnce(), slice);
        return true;
    }

    private void end(MemoryConnection connection, Claimed claim, RunEnd end, RunStats slice) {
        new MemoryOutcomes(connection, clock.instant()).finish(claim.requests(), end, slice);
        claim.requests().forEach(request -> connection.answered.add(request.requestId()));
    }

    /// The claim's connection, null when it was taken away.
    private @Nullable MemoryConnection fenced(Claimed claim) {
        var connection = connections.get(claim.key());
        return connection != null && connection.fence() == claim.fence() ? connection : null;
    }

    private MemoryConnection connection(ConnectionKey key) {
        var connection = connections.get(key);
        if (connection == null) {
            throw new IllegalArgumentException("the connection " + key + " is not known: link it first");
        }
        return connection;
    }
}
