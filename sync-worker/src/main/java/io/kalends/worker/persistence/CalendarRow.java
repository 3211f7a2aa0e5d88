package io.kalends.worker.persistence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.Walk;
import io.kalends.worker.persistence.Cursors.Field;

/// A calendar's row, its secrets still sealed.
///
/// @param window what `cursor` is about
/// @param generation the highest any full walk has used
@SuppressWarnings("ArrayRecordComponent")
record CalendarRow(
        CalendarId id,
        byte @Nullable [] cursor,
        @Nullable EventWindow window,
        long generation,
        @Nullable Underway walk,
        Condition condition) {

    /// How a calendar fares.
    ///
    /// @param ofEarlierRun true when the walk under way began before this run
    /// @param failures how often in a row it could not be read
    /// @param resting true while the schedule leaves it alone
    /// @param republish true while it is still to be told again
    /// @param vanished true while it is not listed and its events wait for a person
    record Condition(boolean ofEarlierRun, int failures, boolean resting, boolean republish, boolean vanished) {}

    /// What kind of walk is under way.
    enum Kind {
        READING,
        CHECKING,
        SWEEPING,
        CLOSING
    }

    /// The walk's columns.
    ///
    /// @param token sealed page token, or of a sweep and a check the cursor to be
    @SuppressWarnings("ArrayRecordComponent")
    record Underway(
            Kind kind,
            boolean full,
            @Nullable EventWindow window,
            long generation,
            int pages,
            boolean restarted,
            byte @Nullable [] token) {}

    static @Nullable EventWindow window(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : new EventWindow(from, to);
    }

    /// The calendar as the sync sees it. What does not open counts as not there.
    StoredCalendar open(ConnectionKey key, Cursors cursors) {
        var since = since(key, cursors);
        return new StoredCalendar(
                id,
                since,
                walk == null ? null : walk(walk, since, key, cursors),
                condition.ofEarlierRun(),
                generation,
                condition.failures(),
                condition.resting(),
                condition.republish(),
                condition.vanished());
    }

    private Origin.@Nullable Since since(ConnectionKey key, Cursors cursors) {
        if (cursor == null || window == null) {
            return null;
        }
        var opened = cursors.open(key, id, Field.CURSOR, cursor);
        return opened == null ? null : new Origin.Since(opened, window);
    }

    private @Nullable Walk walk(Underway walk, Origin.@Nullable Since since, ConnectionKey key, Cursors cursors) {
        if (walk.kind() == Kind.CLOSING) {
            return new Walk.Closing();
        }
        if (walk.window() == null) {
            return null;
        }
        if (walk.token() == null) {
            return walk.full() && walk.kind() == Kind.READING
                    ? new Walk.Reading(new Origin.Everything(walk.window()), walk.generation(), null, 0, false)
                    : null;
        }
        var opened = cursors.open(key, id, Field.WALK, walk.token());
        if (opened == null) {
            return null;
        }
        if (walk.kind() == Kind.SWEEPING) {
            return new Walk.Sweeping(new Origin.Everything(walk.window()), walk.generation(), opened, walk.restarted());
        }
        if (walk.kind() == Kind.CHECKING) {
            return since == null ? null : new Walk.Checking(since, walk.generation(), opened);
        }
        Origin origin = walk.full() ? new Origin.Everything(walk.window()) : since;
        return origin == null
                ? null
                : new Walk.Reading(origin, walk.generation(), opened, walk.pages(), walk.restarted());
    }
}
