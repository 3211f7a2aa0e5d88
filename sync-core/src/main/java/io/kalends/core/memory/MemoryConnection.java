package io.kalends.core.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.StoredCalendar;
import io.kalends.core.store.SyncMode;

/// Everything held of one connection. Guarded by the store's lock.
final class MemoryConnection {

    private static final Comparator<MemoryCalendar> MAIN_FIRST = Comparator.comparing(
                    (MemoryCalendar calendar) -> !calendar.entry.primary())
            .thenComparing(calendar -> calendar.entry.id().value());

    /// The last run that completed.
    ///
    /// @param startedAt what it covers was asked for before
    record Success(Instant startedAt, Instant completedAt, RunStats stats) {}

    final Map<CalendarId, MemoryCalendar> calendars = new HashMap<>();
    final List<Emitted> emitted = new ArrayList<>();

    /// Ids of the requests that have their outcome.
    final Set<String> answered = new HashSet<>();

    ConnectionState state = new ConnectionState.Linked();

    /// Since when it is limited, or since that was last told; null when it is not.
    @Nullable
    Instant limitedSince;

    /// True when a calendar's stage changed and nobody was told.
    boolean untold;

    /// True once a person has said which calendars are wanted; the main one is then no longer selected by default.
    boolean chosen;

    @Nullable
    Instant listedAt;

    /// Where the next listing of changed calendars starts, null when it has to be whole.
    @Nullable
    String listCursor;

    /// Start of the run under way, null when none is.
    @Nullable
    Instant runStartedAt;

    /// Since when everything is being read that a request for all of it asked for, null when there is no such request:
    /// ordinary runs go between its slices.
    @Nullable
    Moment fullSince;

    /// What the run's earlier slices have done.
    RunStats run = RunStats.NONE;

    @Nullable
    Success success;

    /// Start of the last completed run in which every selected calendar was read in full.
    @Nullable
    Instant fullStartedAt;

    /// What cursors were last forgotten for, null when they never were.
    private @Nullable String rebuiltFor;

    private long fence;
    private long claimedFence;
    private Moment claimed = new Moment(0, Instant.EPOCH);

    long fence() {
        return fence;
    }

    /// The last claim.
    Moment claimed() {
        return claimed;
    }

    /// The fence of the last claim.
    long claimedFence() {
        return claimedFence;
    }

    /// Raises the fence for nobody.
    void interrupt() {
        fence++;
    }

    /// Raises the fence for a claim.
    ///
    /// @param anew true when a run starts here, false when one goes on
    /// @param goesOn whether a request for everything goes on with what was begun for one before
    void raise(Instant now, boolean anew, SyncMode asked, boolean goesOn) {
        fence++;
        claimedFence = fence;
        claimed = new Moment(anew ? claimed.run() + 1 : claimed.run(), now);
        if (anew) {
            runStartedAt = now;
            run = RunStats.NONE;
        }
        if (asked == SyncMode.FULL && (fullSince == null || !goesOn)) {
            fullSince = new Moment(claimed.run(), runStartedAt == null ? now : runStartedAt);
        }
    }

    /// Whether every calendar of `selected` was read in full since that was asked for, or in the run under way.
    boolean readInFull(List<MemoryCalendar> selected) {
        var since = fullSince == null ? claimed.run() : fullSince.run();
        return !selected.isEmpty() && selected.stream().allMatch(calendar -> calendar.fullSince(since));
    }

    /// Forgets every cursor and every open walk; what is held stays.
    ///
    /// @param cause it is done once for
    void forgetCursors(String cause) {
        if (!cause.equals(rebuiltFor)) {
            rebuiltFor = cause;
            listedAt = null;
            listCursor = null;
            calendars.values().forEach(MemoryCalendar::forgetCursors);
        }
    }

    /// Ends the run under way: the next claim starts another. Open walks keep their place.
    void endRun() {
        runStartedAt = null;
        run = RunStats.NONE;
    }

    /// Selects exactly `wanted`; the others are closed by the next run.
    void select(Set<CalendarId> wanted) {
        chosen = !calendars.isEmpty();
        for (var calendar : calendars.values()) {
            if (wanted.contains(calendar.entry.id())) {
                calendar.open();
            } else if (calendar.selected) {
                calendar.retire(claimed);
            }
        }
    }

    /// Those selected and neither read nor found unreadable yet in the run under way, those left in the middle of
    /// something, and those being closed; the main one first.
    ///
    /// @param asked FULL leaves out only what was read in full
    List<StoredCalendar> toWorkOn(SyncMode asked, Instant now) {
        return inOrder()
                .filter(calendar -> calendar.closing() || (calendar.selected && isLeft(calendar, asked)))
                .map(calendar -> calendar.stored(claimed.run(), now))
                .toList();
    }

    private boolean isLeft(MemoryCalendar calendar, SyncMode asked) {
        if (calendar.vanished()) {
            return calendar.republishAfter != null;
        }
        if (runStartedAt == null) {
            return true;
        }
        var run = claimed.run();
        return !calendar.troubledIn(run)
                && (calendar.walk != null || calendar.republishAfter != null || !isRead(calendar, asked));
    }

    private boolean isRead(MemoryCalendar calendar, SyncMode asked) {
        var since = asked == SyncMode.FULL ? fullSince : null;
        return since == null ? calendar.readIn(claimed.run()) : calendar.fullSince(since.run());
    }

    /// Tells something under the connection's next number.
    void emit(LongFunction<Emitted> told) {
        emitted.add(told.apply(emitted.size() + 1L));
    }

    /// Tells where the connection and its calendars stand now.
    void emitState() {
        untold = false;
        var states = inOrder()
                .map(calendar -> new Emitted.ConnectionChanged.Calendar(
                        calendar.entry, calendar.selected, calendar.stage, calendar.trouble(), calendar.hold))
                .toList();
        var reason = state instanceof ConnectionState.Troubled troubled
                ? troubled.cause().reason()
                : null;
        emit(sequence -> new Emitted.ConnectionChanged(sequence, state.status(), reason, state.failures(), states));
    }

    /// Puts it elsewhere; somebody is still to be told when that is to be seen.
    void stand(ConnectionState other) {
        untold |= other.status() != state.status() || reason(other) != reason(state);
        state = other;
    }

    private static @Nullable FailureReason reason(ConnectionState state) {
        return state.cause() == null ? null : state.cause().reason();
    }

    private Stream<MemoryCalendar> inOrder() {
        return calendars.values().stream().sorted(MAIN_FIRST);
    }
}
