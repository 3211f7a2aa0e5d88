package io.kalends.core.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Claim.Claimed;

/// The memory of all syncs. Every method is one transaction; none may be open during a provider call.
///
/// What is emitted (events, outcomes, states) is written in the same transaction as what it tells of, numbered
/// without
/// a gap per connection.
/// When the database is away, methods throw; nothing is half done.
public interface SyncStore {

    /// Takes the connection for these requests (all of one connection, oldest first) and raises its fence.
    ///
    /// A request that has its outcome is left alone; one that a later-started, completed run covers is answered
    /// here.
    Claim claim(List<SyncRequest> requests);

    /// Takes over the account's list of calendars: new ones are added, the main one selected unless somebody chose
    /// otherwise;
    /// those no longer listed get a [Walk.Closing].
    ///
    /// @return the calendars still to be worked on in this run, as stored now; null when fenced
    @Nullable
    List<StoredCalendar> list(Claimed claim, List<CalendarList.Entry> calendars);

    /// Applies one page: rows, emitted changes and where to go on, or nothing of it.
    ///
    /// @param read the walk this page belongs to, as it was asked for
    /// @param then where the walk goes on, null when `cursor` ends it
    /// @param cursor where the next delta starts; only with the last page does the stored cursor move
    Applied apply(
            Claimed claim,
            CalendarId calendar,
            Walk.Reading read,
            List<Change.Definite> changes,
            @Nullable Walk then,
            @Nullable String cursor);

    /// Removes a bounded number of events the walk's generation has not seen; with the last of them the stored cursor
    /// moves.
    Applied sweep(Claimed claim, CalendarId calendar, Walk.Sweeping walk);

    /// Removes a bounded number of events of a calendar that is gone; with the last of them the calendar is closed.
    Applied close(Claimed claim, CalendarId calendar);

    /// Gives every request of the claim its outcome.
    ///
    /// @param slice what this slice has done; earlier slices of the run are added from memory
    /// @return false when fenced; nothing is written then
    boolean finish(Claimed claim, RunEnd end, RunStats slice);

    /// Puts off the requests of a claim that was fenced, when nobody else will answer them: a command raised the
    /// fence, no claim was made since, and the connection still syncs. Each request gets a
    /// [RunEnd.DeferReason#NEXT_SLICE] without delay, and the same run goes on.
    ///
    /// @param slice what this slice has done before it was fenced
    /// @return false when a later claim has the connection or it no longer syncs; nothing is written then
    boolean handBack(Claimed claim, RunStats slice);
}
