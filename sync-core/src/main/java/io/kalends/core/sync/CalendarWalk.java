package io.kalends.core.sync;

import java.util.List;

import io.kalends.core.plan.Problem;
import io.kalends.core.plan.Problems;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.store.Applied;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.FailureReason;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncStore;
import io.kalends.core.store.Walk;
import io.kalends.core.sync.ProviderAccess.Reply;

/// Takes one calendar as far as the slice allows: page by page, each applied before the next is asked for.
final class CalendarWalk {

    /// How far it came.
    sealed interface Progress {

        /// To its end.
        record Done() implements Progress {}

        /// The slice is used up; the store knows where to go on.
        record MoreLater() implements Progress {}

        /// Somebody else has the connection.
        record Fenced() implements Progress {}

        /// The provider does not know the calendar.
        record CalendarGone() implements Progress {}

        /// This calendar cannot go on; others may.
        record Failed(Problem problem) implements Progress {}

        /// The run cannot go on: no calendar of the connection would do better.
        record Stopped(Problem problem) implements Progress {}
    }

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
        var walk = plan.next(calendar, asked, claim.now());
        while (true) {
            var step = switch (walk) {
                case Walk.Reading reading -> read(claim, calendar, reading, access, tally);
                case Walk.Sweeping sweeping -> removed(sweeping, store.sweep(claim, calendar.id(), sweeping), tally);
                case Walk.Closing closing -> removed(closing, store.close(claim, calendar.id()), tally);
            };
            switch (step) {
                case Step.End(Progress progress) -> {
                    return progress;
                }
                case Step.GoOn(Walk next) -> walk = next;
            }
            if (tally.spent()) {
                return new Progress.MoreLater();
            }
        }
    }

    private sealed interface Step {
        record GoOn(Walk walk) implements Step {}

        record End(Progress progress) implements Step {}
    }

    private Step read(Claimed claim, StoredCalendar calendar, Walk.Reading reading, ProviderAccess access, Tally tally)
            throws InterruptedException {
        if (reading.pages() >= budget.walkPages()) {
            return failed(
                    FailureReason.PROVIDER_LOOP, "After " + reading.pages() + " pages there was still no last one");
        }
        var request = new PageRequest(reading.origin(), reading.pageToken());
        return switch (access.ask(token -> provider.fetch(token, calendar.id(), request))) {
            case Reply.Value<Page>(Page page) -> apply(claim, calendar, reading, page, tally);
            case Reply.CursorLost<Page> _
            when reading.restarted() -> new Step.End(new Progress.Failed(Problems.of(new Refusal.CursorLost())));
            case Reply.CursorLost<Page> _ -> new Step.GoOn(plan.again(calendar, reading, claim.now()));
            case Reply.CalendarGone<Page> _ -> new Step.End(new Progress.CalendarGone());
            case Reply.Stopped<Page>(Problem problem)
            when problem.reason().ofOneCalendar() -> new Step.End(new Progress.Failed(problem));
            case Reply.Stopped<Page>(Problem problem) -> new Step.End(new Progress.Stopped(problem));
            case Reply.NoToken<Page>(Problem problem) -> new Step.End(new Progress.Stopped(problem));
        };
    }

    private Step apply(Claimed claim, StoredCalendar calendar, Walk.Reading reading, Page page, Tally tally) {
        tally.page(reading.mode());
        return switch (page.next()) {
            case Page.Next.More(String token)
            when token.equals(reading.pageToken()) ->
                failed(FailureReason.PROVIDER_LOOP, "The provider names the same page as the next one");
            case Page.Next.More(String token) -> {
                var then = new Walk.Reading(
                        reading.origin(), reading.generation(), token, reading.pages() + 1, reading.restarted());
                yield after(store.apply(claim, calendar.id(), reading, definite(page), then, null), then, tally);
            }
            case Page.Next.Last(String cursor) -> last(claim, calendar, reading, page, cursor, tally);
        };
    }

    private Step last(
            Claimed claim, StoredCalendar calendar, Walk.Reading reading, Page page, String cursor, Tally tally) {
        return switch (reading.origin()) {
            case PageRequest.Origin.Everything everything -> {
                var then = new Walk.Sweeping(everything, reading.generation(), cursor, reading.restarted());
                yield after(store.apply(claim, calendar.id(), reading, definite(page), then, null), then, tally);
            }
            case PageRequest.Origin.Since _ ->
                switch (store.apply(claim, calendar.id(), reading, definite(page), null, cursor)) {
                    case Applied.Committed committed -> {
                        tally.add(committed);
                        yield new Step.End(new Progress.Done());
                    }
                    case Applied.Fenced _ -> new Step.End(new Progress.Fenced());
                };
        };
    }

    private static List<Change.Definite> definite(Page page) {
        return page.changes().stream()
                .filter(Change.Definite.class::isInstance)
                .map(Change.Definite.class::cast)
                .toList();
    }

    private static Step after(Applied applied, Walk then, Tally tally) {
        return switch (applied) {
            case Applied.Committed committed -> {
                tally.add(committed);
                yield new Step.GoOn(then);
            }
            case Applied.Fenced _ -> new Step.End(new Progress.Fenced());
        };
    }

    private static Step removed(Walk walk, Applied applied, Tally tally) {
        return switch (applied) {
            case Applied.Committed committed -> {
                tally.add(committed);
                yield committed.complete() ? new Step.End(new Progress.Done()) : new Step.GoOn(walk);
            }
            case Applied.Fenced _ -> new Step.End(new Progress.Fenced());
        };
    }

    private static Step failed(FailureReason reason, String message) {
        return new Step.End(new Progress.Failed(new Problem(reason, message)));
    }
}
