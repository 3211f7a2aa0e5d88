package io.kalends.core.plan;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;
import io.kalends.core.store.Walk.Reading;

/// Which walk a calendar needs next.
///
/// @param windows which window a full walk reads
public record WalkPlan(WindowPlan windows) {

    /// After so many failures in a row everything is read instead of a series being checked once more: one series that
    /// the provider cannot answer for must not hold up its calendar for ever, and a full walk checks none.
    private static final int CHECKS_THAT_MAY_FAIL = 3;

    /// The walk to go on with, or the one to begin.
    ///
    /// @param asked FULL when somebody wants everything read
    public Walk next(StoredCalendar calendar, SyncMode asked, Instant now) {
        return switch (calendar.walk()) {
            case Walk.Closing closing -> closing;
            case Walk.Sweeping sweeping -> sweeping;
            case Walk.Reading reading when reading.mode() == SyncMode.FULL -> reading;
            case Walk.Reading reading when asked != SyncMode.FULL -> reading;
            case Walk.Checking checking
            when asked != SyncMode.FULL && calendar.failures() < CHECKS_THAT_MAY_FAIL -> checking;
            case Walk.Reading reading -> instead(calendar, reading, now);
            case Walk.Checking checking -> instead(calendar, checking, now);
            case null -> begin(calendar, asked, now);
        };
    }

    /// A full walk in place of one whose cursor is lost.
    public Walk.Reading again(StoredCalendar calendar, Walk.Reading lost, Instant now) {
        return everything(Math.max(calendar.lastGeneration(), lost.generation()), now, true);
    }

    /// The full walk with which a calendar gets a newer window, null when the delta that has just ended had one that
    /// still fits. It is left for a later slice: reading everything is bulk work, the delta is what was waited for.
    public @Nullable Reading roll(StoredCalendar calendar, Origin.Since ended, long generation, Instant now) {
        return windows.stale(ended.window(), calendar.id(), now) ? everything(generation, now, false) : null;
    }

    /// The delta that follows a walk of an earlier run: the walk shows nothing that happened after it had begun.
    public Walk.Reading since(Origin.Since ended, long generation) {
        return new Walk.Reading(ended, generation + 1, null, 0, false);
    }

    private Walk.Reading instead(StoredCalendar calendar, Walk abandoned, Instant now) {
        return everything(Math.max(calendar.lastGeneration(), abandoned.generation()), now, false);
    }

    private Walk.Reading begin(StoredCalendar calendar, SyncMode asked, Instant now) {
        var since = calendar.since();
        if (since == null || asked == SyncMode.FULL) {
            return everything(calendar.lastGeneration(), now, false);
        }
        return new Walk.Reading(since, calendar.lastGeneration() + 1, null, 0, false);
    }

    private Walk.Reading everything(long after, Instant now, boolean restarted) {
        return new Walk.Reading(new Origin.Everything(windows.at(now)), after + 1, null, 0, restarted);
    }
}
