package io.kalends.worker.persistence;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;

/// What a store has emitted, as its contract sees it.
sealed interface Told {

    /// Names this record, the same over repeats.
    String id();

    long sequence();

    /// @param change UPSERTED, DELETED or LEFT_WINDOW
    /// @param reason DELTA, FULL or RECONCILED
    /// @param title null unless upserted
    record Event(
            String id,
            long sequence,
            String calendar,
            String eventId,
            String change,
            String reason,
            @Nullable String title)
            implements Told {

        String brief() {
            return change + "/" + reason + " " + eventId;
        }
    }

    record Completed(
            String id,
            long sequence,
            String requestId,
            @Nullable String commandId,
            SyncMode mode,
            Trigger trigger,
            Instant startedAt,
            Instant completedAt,
            long durationMillis,
            int calendars,
            long upserted,
            long removed,
            int providerCalls,
            int calendarsFailed)
            implements Told {}

    record Failed(
            String id,
            long sequence,
            String requestId,
            FailureReason reason,
            String message,
            int failures,
            @Nullable Instant retryAt,
            boolean disabled)
            implements Told {}

    record Deferred(
            String id, long sequence, String requestId, DeferReason reason, Instant occurredAt, Instant resumeAt)
            implements Told {}

    /// @param calendars status by id, `+` in front of those kept in step
    /// @param troubles reason and failures in a row by id, of those that could not be read
    /// @param holds deletions that wait and events, as `26 of 30`, by id
    record State(
            String id,
            long sequence,
            ConnectionStatus status,
            @Nullable FailureReason reason,
            int failures,
            @Nullable String commandId,
            Map<String, String> calendars,
            Map<String, String> troubles,
            Map<String, String> holds)
            implements Told {}
}
