package io.kalends.core.sync;

import java.util.List;

import io.kalends.core.plan.Problem;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.FailureReason;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.Walk;
import io.kalends.core.sync.CalendarListing.Listed;
import io.kalends.core.sync.CalendarWalk.Progress;

/// One slice of one run: every calendar that is still to be read, one after the other.
final class Reading {

    /// How the slice ended.
    sealed interface Outcome {

        /// Every calendar was read to its end.
        record Done() implements Outcome {}

        /// There is more to do than one slice allows.
        record MoreLater() implements Outcome {}

        /// Somebody else has the connection.
        record Fenced() implements Outcome {}

        /// The run cannot go on.
        record Stopped(Problem problem) implements Outcome {}
    }

    private final Claimed claim;
    private final CalendarListing listing;
    private final CalendarWalk walk;
    private final ProviderAccess access;

    Reading(Claimed claim, CalendarListing listing, CalendarWalk walk, ProviderAccess access) {
        this.claim = claim;
        this.listing = listing;
        this.walk = walk;
        this.access = access;
    }

    Outcome go(Tally tally) throws InterruptedException {
        if (!claim.listDue()) {
            return all(claim.calendars(), tally);
        }
        return switch (listing.list(claim, access)) {
            case Listed.Calendars(List<StoredCalendar> found) -> all(found, tally);
            case Listed.Fenced _ -> new Outcome.Fenced();
            case Listed.Stopped(Problem problem) -> new Outcome.Stopped(problem);
        };
    }

    private Outcome all(List<StoredCalendar> calendars, Tally tally) throws InterruptedException {
        var asked = claim.requests().stream().anyMatch(request -> request.mode() == SyncMode.FULL)
                ? SyncMode.FULL
                : SyncMode.DELTA;
        for (var calendar : calendars) {
            if (tally.spent()) {
                return new Outcome.MoreLater();
            }
            var outcome = outcome(calendar, walk.go(claim, calendar, asked, access, tally), tally);
            if (!(outcome instanceof Outcome.Done)) {
                return outcome;
            }
            tally.calendarDone();
        }
        return new Outcome.Done();
    }

    private Outcome outcome(StoredCalendar calendar, Progress progress, Tally tally) throws InterruptedException {
        return switch (progress) {
            case Progress.Done _ -> new Outcome.Done();
            case Progress.MoreLater _ -> new Outcome.MoreLater();
            case Progress.Fenced _ -> new Outcome.Fenced();
            case Progress.Stopped(Problem problem) -> new Outcome.Stopped(problem);
            case Progress.CalendarGone _ -> closeIfUnlisted(calendar, tally);
        };
    }

    /// A provider that hides a calendar for a moment must not make us drop it: only one that is no longer listed is
    /// closed.
    private Outcome closeIfUnlisted(StoredCalendar gone, Tally tally) throws InterruptedException {
        return switch (listing.list(claim, access)) {
            case Listed.Fenced _ -> new Outcome.Fenced();
            case Listed.Stopped(Problem problem) -> new Outcome.Stopped(problem);
            case Listed.Calendars(List<StoredCalendar> found) -> {
                for (var calendar : found) {
                    if (calendar.id().equals(gone.id()) && calendar.walk() instanceof Walk.Closing) {
                        yield outcome(calendar, walk.go(claim, calendar, SyncMode.DELTA, access, tally), tally);
                    }
                }
                yield new Outcome.Stopped(new Problem(
                        FailureReason.PROVIDER_UNAVAILABLE,
                        "The provider lists a calendar and says that it does not exist"));
            }
        };
    }
}
