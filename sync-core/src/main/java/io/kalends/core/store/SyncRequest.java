package io.kalends.core.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;

/// Somebody wants a connection synced.
///
/// @param requestId names the request in its outcome
/// @param commandId the command behind it, null when the schedule asked
/// @param requestedAt a run that started later covers it
public record SyncRequest(
        ConnectionKey key,
        String requestId,
        @Nullable String commandId,
        SyncMode mode,
        Trigger trigger,
        Instant requestedAt) {

    private static final Duration A_FEW_CLICKS = Duration.ofMinutes(5);

    /// How old the account's list of calendars may be for this request. Who has everything read has the list read too,
    /// and a person who asks for a sync looks for new calendars; but not with every click.
    ///
    /// @param usual for requests of the schedule
    public Duration oldestList(Duration usual) {
        return switch (trigger) {
            case SCHEDULE, PUSH, RETRY, CONTINUATION -> usual;
            case MANUAL -> readsEverything() ? Duration.ZERO : usual.compareTo(A_FEW_CLICKS) < 0 ? usual : A_FEW_CLICKS;
        };
    }

    /// The youngest list any of `requests` needs.
    public static Duration oldestList(List<SyncRequest> requests, Duration usual) {
        return requests.stream()
                .map(request -> request.oldestList(usual))
                .min(Comparator.naturalOrder())
                .orElse(usual);
    }

    /// Whether a person asks for the connection to be tried again, whatever has failed so far.
    public boolean isAFreshStart() {
        return trigger == Trigger.MANUAL && commandId != null && mode != SyncMode.REPUBLISH;
    }

    /// Whether the whole window is to be read.
    public boolean readsEverything() {
        return mode == SyncMode.FULL || mode == SyncMode.REBUILD;
    }

    /// How much `requests` together ask to be read: DELTA or FULL.
    public static SyncMode together(List<SyncRequest> requests) {
        return requests.stream().anyMatch(SyncRequest::readsEverything) ? SyncMode.FULL : SyncMode.DELTA;
    }

    /// Whether it goes on with the run under way, if there is one, rather than begin another.
    public boolean goesOn() {
        return switch (trigger) {
            case CONTINUATION, RETRY -> true;
            case SCHEDULE, MANUAL, PUSH -> false;
        };
    }

    /// Whether all that is held is to be told again from the beginning. A run that goes on has begun before.
    public boolean republishes() {
        return mode == SyncMode.REPUBLISH && trigger != Trigger.CONTINUATION;
    }

    /// Whether cursors are to be forgotten. A run that goes on has forgotten them before.
    public boolean rebuilds() {
        return mode == SyncMode.REBUILD && !goesOn();
    }

    /// What cursors are forgotten for: once for a command, however many requests it takes.
    public String cause() {
        return commandId == null ? requestId : commandId;
    }

    /// Why it is wanted.
    public enum Trigger {
        SCHEDULE,
        MANUAL,
        PUSH,
        RETRY,
        CONTINUATION
    }
}
