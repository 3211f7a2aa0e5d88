package io.kalends.worker.persistence;

import java.util.Set;
import java.util.function.BiConsumer;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;

/// What a person decides about deletions that wait.
///
/// Every method belongs into the caller's transaction, which holds the lock on the connection's row and has raised its
/// fence.
public final class Holds {

    private final Connections connections;
    private final Walks walks;
    private final HoldRows rows;
    private final Deletions deletions;
    private final BrakeMetrics metrics;

    Holds(Connections connections, Walks walks, HoldRows rows, Deletions deletions, BrakeMetrics metrics) {
        this.connections = connections;
        this.walks = walks;
        this.rows = rows;
        this.deletions = deletions;
        this.metrics = metrics;
    }

    /// Those of `calendars` that the connection does not have.
    public long unknown(ConnectionKey key, Set<CalendarId> calendars) {
        var known = Set.copyOf(rows.known(KeyText.of(key)));
        return calendars.stream().filter(calendar -> !known.contains(calendar)).count();
    }

    /// Carries out the deletions that wait in these calendars. One that had vanished is closed by the next run.
    ///
    /// @param calendars empty for all of the connection
    /// @return how many calendars had any
    public int release(ConnectionKey key, Set<CalendarId> calendars) {
        return each(key, calendars, (row, held) -> {
            deletions.release(row, held.calendar());
            if (held.vanished()) {
                walks.retire(row, held.calendar());
            }
            metrics.released();
        });
    }

    /// Drops the deletions that wait in these calendars: their events stay, and they are read in full next.
    ///
    /// @param calendars empty for all of the connection
    /// @return how many calendars had any
    public int discard(ConnectionKey key, Set<CalendarId> calendars) {
        return each(key, calendars, (row, held) -> {
            deletions.forgive(row, held.calendar());
            metrics.discarded();
        });
    }

    private int each(ConnectionKey key, Set<CalendarId> calendars, BiConsumer<ConnectionRow, HoldRows.Held> decision) {
        var row = connections.lock(key);
        if (row == null) {
            return 0;
        }
        var held = rows.allHeld(row.text()).stream()
                .filter(one -> calendars.isEmpty() || calendars.contains(one.calendar()))
                .toList();
        held.forEach(one -> decision.accept(row, one));
        return held.size();
    }
}
