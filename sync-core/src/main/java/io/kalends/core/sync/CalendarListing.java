package io.kalends.core.sync;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.FailureReason;
import io.kalends.core.plan.Problem;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.Listing;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncStore;
import io.kalends.core.sync.ProviderAccess.Reply;

/// Asks which calendars an account has, or what has changed about them, and hands that to the store. A list with a page
/// missing, an empty one, and one that lacks a main calendar named before are handed over to nobody.
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

    /// What all pages together said.
    private sealed interface Read {
        /// @param anyRemoved true when some were told to be no longer listed
        record Through(Listing listing, boolean anyRemoved) implements Read {}

        record CursorLost() implements Read {}

        record Not(Problem problem) implements Read {}
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

    /// What has changed since the last listing. Everything when that is not known, and before any calendar is given up.
    Listed list(Claimed claim, ProviderAccess access) throws InterruptedException {
        var cursor = claim.list().cursor();
        if (cursor == null) {
            return listWhole(claim, access);
        }
        return switch (read(cursor, access)) {
            case Read.Through(Listing listing, boolean anyRemoved) ->
                anyRemoved ? listWhole(claim, access) : stored(claim, listing);
            case Read.CursorLost _ -> listWhole(claim, access);
            case Read.Not(Problem problem) -> new Listed.Stopped(problem);
        };
    }

    /// Everything there is.
    Listed listWhole(Claimed claim, ProviderAccess access) throws InterruptedException {
        return switch (read(null, access)) {
            case Read.Through(Listing listing, boolean _) -> whole(claim, listing);
            case Read.CursorLost _ ->
                stopped(FailureReason.UNREADABLE_ANSWER, "The provider does not find the account's calendars");
            case Read.Not(Problem problem) -> new Listed.Stopped(problem);
        };
    }

    private Listed whole(Claimed claim, Listing listing) {
        var main = listing.entries().stream().anyMatch(CalendarList.Entry::primary);
        if (listing.entries().isEmpty() || (!main && (claim.list().mainKnown() || mainListed))) {
            return incomplete(listing.entries());
        }
        mainListed |= main;
        return stored(claim, listing);
    }

    private Listed stored(Claimed claim, Listing listing) {
        var stored = store.list(claim, listing);
        return stored == null ? new Listed.Fenced() : new Listed.Calendars(stored);
    }

    private Read read(@Nullable String cursor, ProviderAccess access) throws InterruptedException {
        var entries = new ArrayList<CalendarList.Entry>();
        var anyRemoved = false;
        var request = new ListRequest(cursor, null);
        for (int page = 0; page < MOST_PAGES; page++) {
            var asked = request;
            switch (access.ask(token -> provider.calendars(token, asked))) {
                case Reply.Value<CalendarList>(CalendarList list) -> {
                    entries.addAll(list.entries());
                    anyRemoved |= !list.removed().isEmpty();
                    switch (list.next()) {
                        case CalendarList.Next.More(String token) -> request = new ListRequest(cursor, token);
                        case CalendarList.Next.Last(String then) -> {
                            return new Read.Through(new Listing(entries, cursor == null, then), anyRemoved);
                        }
                    }
                }
                case Reply.Stopped<CalendarList>(Problem problem) -> {
                    return new Read.Not(problem);
                }
                case Reply.NoCall<CalendarList>(Problem problem) -> {
                    return new Read.Not(problem);
                }
                case Reply.CursorLost<CalendarList> _, Reply.CalendarGone<CalendarList> _ -> {
                    return new Read.CursorLost();
                }
            }
        }
        return new Read.Not(new Problem(
                FailureReason.PROVIDER_LOOP,
                "After " + MOST_PAGES + " pages of calendars there was still no last one"));
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
