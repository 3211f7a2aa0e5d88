package io.kalends.core.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.memory.MemoryConnection.Success;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;

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
        var turned = switch (end) {
            case RunEnd.Completed _ when claim.reads() -> complete(startedAt, total);
            case RunEnd.Completed _ -> republished();
            case RunEnd.Deferred _ -> false;
            case RunEnd.Failed failed -> fail(failed);
        };
        var told = end instanceof RunEnd.Failed failed ? inOneLine(failed) : end;
        for (var request : claim.requests()) {
            connection.emit(sequence -> new Emitted.Ended(sequence, request, told, total, startedAt, now));
        }
        if (turned || connection.untold) {
            connection.emitState();
        }
    }

    private boolean complete(Instant startedAt, RunStats total) {
        var selected = connection.calendars.values().stream()
                .filter(calendar -> calendar.selected)
                .toList();
        var run = connection.claimed().run();
        if (!selected.isEmpty() && selected.stream().allMatch(calendar -> calendar.readIn(run, SyncMode.FULL))) {
            connection.fullStartedAt = startedAt;
        }
        connection.success = new Success(coveredUntil(startedAt, selected), now, total);
        connection.endRun();
        connection.failures = 0;
        var troubled = connection.reason != null;
        connection.reason = null;
        var unread = selected.stream().anyMatch(calendar -> calendar.troubledIn(run));
        return stand(ConnectionStatus.ACTIVE) || troubled || unread;
    }

    /// Nothing was read, so nothing is known that was not known before.
    private boolean republished() {
        connection.endRun();
        return false;
    }

    /// A walk resumed from an earlier run shows nothing newer than its own beginning, so the run covers no more.
    private static Instant coveredUntil(Instant startedAt, List<MemoryCalendar> selected) {
        return Stream.concat(
                        Stream.of(startedAt),
                        selected.stream().map(MemoryCalendar::readFrom).filter(Objects::nonNull))
                .min(Comparator.naturalOrder())
                .orElse(startedAt);
    }

    private boolean fail(RunEnd.Failed failed) {
        if (failed.reason().resumingIsVain()) {
            connection.calendars.values().forEach(MemoryCalendar::dropReading);
        }
        connection.endRun();
        connection.failures = failed.failures();
        var another = failed.reason() != connection.reason;
        connection.reason = failed.reason();
        return stand(failed.status()) || another;
    }

    /// @return true when the connection stood elsewhere before
    private boolean stand(ConnectionStatus status) {
        if (connection.status == status) {
            return false;
        }
        connection.status = status;
        return true;
    }

    private static RunEnd.Failed inOneLine(RunEnd.Failed failed) {
        var line = failed.message().replaceAll("\\p{Cntrl}+", " ").strip();
        return new RunEnd.Failed(
                failed.reason(),
                line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE),
                failed.failures(),
                failed.delay(),
                failed.status());
    }
}
