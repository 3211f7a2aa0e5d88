package io.kalends.core.memory;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.kalends.core.memory.Emitted.ConnectionChanged.Stage;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;

/// Everything held of one calendar: how it is listed, where its walk stands, and its events by id.
final class MemoryCalendar {

    final NavigableMap<String, Held> events = new TreeMap<>();

    CalendarList.Entry entry;
    boolean selected;
    Stage stage = Stage.NEW;

    @Nullable
    Walk walk;

    private Origin.@Nullable Since since;
    private long generation;

    /// The claim under which the walk began: what it shows is no older.
    private @Nullable Moment began;

    private @Nullable Instant readFrom;
    private long readIn;
    private long fullIn;

    MemoryCalendar(CalendarList.Entry entry) {
        this.entry = entry;
        this.selected = entry.primary();
    }

    boolean closing() {
        return walk instanceof Walk.Closing;
    }

    /// When the last walk that reached its end had begun.
    @Nullable
    Instant readFrom() {
        return readFrom;
    }

    /// Whether the run `run` has read it to its end.
    ///
    /// @param asked FULL when only a full walk counts that began in this run
    boolean readIn(long run, SyncMode asked) {
        return switch (asked) {
            case DELTA -> readIn == run;
            case FULL -> fullIn == run;
        };
    }

    StoredCalendar stored() {
        return new StoredCalendar(entry.id(), since, walk, generation);
    }

    /// Saves where a walk goes on.
    ///
    /// @param first true with the walk's first page
    void save(Walk then, boolean first, Moment claimed) {
        walk = then;
        generation = Math.max(
                generation,
                switch (then) {
                    case Walk.Reading reading -> reading.generation();
                    case Walk.Sweeping sweeping -> sweeping.generation();
                    case Walk.Closing _ -> 0;
                });
        if (first) {
            began = claimed;
        }
    }

    /// Ends a walk: the cursor moves.
    ///
    /// @param single true when the walk had one page only
    void end(Origin origin, String cursor, boolean single, Moment claimed) {
        var from = single || began == null ? claimed : began;
        since = new Origin.Since(cursor, origin.window());
        walk = null;
        stage = Stage.LIVE;
        readFrom = from.at();
        readIn = claimed.run();
        if (origin instanceof Origin.Everything) {
            fullIn = from.run();
        }
    }

    /// Forgets where reading was to go on: it begins again from the cursor, or with everything.
    void dropReading() {
        if (walk instanceof Walk.Reading) {
            walk = null;
        }
    }

    /// Ends the closing of an emptied calendar. Its generations go on if it comes back.
    void close() {
        stage = Stage.CLOSED;
        selected = false;
        since = null;
        walk = null;
        readFrom = null;
        readIn = 0;
        fullIn = 0;
    }
}
