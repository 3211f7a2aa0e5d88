package io.kalends.core.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.kalends.core.memory.MemoryConnection.Success;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;

/// The end of one slice: every request gets its outcome, the connection its state.
final class MemoryOutcomes {

    private static final int LONGEST_MESSAGE = 500;

    private final MemoryConnection connection;
    private final Instant now;

    MemoryOutcomes(MemoryConnection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    void finish(Claimed claim, RunEnd end, RunStats slice) {
        var startedAt = connection.runStartedAt == null ? now : connection.runStartedAt;
        var total = connection.run.plus(slice);
        connection.run = total;
        switch (end) {
            case RunEnd.Completed _ when claim.reads() -> complete(claim, startedAt, total);
            case RunEnd.Completed _ -> connection.endRun(); // nothing was read, so nothing more is known
            case RunEnd.Deferred deferred -> {
                if (deferred.reason() == RunEnd.DeferReason.RATE_LIMIT && connection.limitedSince == null) {
                    connection.limitedSince = now;
                }
            }
            case RunEnd.Limited _ -> connection.limitedSince = now;
            case RunEnd.Failed failed -> fail(failed);
        }
        var told = inOneLine(end);
        for (var request : claim.requests()) {
            connection.emit(sequence -> new Emitted.Ended(sequence, request, told, total, startedAt, now));
        }
        if (connection.untold) {
            connection.emitState();
        }
    }

    private void complete(Claimed claim, Instant startedAt, RunStats total) {
        var selected = connection.calendars.values().stream()
                .filter(calendar -> calendar.selected)
                .toList();
        var run = connection.claimed().run();
        if (connection.readInFull(selected)) {
            connection.fullStartedAt = connection.fullSince == null ? startedAt : connection.fullSince.at();
        }
        endFull(claim);
        connection.success = new Success(coveredUntil(startedAt, selected), now, total);
        connection.endRun();
        connection.limitedSince = null;
        connection.stand(claim.state().completed());
        connection.untold |= selected.stream().anyMatch(calendar -> calendar.troubledIn(run));
    }

    /// A walk resumed from an earlier run shows nothing newer than its own beginning, so the run covers no more.
    private static Instant coveredUntil(Instant startedAt, List<MemoryCalendar> selected) {
        return Stream.concat(
                        Stream.of(startedAt),
                        selected.stream().map(MemoryCalendar::readFrom).filter(Objects::nonNull))
                .min(Comparator.naturalOrder())
                .orElse(startedAt);
    }

    /// Nothing is left of what was asked for; a run that was asked for less says nothing about that.
    private void endFull(Claimed claim) {
        if (SyncRequest.together(claim.requests()) == SyncMode.FULL) {
            connection.fullSince = null;
        }
    }

    private void fail(RunEnd.Failed failed) {
        if (failed.reason().resumingIsVain()) {
            connection.calendars.values().forEach(MemoryCalendar::dropReading);
        }
        connection.endRun();
        connection.fullSince = null; // what completes next has to have been read since
        connection.stand(failed.stands());
    }

    private static RunEnd inOneLine(RunEnd end) {
        return switch (end) {
            case RunEnd.Failed failed ->
                new RunEnd.Failed(failed.reason(), inOneLine(failed.message()), failed.stands(), failed.delay());
            case RunEnd.Limited limited ->
                new RunEnd.Limited(inOneLine(limited.message()), limited.stands(), limited.delay());
            case RunEnd.Completed _, RunEnd.Deferred _ -> end;
        };
    }

    private static String inOneLine(String message) {
        var line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE);
    }
}
