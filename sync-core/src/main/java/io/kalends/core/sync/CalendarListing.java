package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.plan.Problem;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.FailureReason;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncStore;
import io.kalends.core.sync.ProviderAccess.Reply;

/// Asks which calendars an account has and hands the whole list to the store. A list with a page missing, an empty
/// one, and one that lacks a main calendar named before are handed over to nobody.
final class CalendarListing {

    /// What came of it.
    sealed interface Listed {

        /// The calendars to work on now.
        record Calendars(List<StoredCalendar> calendars) implements Listed {}

        /// Somebody else has the connection.
        record Fenced() implements Listed {}

        /// The run cannot go on.
        record Stopped(Problem problem) implements Listed {}
    }

    private static final int MOST_PAGES = 100;

    private final SyncStore store;
    private final CalendarProvider provider;

    /// True once this run has seen a list with a main calendar.
    private boolean mainListed;

    CalendarListing(SyncStore store, CalendarProvider provider) {
        this.store = store;
        this.provider = provider;
    }

    Listed list(Claimed claim, ProviderAccess access) throws InterruptedException {
        var entries = new ArrayList<CalendarList.Entry>();
        @Nullable String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            var asked = next;
            switch (access.ask(token -> provider.calendars(token, new ListRequest(null, asked)))) {
                case Reply.Value<CalendarList>(CalendarList list) -> {
                    entries.addAll(list.entries());
                    next = list.next() instanceof CalendarList.Next.More(String token) ? token : null;
                }
                case Reply.Stopped<CalendarList>(Problem problem) -> {
                    return new Listed.Stopped(problem);
                }
                case Reply.NoToken<CalendarList>(Problem problem) -> {
                    return new Listed.Stopped(problem);
                }
                case Reply.CursorLost<CalendarList> _, Reply.CalendarGone<CalendarList> _ -> {
                    return stopped(
                            FailureReason.UNREADABLE_ANSWER, "The provider does not find the account's calendars");
                }
            }
            if (next == null) {
                var main = entries.stream().anyMatch(CalendarList.Entry::primary);
                if (entries.isEmpty() || (!main && (claim.mainKnown() || mainListed))) {
                    return incomplete(entries);
                }
                mainListed |= main;
                var stored = store.list(claim, entries);
                return stored == null ? new Listed.Fenced() : new Listed.Calendars(stored);
            }
        }
        return stopped(
                FailureReason.PROVIDER_LOOP, "After " + MOST_PAGES + " pages of calendars there was still no last one");
    }

    /// Taken at its word, such a list would erase every calendar it does not name.
    private static Listed incomplete(List<CalendarList.Entry> entries) {
        return stopped(
                FailureReason.UNREADABLE_ANSWER,
                entries.isEmpty()
                        ? "The provider's list of calendars is empty, although every account has a main one"
                        : "The provider's list of " + entries.size()
                                + " calendars lacks the main one, which it has named before");
    }

    private static Listed stopped(FailureReason reason, String message) {
        return new Listed.Stopped(new Problem(reason, message));
    }
}
