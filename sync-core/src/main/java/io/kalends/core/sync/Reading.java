package io.kalends.core.sync;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.plan.Problem;
import io.kalends.core.plan.Problems;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.store.Claim.Claimed;
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

        /// The run ends: it cannot go on, or one of its calendars could not be read.
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

    /// A calendar that fails alone keeps no other from being read; the run then ends with the first such problem.
    private Outcome all(List<StoredCalendar> calendars, Tally tally) throws InterruptedException {
        var asked = claim.requests().stream().anyMatch(request -> request.mode() == SyncMode.FULL)
                ? SyncMode.FULL
                : SyncMode.DELTA;
        var left = new ArrayDeque<>(calendars);
        var tried = new HashSet<CalendarId>();
        @Nullable Problem first = null;
        while (!left.isEmpty()) {
            if (tally.spent()) {
                return unless(first, new Outcome.MoreLater());
            }
            var calendar = left.remove();
            tried.add(calendar.id());
            switch (walk.go(claim, calendar, asked, access, tally)) {
                case Progress.Done _ -> tally.calendarDone();
                case Progress.Failed(Problem problem) -> first = first == null ? problem : first;
                case Progress.MoreLater _ -> {
                    return unless(first, new Outcome.MoreLater());
                }
                case Progress.Fenced _ -> {
                    return new Outcome.Fenced();
                }
                case Progress.Stopped(Problem problem) -> {
                    return new Outcome.Stopped(problem);
                }
                case Progress.CalendarGone _ -> {
                    switch (listing.list(claim, access)) {
                        case Listed.Fenced _ -> {
                            return new Outcome.Fenced();
                        }
                        case Listed.Stopped(Problem problem) -> {
                            return new Outcome.Stopped(problem);
                        }
                        case Listed.Calendars(List<StoredCalendar> found) -> {
                            left = untried(found, tried);
                            first = first == null && stillListed(calendar, found)
                                    ? Problems.of(new Refusal.CalendarGone())
                                    : first;
                        }
                    }
                }
            }
        }
        return unless(first, new Outcome.Done());
    }

    /// What a list taken meanwhile leaves to do: calendars not tried yet, and any that turned out to be gone.
    private static ArrayDeque<StoredCalendar> untried(List<StoredCalendar> found, Set<CalendarId> tried) {
        return found.stream()
                .filter(calendar -> calendar.walk() instanceof Walk.Closing || !tried.contains(calendar.id()))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /// A provider that hides a calendar for a moment must not make us drop it: only one that is no longer listed is
    /// closed.
    private static boolean stillListed(StoredCalendar gone, List<StoredCalendar> found) {
        return found.stream()
                .anyMatch(calendar -> calendar.id().equals(gone.id()) && !(calendar.walk() instanceof Walk.Closing));
    }

    private static Outcome unless(@Nullable Problem problem, Outcome otherwise) {
        return problem == null ? otherwise : new Outcome.Stopped(problem);
    }
}
