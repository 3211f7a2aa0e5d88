package io.kalends.core.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

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
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Walk;

/// A [SyncStore] in the heap. One lock stands in for the transactions.
public final class MemorySyncStore implements SyncStore {

    private static final Duration LIST_AGAIN = Duration.ofHours(24);

    private final InstantSource clock;
    private final Map<ConnectionKey, MemoryConnection> connections = new HashMap<>();
    private final Set<String> answered = new HashSet<>();

    public MemorySyncStore(InstantSource clock) {
        this.clock = clock;
    }

    /// Makes a connection known.
    public synchronized void link(ConnectionKey key) {
        connections.put(key, new MemoryConnection());
    }

    /// Everything told about a connection so far, in order.
    public synchronized List<Emitted> emitted(ConnectionKey key) {
        return List.copyOf(connection(key).emitted);
    }

    /// Where a connection stands.
    public synchronized ConnectionStatus status(ConnectionKey key) {
        return connection(key).status;
    }

    @Override
    public synchronized Claim claim(List<SyncRequest> requests) {
        var key = requests.getFirst().key();
        var connection = connections.get(key);
        if (connection == null || !connection.status.syncs()) {
            return new Claim.Inactive();
        }
        var open = requests.stream()
                .filter(request -> !answered.contains(request.requestId()))
                .filter(request -> !answerFromMemory(connection, request))
                .toList();
        if (open.isEmpty()) {
            return new Claim.Answered();
        }
        connection.fence++;
        var trigger = open.getFirst().trigger();
        var goesOn = trigger == Trigger.CONTINUATION || trigger == Trigger.RETRY;
        if (!goesOn || connection.runStartedAt == null) {
            connection.runStartedAt = clock.instant();
            connection.run = RunStats.NONE;
            connection.calendars.values().forEach(calendar -> calendar.walkedAt = null);
        }
        var listed = connection.listedAt;
        var listDue = listed == null || !clock.instant().isBefore(listed.plus(LIST_AGAIN));
        return new Claimed(
                key, connection.fence, open, clock.instant(), connection.due(), listDue, connection.failures);
    }

    private boolean answerFromMemory(MemoryConnection connection, SyncRequest request) {
        var success = connection.success;
        if (success == null
                || !success.startedAt().isAfter(request.requestedAt())
                || (request.mode() == SyncMode.FULL && !success.stats().full())) {
            return false;
        }
        answered.add(request.requestId());
        connection.emit(
                sequence -> new Emitted.Ended(sequence, request.requestId(), new RunEnd.Completed(), success.stats()));
        return true;
    }

    @Override
    public synchronized @Nullable List<StoredCalendar> list(Claimed claim, List<CalendarList.Entry> calendars) {
        var connection = held(claim);
        if (connection == null) {
            return null;
        }
        for (var entry : calendars) {
            connection.calendars.computeIfAbsent(entry.id(), id -> {
                var calendar = new MemoryConnection.Calendar(id);
                calendar.selected = entry.primary();
                return calendar;
            });
        }
        var listed = new HashSet<CalendarId>();
        calendars.forEach(entry -> listed.add(entry.id()));
        connection.calendars.values().stream()
                .filter(calendar -> calendar.selected && !listed.contains(calendar.id))
                .forEach(calendar -> calendar.walk = new Walk.Closing());
        connection.listedAt = clock.instant();
        connection.emit(sequence -> new Emitted.ConnectionChanged(sequence, connection.status));
        return connection.due();
    }

    @Override
    public synchronized Applied apply(
            Claimed claim,
            CalendarId calendar,
            Walk.Reading read,
            List<Change> changes,
            @Nullable Walk then,
            @Nullable String cursor) {
        var connection = held(claim);
        return connection == null
                ? new Applied.Fenced()
                : new MemoryPages(connection, clock.instant()).apply(calendar, read, changes, then, cursor);
    }

    @Override
    public synchronized Applied sweep(Claimed claim, CalendarId calendar, Walk.Sweeping walk) {
        var connection = held(claim);
        return connection == null
                ? new Applied.Fenced()
                : new MemoryPages(connection, clock.instant()).sweep(calendar, walk);
    }

    @Override
    public synchronized Applied close(Claimed claim, CalendarId calendar) {
        var connection = held(claim);
        return connection == null ? new Applied.Fenced() : new MemoryPages(connection, clock.instant()).close(calendar);
    }

    @Override
    public synchronized boolean finish(Claimed claim, RunEnd end, RunStats slice) {
        var connection = held(claim);
        if (connection == null) {
            return false;
        }
        var run = connection.run.plus(slice);
        for (var request : claim.requests()) {
            answered.add(request.requestId());
            connection.emit(sequence -> new Emitted.Ended(sequence, request.requestId(), end, run));
        }
        var status = settle(connection, end, run);
        if (status != connection.status) {
            connection.status = status;
            connection.emit(sequence -> new Emitted.ConnectionChanged(sequence, status));
        }
        return true;
    }

    private static ConnectionStatus settle(MemoryConnection connection, RunEnd end, RunStats run) {
        connection.run = run;
        return switch (end) {
            case RunEnd.Completed _ -> {
                var startedAt = connection.runStartedAt;
                if (startedAt != null) {
                    connection.success = new MemoryConnection.Success(startedAt, run);
                }
                connection.runStartedAt = null;
                connection.failures = 0;
                yield ConnectionStatus.ACTIVE;
            }
            case RunEnd.Deferred _ -> connection.status;
            case RunEnd.Failed failed -> {
                connection.failures = failed.failures();
                yield failed.status();
            }
        };
    }

    private @Nullable MemoryConnection held(Claimed claim) {
        var connection = connection(claim.key());
        return connection.fence == claim.fence() ? connection : null;
    }

    private MemoryConnection connection(ConnectionKey key) {
        var connection = connections.get(key);
        if (connection == null) {
            throw new IllegalStateException("the connection " + key + " is not known");
        }
        return connection;
    }
}
