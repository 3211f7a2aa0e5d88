package io.kalends.core.store;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Change;
import io.kalends.core.store.Claim.Claimed;

/// The memory of all syncs. Every method is one transaction; none may be open during a provider call.
///
/// What is emitted (events, outcomes, states) is written in the same transaction as what it tells of, numbered
/// without a gap per connection. When the database is away, methods throw; nothing is half done.
public interface SyncStore {

    /// Takes the connection for these requests (all of one connection, oldest first) and raises its fence.
    ///
    /// A request that has its outcome is left alone; one that a later-started, completed run covers is answered
    /// here.
    Claim claim(List<SyncRequest> requests);

    /// Takes over what a listing brought: new calendars are added, the main one selected unless somebody chose
    /// otherwise; those no longer listed get a [Walk.Closing].
    ///
    /// @return the calendars still to be worked on in this run, as stored now; null when fenced
    @Nullable
    List<StoredCalendar> list(Claimed claim, Listing listing);

    /// Those of `eventIds` that are held, and of those that are series, their instances.
    List<Kept> kept(Claimed claim, CalendarId calendar, Collection<String> eventIds);

    /// Applies one page: rows, emitted changes and where to go on, or nothing of it.
    ///
    /// @param read the walk this page belongs to, as it was asked for
    /// @param then where the walk goes on; null when the page is a delta's last
    /// @param cursor where the next delta starts, with a delta's last page. It moves now when no [Suspect] is left;
    ///     otherwise a [Walk.Checking] holds it, and the result is not complete
    Applied apply(
            Claimed claim,
            CalendarId calendar,
            Walk.Reading read,
            Batch batch,
            @Nullable Walk then,
            @Nullable String cursor);

    /// The next series to be checked before a delta ends, null when none is left.
    @Nullable
    Suspect suspect(Claimed claim, CalendarId calendar, Walk.Checking walk);

    /// Applies what checking a series brought. When no other is left, the cursor moves and the result is complete.
    ///
    /// @param seriesId the one checked, null when there was none
    Applied check(
            Claimed claim,
            CalendarId calendar,
            Walk.Checking walk,
            @Nullable String seriesId,
            List<Change.Definite> changes);

    /// At most `most` events held that the walk's generation has not seen, those outside its window included.
    List<Kept> unseen(Claimed claim, CalendarId calendar, Walk.Sweeping walk, int most);

    /// Removes events that the walk's generation has not seen, as `changes` say. When none is left unseen, the cursor
    /// moves and the result is complete.
    Applied sweep(Claimed claim, CalendarId calendar, Walk.Sweeping walk, List<Change.Definite> changes);

    /// Leaves a calendar with a walk to be taken up by the next slice.
    ///
    /// @return false when fenced; nothing is written then
    boolean begin(Claimed claim, CalendarId calendar, Walk.Reading walk);

    /// Remembers that a calendar could not be read in this run: the run's next slices leave it alone.
    ///
    /// @return false when fenced; nothing is written then
    boolean troubled(Claimed claim, CalendarId calendar, Trouble trouble);

    /// Tells a bounded number of held events again, in the order of their ids, and remembers how far it came.
    Applied republish(Claimed claim, CalendarId calendar);

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
