package io.kalends.core.sync;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.plan.Problem;
import io.kalends.core.plan.Problems;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Walk;
import io.kalends.core.sync.CalendarListing.Listed;
import io.kalends.core.sync.CalendarWalk.Progress;

/// One slice of one run: every calendar that is still to be read, one after the other.
final class Reading {

    /// How the slice ended.
    sealed interface Outcome {

        /// Every calendar was read to its end, but for those that could not be read while others could.
        record Done() implements Outcome {}

        /// There is more to do than one slice allows.
        record MoreLater() implements Outcome {}

        /// Somebody else has the connection.
        record Fenced() implements Outcome {}

        /// The run ends: it cannot go on, or none of its calendars could be read.
        record Stopped(Problem problem) implements Outcome {}
    }

    /// What a slice does with calendars.
    record Ways(CalendarListing listing, Republication republication, CalendarWalk walk, ProviderAccess access) {}

    private final SyncStore store;
    private final Claimed claim;
    private final SyncPlan plan;
    private final Ways ways;
    private final Set<CalendarId> tried = new HashSet<>();

    /// Those the schedule leaves alone.
    private final Map<CalendarId, StoredCalendar> resting = new LinkedHashMap<>();

    private @Nullable Problem trouble;
    private boolean anyRead;
    private boolean moreLater;

    Reading(SyncStore store, Claimed claim, SyncPlan plan, Ways ways) {
        this.store = store;
        this.claim = claim;
        this.plan = plan;
        this.ways = ways;
        this.anyRead = claim.readBefore() > 0;
    }

    Outcome go(Tally tally) throws InterruptedException {
        if (!claim.reads() || !claim.list().due()) {
            return all(claim.calendars(), tally);
        }
        return switch (ways.listing().list(claim, ways.access())) {
            case Listed.Calendars(List<StoredCalendar> found) -> all(found, tally);
            case Listed.Fenced _ -> new Outcome.Fenced();
            case Listed.Stopped(Problem problem) -> new Outcome.Stopped(problem);
        };
    }

    private Outcome all(List<StoredCalendar> calendars, Tally tally) throws InterruptedException {
        Queue<StoredCalendar> left = new ArrayDeque<>(awake(calendars));
        while (!left.isEmpty() || left.addAll(woken())) {
            if (tally.spent()) {
                return new Outcome.MoreLater();
            }
            var calendar = left.remove();
            tried.add(calendar.id());
            resting.remove(calendar.id());
            switch (progress(calendar, tally)) {
                case Progress.Done _ -> done(calendar, tally);
                case Progress.BulkLater _ -> {
                    anyRead = true;
                    moreLater = true;
                }
                case Progress.Failed(Problem problem) -> {
                    if (!remember(calendar, problem, tally)) {
                        return new Outcome.Fenced();
                    }
                }
                case Progress.MoreLater _ -> {
                    return new Outcome.MoreLater();
                }
                case Progress.Fenced _ -> {
                    return new Outcome.Fenced();
                }
                case Progress.Stopped(Problem problem) -> {
                    return new Outcome.Stopped(problem);
                }
                case Progress.CalendarGone _ -> {
                    switch (ways.listing().listWhole(claim, ways.access())) {
                        case Listed.Fenced _ -> {
                            return new Outcome.Fenced();
                        }
                        case Listed.Stopped(Problem problem) -> {
                            return new Outcome.Stopped(problem);
                        }
                        case Listed.Calendars(List<StoredCalendar> found) -> {
                            left = untried(found);
                            if (stillListed(calendar, found)
                                    && !remember(calendar, Problems.of(new Refusal.CalendarGone()), tally)) {
                                return new Outcome.Fenced();
                            }
                        }
                    }
                }
            }
        }
        return ended(tally);
    }

    /// To close a calendar, or to find nothing to tell again, takes no provider: neither says that one can be read.
    private void done(StoredCalendar calendar, Tally tally) {
        var reads = claim.reads() && !calendar.vanished();
        var did = reads ? !(calendar.walk() instanceof Walk.Closing) : calendar.republish();
        if (did) {
            tally.calendarDone();
            anyRead = true;
        }
    }

    private Progress progress(StoredCalendar calendar, Tally tally) throws InterruptedException {
        var republished = calendar.republish() ? ways.republication().of(claim, calendar, tally) : new Progress.Done();
        if (!(republished instanceof Progress.Done) || !claim.reads() || calendar.vanished()) {
            return republished;
        }
        return ways.walk().go(claim, calendar, SyncRequest.together(claim.requests()), ways.access(), tally);
    }

    /// The schedule leaves a calendar alone that has just failed, as long as there are others to read.
    private List<StoredCalendar> awake(List<StoredCalendar> calendars) {
        var onSchedule = claim.requests().stream()
                .allMatch(request -> request.trigger() == Trigger.SCHEDULE || request.trigger() == Trigger.PUSH);
        var awake = calendars.stream().filter(calendar -> !calendar.resting()).toList();
        if (!onSchedule || awake.isEmpty()) {
            return calendars;
        }
        calendars.stream().filter(StoredCalendar::resting).forEach(calendar -> resting.put(calendar.id(), calendar));
        return awake;
    }

    /// Before all of the connection is taken to have failed, every calendar has been tried.
    private List<StoredCalendar> woken() {
        if (anyRead || trouble == null) {
            return List.of();
        }
        var woken = List.copyOf(resting.values());
        resting.clear();
        return woken;
    }

    /// A calendar that fails alone keeps no other from being read. When all do, the run fails as the first of
    /// those does that may come back: only what is refused for good everywhere takes a person.
    private boolean remember(StoredCalendar calendar, Problem problem, Tally tally) {
        trouble = trouble == null || (problem.counts() && !trouble.counts()) ? problem : trouble;
        tally.calendarTroubled();
        return store.troubled(claim, calendar.id(), plan.ofCalendar(problem, calendar.failures()));
    }

    /// A run that goes on tries what rested in this slice, so only its last slice counts that.
    private Outcome ended(Tally tally) {
        if (moreLater) {
            return new Outcome.MoreLater();
        }
        resting.keySet().forEach(_ -> tally.calendarTroubled());
        return trouble == null || anyRead ? new Outcome.Done() : new Outcome.Stopped(trouble);
    }

    /// What a list taken meanwhile leaves to do: calendars not tried yet, and any that turned out to be gone.
    private Queue<StoredCalendar> untried(List<StoredCalendar> found) {
        return found.stream()
                .filter(calendar -> calendar.walk() instanceof Walk.Closing
                        || !(tried.contains(calendar.id()) || resting.containsKey(calendar.id())))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /// A provider that hides a calendar for a moment must not make us drop it: only one that is no longer listed is
    /// closed.
    private static boolean stillListed(StoredCalendar gone, List<StoredCalendar> found) {
        return found.stream()
                .anyMatch(calendar -> calendar.id().equals(gone.id())
                        && !calendar.vanished()
                        && !(calendar.walk() instanceof Walk.Closing));
    }
}
