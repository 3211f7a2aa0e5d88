package io.kalends.core.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.store.Claim;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;

/// One claim: gives the connection to whoever asks, unless there is nothing left to do for the requests.
final class MemoryClaims {

    private static final Duration LIST_EVERY = Duration.ofHours(24);

    private final MemoryConnection connection;
    private final Instant now;

    MemoryClaims(MemoryConnection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /// The fence is raised only for work that is left: a repeated request must not take the connection from whoever
    /// works on a newer one.
    Claim claim(List<SyncRequest> asked) {
        if (!(connection.state instanceof ConnectionState.Syncing standing)) {
            return new Claim.Inactive();
        }
        var left = unanswered(asked);
        if (left.isEmpty()) {
            return new Claim.Answered();
        }
        var oldest = left.getFirst();
        var state = afresh(standing, left);
        left.stream().filter(SyncRequest::rebuilds).forEach(request -> connection.forgetCursors(request.cause()));
        var anew = connection.runStartedAt == null || !oldest.goesOn();
        connection.raise(now, anew, SyncRequest.together(left), oldest.goesOn());
        if (left.stream().anyMatch(SyncRequest::republishes)) {
            connection.calendars.values().stream()
                    .filter(calendar -> calendar.selected)
                    .forEach(calendar -> calendar.republishAfter = "");
        }
        return new Claim.Claimed(
                oldest.key(),
                connection.fence(),
                left,
                now,
                connection.toWorkOn(SyncRequest.together(left), now),
                new Claim.CalendarsKnown(
                        listDue(SyncRequest.oldestList(left, LIST_EVERY)),
                        connection.calendars.values().stream().anyMatch(calendar -> calendar.entry.primary()),
                        connection.listCursor),
                state,
                untoldLimit(),
                connection.run.calendars(),
                Claim.Reach.USUAL);
    }

    private ConnectionState.Syncing afresh(ConnectionState.Syncing state, List<SyncRequest> left) {
        if (left.stream().noneMatch(SyncRequest::isAFreshStart)) {
            return state;
        }
        var cleared = state.resynced();
        connection.stand(cleared);
        return cleared;
    }

    private @Nullable Duration untoldLimit() {
        var since = connection.limitedSince;
        return since == null ? null : Duration.between(since, now);
    }

    private List<SyncRequest> unanswered(List<SyncRequest> asked) {
        var byId = new LinkedHashMap<String, SyncRequest>();
        asked.forEach(request -> byId.putIfAbsent(request.requestId(), request));
        var left = new ArrayList<SyncRequest>();
        for (var request : byId.values()) {
            if (!connection.answered.contains(request.requestId()) && !answerFromMemory(request)) {
                left.add(request);
            }
        }
        return left;
    }

    private boolean answerFromMemory(SyncRequest request) {
        var success = connection.success;
        var start = coveringStart(request.mode());
        if (success == null || start == null || !covers(start, request)) {
            return false;
        }
        var stats = remembered(success.stats(), request.mode());
        connection.answered.add(request.requestId());
        connection.emit(sequence ->
                new Emitted.Ended(sequence, request, new RunEnd.Completed(), stats, start, success.completedAt()));
        return true;
    }

    /// Start of the completed run that would cover a request for this much.
    private @Nullable Instant coveringStart(SyncMode asked) {
        return switch (asked) {
            case FULL -> connection.fullStartedAt;
            case DELTA -> connection.success == null ? null : connection.success.startedAt();
            case REBUILD, REPUBLISH -> null;
        };
    }

    /// Requests know milliseconds only.
    private static boolean covers(Instant start, SyncRequest request) {
        return start.truncatedTo(ChronoUnit.MILLIS).isAfter(request.requestedAt());
    }

    /// An answer from memory costs the provider nothing.
    private static RunStats remembered(RunStats run, SyncMode asked) {
        return new RunStats(
                run.upserted(),
                run.removed(),
                0,
                run.worked(),
                run.calendars(),
                run.troubled(),
                run.full() || asked == SyncMode.FULL);
    }

    private boolean listDue(Duration every) {
        var listedAt = connection.listedAt;
        return connection.calendars.isEmpty() || listedAt == null || !now.isBefore(listedAt.plus(every));
    }
}
