package io.kalends.core.memory;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.plan.Brake;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Kept;
import io.kalends.core.store.Listing;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.Suspect;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Trouble;
import io.kalends.core.store.Walk;

/// A [SyncStore] in the heap. One lock stands in for the transactions; nothing is ever forgotten.
public final class MemorySyncStore implements SyncStore {

    private static final int BATCH = 500;

    private final InstantSource clock;
    private final int batch;
    private Brake brake;
    private final Map<ConnectionKey, MemoryConnection> connections = new HashMap<>();

    /// @param clock may stand still
    public MemorySyncStore(InstantSource clock) {
        this(clock, BATCH);
    }

    /// @param clock may stand still
    /// @param batch most events a closing removes and a republication tells at once
    public MemorySyncStore(InstantSource clock, int batch) {
        this(clock, batch, Brake.USUAL);
    }

    /// @param clock may stand still
    /// @param batch most events a closing removes and a republication tells at once
    /// @param brake which deletions are held
    public MemorySyncStore(InstantSource clock, int batch, Brake brake) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch of " + batch + ": it must be at least 1");
        }
        this.clock = clock;
        this.batch = batch;
        this.brake = brake;
    }

    /// Makes a connection known. One that is known already stays as it is.
    public synchronized void link(ConnectionKey key) {
        connections.putIfAbsent(key, new MemoryConnection());
    }

    /// Puts a connection where a person wants it, and takes it from whoever works on it. Nothing is told of it.
    public synchronized void put(ConnectionKey key, ConnectionState state) {
        interrupt(key);
        connection(key).state = state;
    }

    /// Takes a connection from whoever works on it, as a command does.
    public synchronized void interrupt(ConnectionKey key) {
        connection(key).interrupt();
    }

    /// Selects exactly these calendars, as far as the account has them, and takes the connection from whoever works on
    /// it, as a command does. From now on no calendar is selected by default.
    public synchronized void select(ConnectionKey key, Set<CalendarId> calendars) {
        interrupt(key);
        connection(key).select(calendars);
    }

    /// From now on other deletions are held, as when a tenant decides so.
    public synchronized void brake(Brake another) {
        brake = another;
    }

    /// Carries out the deletions held in these calendars and takes the connection from whoever works on it, as
    /// a command does.
    public synchronized void release(ConnectionKey key, Set<CalendarId> calendars) {
        interrupt(key);
        var connection = connection(key);
        connection.calendars.forEach((id, calendar) -> {
            if (calendars.contains(id)) {
                deletions(connection).release(calendar);
            }
        });
        connection.emitState();
    }

    /// Drops the deletions held in these calendars, has them read in full, and takes the connection from
    /// whoever works on it, as a command does.
    public synchronized void discard(ConnectionKey key, Set<CalendarId> calendars) {
        interrupt(key);
        var connection = connection(key);
        connection.calendars.forEach((id, calendar) -> {
            if (calendars.contains(id) && calendar.hold != null) {
                calendar.forgive();
            }
        });
        connection.emitState();
    }

    /// The window each calendar was last read in, by id; without those that never were, or are no longer kept in step.
    public synchronized Map<CalendarId, EventWindow> windows(ConnectionKey key) {
        var windows = new HashMap<CalendarId, EventWindow>();
        for (var calendar : connection(key).calendars.values()) {
            var since = calendar.since();
            if (since != null && calendar.selected) {
                windows.put(calendar.entry.id(), since.window());
            }
        }
        return windows;
    }

    /// Those known of the account.
    public synchronized Set<CalendarId> calendars(ConnectionKey key) {
        return Set.copyOf(connection(key).calendars.keySet());
    }

    /// Where a connection stands.
    public synchronized ConnectionStatus status(ConnectionKey key) {
        return connection(key).state.status();
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
    public synchronized @Nullable List<StoredCalendar> list(Claimed claim, Listing listing) {
        var connection = fenced(claim);
        if (connection == null) {
            return null;
        }
        connection.listedAt = clock.instant();
        if (new MemoryListing(connection, deletions(connection)).take(listing)) {
            connection.emitState();
        }
        return connection.toWorkOn(SyncRequest.together(claim.requests()), clock.instant());
    }

    @Override
    public synchronized List<Kept> kept(Claimed claim, CalendarId calendar, Collection<String> eventIds) {
        return pages(connection(claim.key())).kept(calendar, eventIds);
    }

    @Override
    public synchronized Applied apply(
            Claimed claim,
            CalendarId calendar,
            Walk.Reading read,
            Batch page,
            @Nullable Walk then,
            @Nullable String cursor) {
        return write(claim, pages -> pages.apply(calendar, read, page, then, cursor));
    }

    @Override
    public synchronized @Nullable Suspect suspect(Claimed claim, CalendarId calendar, Walk.Checking walk) {
        return pages(connection(claim.key())).suspect(calendar, walk.generation());
    }

    @Override
    public synchronized Applied check(
            Claimed claim,
            CalendarId calendar,
            Walk.Checking walk,
            @Nullable String seriesId,
            List<Change.Definite> changes) {
        return write(claim, pages -> pages.check(calendar, walk, seriesId, changes));
    }

    @Override
    public synchronized List<Kept> unseen(Claimed claim, CalendarId calendar, Walk.Sweeping walk, int most) {
        return pages(connection(claim.key())).unseen(calendar, walk, most);
    }

    @Override
    public synchronized Applied sweep(
            Claimed claim, CalendarId calendar, Walk.Sweeping walk, List<Change.Definite> changes) {
        return write(claim, pages -> pages.sweep(calendar, walk, changes));
    }

    @Override
    public synchronized boolean begin(Claimed claim, CalendarId calendar, Walk.Reading walk) {
        var connection = fenced(claim);
        var known = connection == null ? null : connection.calendars.get(calendar);
        if (connection == null || known == null || known.closing()) {
            return false;
        }
        known.save(walk, true, connection.claimed());
        return true;
    }

    @Override
    public synchronized boolean troubled(Claimed claim, CalendarId calendar, Trouble trouble) {
        var connection = fenced(claim);
        var known = connection == null ? null : connection.calendars.get(calendar);
        if (connection == null || known == null) {
            return connection != null;
        }
        var before = known.trouble();
        connection.untold |= before == null || before.reason() != trouble.reason();
        known.troubled(trouble, connection.claimed(), clock.instant());
        return true;
    }

    @Override
    public synchronized Applied republish(Claimed claim, CalendarId calendar) {
        return write(claim, pages -> pages.republish(calendar));
    }

    @Override
    public synchronized Applied close(Claimed claim, CalendarId calendar) {
        return write(claim, pages -> pages.close(calendar));
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
        if (connection == null
                || connection.claimedFence() != claim.fence()
                || !(connection.state instanceof ConnectionState.Syncing)) {
            return false;
        }
        end(connection, claim, RunEnd.Deferred.atOnce(), slice);
        return true;
    }

    private void end(MemoryConnection connection, Claimed claim, RunEnd end, RunStats slice) {
        new MemoryOutcomes(connection, clock.instant()).finish(claim, end, slice);
        claim.requests().forEach(request -> connection.answered.add(request.requestId()));
    }

    private Applied write(Claimed claim, Function<MemoryPages, Applied> work) {
        var connection = fenced(claim);
        return connection == null ? new Applied.Fenced() : work.apply(pages(connection));
    }

    private MemoryPages pages(MemoryConnection connection) {
        return new MemoryPages(connection, deletions(connection), batch);
    }

    private MemoryDeletions deletions(MemoryConnection connection) {
        return new MemoryDeletions(connection, brake, batch, clock.instant());
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
