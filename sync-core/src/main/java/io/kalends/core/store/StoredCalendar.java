package io.kalends.core.store;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.PageRequest.Origin;

/// What is known of one calendar that is kept in step, or is being closed.
///
/// @param since where the next delta starts, null before the first full walk has ended
/// @param walk what is under way, null when nothing is
/// @param ofEarlierRun true when that began in an earlier run: what it shows may be older than this run
/// @param lastGeneration the highest generation any walk of it has used
/// @param failures how often in a row it could not be read
/// @param resting true while the schedule leaves it alone after a failure
/// @param republish true while what is held of it is still to be told again
/// @param vanished true while it is not listed and its events wait for a person: it is not read
public record StoredCalendar(
        CalendarId id,
        Origin.@Nullable Since since,
        @Nullable Walk walk,
        boolean ofEarlierRun,
        long lastGeneration,
        int failures,
        boolean resting,
        boolean republish,
        boolean vanished) {

    /// A calendar without trouble.
    public StoredCalendar(CalendarId id, Origin.@Nullable Since since, @Nullable Walk walk, long lastGeneration) {
        this(id, since, walk, false, lastGeneration, 0, false, false, false);
    }

    /// Whether the walk of this generation began in an earlier run.
    public boolean isOfEarlierRun(long generation) {
        return ofEarlierRun && walk != null && walk.generation() == generation;
    }
}
