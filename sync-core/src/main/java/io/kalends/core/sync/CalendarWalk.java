package io.kalends.core.sync;

import java.util.List;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.plan.Problem;
import io.kalends.core.plan.Problems;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Batch;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Walk;
import io.kalends.core.sync.ProviderAccess.Reply;

/// Takes one calendar as far as the slice allows: page by page, each applied before the next is asked for; then
/// whatever has to be checked or removed before the cursor moves.
final class CalendarWalk {

    /// How far it came.
    sealed interface Progress {

        /// To its end.
        record Done() implements Progress {}

        /// The slice is used up; the store knows where to go on.
        record MoreLater() implements Progress {}

        /// What was waited for is done; what is left is bulk work for a later slice, and the store knows of it.
        record BulkLater() implements Progress {}

        /// Somebody else has the connection.
        record Fenced() implements Progress {}

        /// The provider does not know the calendar.
        record CalendarGone() implements Progress {}

        /// This calendar cannot go on; others may.
        record Failed(Problem problem) implements Progress {}

        /// The run cannot go on: no calendar of the connection would do better.
        record Stopped(Problem problem) implements Progress {}
    }

    private sealed interface Step {
        record GoOn(Walk walk) implements Step {}

        record End(Progress progress) implements Step {}

        /// The cursor has moved.
        ///
        /// @param next where the next delta starts
        record Through(SyncMode mode, Origin.Since next, long generation) implements Step {}
    }

    /// So many events are asked for one by one before the slice is looked at again.
    private static final int SWEPT_AT_ONCE = 100;

    private final SyncStore store;
    private final CalendarProvider provider;
    private final WalkPlan plan;
    private final Budget budget;

    CalendarWalk(SyncStore store, CalendarProvider provider, WalkPlan plan, Budget budget) {
        this.store = store;
        this.provider = provider;
        this.plan = plan;
        this.budget = budget;
    }

    Progress go(Claimed claim, StoredCalendar calendar, SyncMode asked, ProviderAccess access, Tally tally)
            throws InterruptedException {
        return new Journey(claim, calendar, access, tally).from(plan.next(calendar, asked, claim.now()));
    }

    /// One calendar in one slice.
    private final class Journey {

        private final Claimed claim;
        private final StoredCalendar calendar;
        private final ProviderAccess access;
        private final Tally tally;
        private final Enquiry enquiry;

        Journey(Claimed claim, StoredCalendar calendar, ProviderAccess access, Tally tally) {
            this.claim = claim;
            this.calendar = calendar;
            this.access = access;
            this.tally = tally;
            this.enquiry = new Enquiry(provider, access, calendar.id());
        }

        Progress from(Walk first) throws InterruptedException {
            var walk = first;
            while (true) {
                var step = switch (walk) {
                    case Walk.Reading reading -> read(reading);
                    case Walk.Checking checking -> check(checking);
                    case Walk.Sweeping sweeping -> sweep(sweeping);
                    case Walk.Closing _ -> close();
                };
                switch (step) {
                    case Step.End(Progress progress) -> {
                        return progress;
                    }
                    case Step.Through through
                    when calendar.isOfEarlierRun(through.generation()) ->
                        walk = plan.since(through.next(), through.generation());
                    case Step.Through through -> {
                        return rolled(through);
                    }
                    case Step.GoOn(Walk next) -> walk = next;
                }
                if (tally.spent()) {
                    return new Progress.MoreLater();
                }
            }
        }

        private Step read(Walk.Reading reading) throws InterruptedException {
            if (reading.pages() >= budget.walkPages()) {
                return failed("After " + reading.pages() + " pages there was still no last one");
            }
            var request = new PageRequest(reading.origin(), reading.pageToken());
            return switch (access.ask(token -> provider.fetch(token, calendar.id(), request))) {
                case Reply.Value<Page>(Page page) -> took(reading, page);
                case Reply.CursorLost<Page> _
                when reading.restarted() -> new Step.End(new Progress.Failed(Problems.of(new Refusal.CursorLost())));
                case Reply.CursorLost<Page> _ -> new Step.GoOn(plan.again(calendar, reading, claim.now()));
                case Reply.CalendarGone<Page> _ -> new Step.End(new Progress.CalendarGone());
                case Reply.Stopped<Page>(Problem problem) -> new Step.End(Found.progress(problem));
                case Reply.NoCall<Page>(Problem problem) -> new Step.End(new Progress.Stopped(problem));
            };
        }

