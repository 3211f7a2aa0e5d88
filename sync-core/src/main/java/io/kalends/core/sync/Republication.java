package io.kalends.core.sync;

import io.kalends.core.store.Applied;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncStore;
import io.kalends.core.sync.CalendarWalk.Progress;

/// Tells again what is held of a calendar, from the store alone.
final class Republication {

    private final SyncStore store;

    Republication(SyncStore store) {
        this.store = store;
    }

    /// As far as the slice allows.
    Progress of(Claimed claim, StoredCalendar calendar, Tally tally) {
        while (true) {
            switch (store.republish(claim, calendar.id())) {
                case Applied.Fenced _ -> {
                    return new Progress.Fenced();
                }
                case Applied.Committed committed -> {
                    tally.add(committed);
                    if (committed.complete()) {
                        return new Progress.Done();
                    }
                }
            }
            if (tally.spent()) {
                return new Progress.MoreLater();
            }
        }
    }
}
