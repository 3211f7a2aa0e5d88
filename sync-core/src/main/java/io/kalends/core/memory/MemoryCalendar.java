package io.kalends.core.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.kalends.core.memory.Emitted.ConnectionChanged.Stage;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.Trouble;
import io.kalends.core.store.Walk;

/// Everything held of one calendar: how it is listed, where its walk stands, and its events by id.
final class MemoryCalendar {

    final NavigableMap<String, Held> events = new TreeMap<>();

    /// Series a delta has told something of, by id, until it ends; true when they seem to have come as a whole.
    final SortedMap<String, Boolean> touched = new TreeMap<>();

    CalendarList.Entry entry;
    boolean selected;
    Stage stage = Stage.NEW;

    @Nullable
    Walk walk;

    /// The last event told again, empty before the first; null when nothing is to be told again.
    @Nullable
    String republishAfter;

    /// Deletions that wait for a person, null when none do.
    @Nullable
    Hold hold;

    /// Events held when the walk under way began.
    int before;

    private Origin.@Nullable Since since;
    private long generation;

    /// The claim under which the walk began: what it shows is no older.
    private @Nullable Moment began;

    private @Nullable Instant readFrom;
    private long readIn;
    private long fullIn;
    private @Nullable Trouble trouble;
    private @Nullable Instant restsUntil;
    private long troubledIn;

    MemoryCalendar(CalendarList.Entry entry, boolean selected) {
        this.entry = entry;
        this.selected = selected;
    }

    Origin.@Nullable Since since() {
        return since;
    }

    boolean closing() {
        return walk instanceof Walk.Closing;
    }

    /// Whether it is no longer listed, and its events wait for a person.
    boolean vanished() {
        return hold != null && hold.vanished();
    }

    /// Ids of the events to which that applies.
    List<String> ids(Predicate<Held> which) {
        return events.entrySet().stream()
                .filter(event -> which.test(event.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Takes all events for there again; only reading everything tells.
    void forgive() {
        events.replaceAll((_, event) -> event.with(null));
        hold = null;
        begin();
    }

    /// When the last walk that reached its end had begun.
    @Nullable
    Instant readFrom() {
        return readFrom;
    }

    /// Whether the run `run` has read it to its end.
    boolean readIn(long run) {
        return readIn == run;
    }

    /// Whether a full walk that began in the run `run` or later came to its end.
    boolean fullSince(long run) {
        return fullIn >= run;
    }

    /// Whether the run `run` could not read it.
    boolean troubledIn(long run) {
        return troubledIn == run;
    }

    /// Why it could not be read, null when it could.
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /// @param run the one under way
    StoredCalendar stored(long run, Instant now) {
        return new StoredCalendar(
                entry.id(),
                since,
                walk,
                walk != null && (began == null || began.run() != run),
                generation,
                trouble == null ? 0 : trouble.failures(),
                restsUntil != null && now.isBefore(restsUntil),
                republishAfter != null,
                vanished());
    }

    /// Remembers that it could not be read.
    void troubled(Trouble by, Moment claimed, Instant now) {
        trouble = by;
        restsUntil = now.plus(by.rest());
        troubledIn = claimed.run();
        if (by.reason().resumingIsVain()) {
            dropReading();
        }
    }

    /// Saves where a walk goes on.
    ///
    /// @param first true with the walk's first page
    void save(Walk then, boolean first, Moment claimed) {
        walk = then;
        generation = Math.max(generation, then.generation());
        if (first) {
            began = claimed;
        }
    }

    /// Ends a walk: the cursor moves.
    ///
    /// @param single true when the walk had one page only
    void end(Origin origin, long ofGeneration, String cursor, boolean single, Moment claimed) {
        generation = Math.max(generation, ofGeneration);
        touched.clear();
        trouble = null;
        restsUntil = null;
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

    /// It is no longer to be kept in step: what is held of it goes.
    void retire(Moment claimed) {
        save(new Walk.Closing(), true, claimed);
        selected = false;
        hold = null;
    }

    /// Forgets where reading was to go on and what it starts from: everything is read again.
    void forgetCursors() {
        if (!closing()) {
            since = null;
            walk = null;
            readIn = 0;
            fullIn = 0;
        }
    }

    /// Begins to keep it in step. One that was closed, or was about to be, is read in full again.
    void open() {
        if (!selected || closing()) {
            close();
            stage = Stage.NEW;
            selected = true;
            troubledIn = 0;
        }
    }

    /// Ends the closing of an emptied calendar. Its generations go on if it comes back.
    void close() {
        stage = Stage.CLOSED;
        trouble = null;
        restsUntil = null;
        republishAfter = null;
        touched.clear();
        selected = false;
        hold = null;
        begin();
    }

    /// Everything is to be read.
    void begin() {
        since = null;
        walk = null;
        readFrom = null;
        readIn = 0;
        fullIn = 0;
    }
}
