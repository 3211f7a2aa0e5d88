package io.kalends.core.plan;

import java.time.Instant;

import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;

/// Which walk a calendar needs next.
///
/// @param windows which window a full walk reads
public record WalkPlan(WindowPlan windows) {

    /// The walk to go on with, or the one to begin.
    ///
    /// @param asked FULL when somebody wants everything read
    public Walk next(StoredCalendar calendar, SyncMode asked, Instant now) {
        return switch (calendar.walk()) {
            case Walk.Closing closing -> closing;
            case Walk.Sweeping sweeping -> sweeping;
            case Walk.Reading reading when reading.mode() == SyncMode.FULL -> reading;
            case Walk.Reading reading when asked == SyncMode.DELTA -> reading;
            case Walk.Reading _ -> everything(calendar, now, false);
            case null -> begin(calendar, asked, now);
        };
    }

    /// A full walk in place of one whose cursor is lost.
    public Walk.Reading again(StoredCalendar calendar, Walk.Reading lost, Instant now) {
        var from =
                new StoredCalendar(calendar.id(), null, null, Math.max(calendar.lastGeneration(), lost.generation()));
        return everything(from, now, true);
    }

    private Walk.Reading begin(StoredCalendar calendar, SyncMode asked, Instant now) {
        var since = calendar.since();
        if (since == null || asked == SyncMode.FULL || windows.stale(since.window(), calendar.id(), now)) {
            return everything(calendar, now, false);
        }
        return new Walk.Reading(since, 0, null, 0, false);
    }

    private Walk.Reading everything(StoredCalendar calendar, Instant now, boolean restarted) {
        var origin = new Origin.Everything(windows.at(now));
        return new Walk.Reading(origin, calendar.lastGeneration() + 1, null, 0, restarted);
    }
}