        private Step took(Walk.Reading reading, Page page) throws InterruptedException {
            tally.page(reading.mode());
            if (page.next() instanceof Page.Next.More(String token) && token.equals(reading.pageToken())) {
                return failed("The provider names the same page as the next one");
            }
            var window = reading.origin().window();
            return switch (details(new Verdicts(enquiry, window)).of(page.changes())) {
                case Found.Known<Batch>(Batch batch) -> apply(reading, batch, page.next());
                case Found.Not<Batch>(Progress why) -> new Step.End(why);
            };
        }

        private Step apply(Walk.Reading reading, Batch batch, Page.Next next) {
            return switch (next) {
                case Page.Next.More(String token) -> {
                    var then = new Walk.Reading(
                            reading.origin(), reading.generation(), token, reading.pages() + 1, reading.restarted());
                    yield after(store.apply(claim, calendar.id(), reading, batch, then, null), then);
                }
                case Page.Next.Last(String cursor) ->
                    switch (reading.origin()) {
                        case Origin.Everything everything -> {
                            var then = new Walk.Sweeping(everything, reading.generation(), cursor, reading.restarted());
                            yield after(store.apply(claim, calendar.id(), reading, batch, then, null), then);
                        }
                        case Origin.Since since ->
                            until(
                                    store.apply(claim, calendar.id(), reading, batch, null, cursor),
                                    new Walk.Checking(since, reading.generation(), cursor),
                                    through(SyncMode.DELTA, cursor, since.window(), reading.generation()));
                    };
            };
        }

        private Step check(Walk.Checking checking) throws InterruptedException {
            var window = checking.origin().window();
            var through = through(SyncMode.DELTA, checking.cursor(), window, checking.generation());
            var suspect = store.suspect(claim, calendar.id(), checking);
            if (suspect == null) {
                return until(store.check(claim, calendar.id(), checking, null, List.of()), checking, through);
            }
            var verdicts = new Verdicts(enquiry, window);
            return switch (new SeriesCheck(enquiry, details(verdicts), verdicts, window).of(suspect)) {
                case Found.Known<List<Change.Definite>>(List<Change.Definite> changes) ->
                    until(store.check(claim, calendar.id(), checking, suspect.seriesId(), changes), checking, through);
                case Found.Not<List<Change.Definite>>(Progress why) -> new Step.End(why);
            };
        }

        private Step sweep(Walk.Sweeping sweeping) throws InterruptedException {
            var unseen = store.unseen(claim, calendar.id(), sweeping, SWEPT_AT_ONCE);
            var window = sweeping.origin().window();
            var verdicts = new Verdicts(enquiry, window);
            return switch (verdicts.on(unseen, tally::spent)) {
                case Found.Known<List<Change.Definite>>(List<Change.Definite> changes) ->
                    until(
                            store.sweep(claim, calendar.id(), sweeping, changes),
                            sweeping,
                            through(SyncMode.FULL, sweeping.cursor(), window, sweeping.generation()));
                case Found.Not<List<Change.Definite>>(Progress why) -> new Step.End(why);
            };
        }

        private Step close() {
            var closing = new Walk.Closing();
            return until(store.close(claim, calendar.id()), closing, new Step.End(new Progress.Done()));
        }

        private Details details(Verdicts verdicts) {
            var endings = new Endings(ids -> store.kept(claim, calendar.id(), ids), enquiry, verdicts);
            return new Details(enquiry, endings);
        }

        private static Step through(SyncMode mode, String cursor, EventWindow window, long generation) {
            return new Step.Through(mode, new Origin.Since(cursor, window), generation);
        }

        /// After a delta, a window that no longer fits is replaced in a later slice.
        private Progress rolled(Step.Through through) {
            var roll = through.mode() == SyncMode.FULL
                    ? null
                    : plan.roll(calendar, through.next(), through.generation(), claim.now());
            if (roll == null) {
                return new Progress.Done();
            }
            return store.begin(claim, calendar.id(), roll) ? new Progress.BulkLater() : new Progress.Fenced();
        }

        private Step after(Applied applied, Walk then) {
            return until(applied, then, new Step.GoOn(then));
        }

        private Step until(Applied applied, Walk unfinished, Step finished) {
            return switch (applied) {
                case Applied.Committed committed -> {
                    tally.add(committed);
                    yield committed.complete() ? finished : new Step.GoOn(unfinished);
                }
                case Applied.Fenced _ -> new Step.End(new Progress.Fenced());
            };
        }

        private static Step failed(String message) {
            return new Step.End(new Progress.Failed(new Problem(FailureReason.PROVIDER_LOOP, message)));
        }
    }
}
