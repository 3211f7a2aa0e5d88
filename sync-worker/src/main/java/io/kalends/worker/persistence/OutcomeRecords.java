package io.kalends.worker.persistence;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncRequest;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncTrigger;

/// Outcomes as the records of the contract.
final class OutcomeRecords {

    /// What a completed run has to tell.
    record Completion(
            Instant startedAt,
            Instant completedAt,
            RunStats stats,
            @Nullable Instant tokenExpiresAt) {}

    private OutcomeRecords() {}

    static Draft completed(String key, SyncRequest request, Completion run) {
        var stats = run.stats();
        return new Draft(
                Draft.Kind.COMPLETED,
                key,
                stamp -> SyncCompleted.newBuilder()
                        .setEventId(stamp.eventId().toString())
                        .setTenantId(stamp.key().tenantId())
                        .setUserId(stamp.key().userId())
                        .setProvider(stamp.key().provider().id())
                        .setOccurredAt(stamp.at())
                        .setSequence(stamp.sequence())
                        .setRequestId(request.requestId())
                        .setCommandId(request.commandId())
                        .setMode(mode(request, stats))
                        .setTrigger(SyncTrigger.valueOf(request.trigger().name()))
                        .setStartedAt(run.startedAt())
                        .setCompletedAt(run.completedAt())
                        .setDurationMillis(stats.worked().toMillis())
                        .setCalendars(stats.calendars())
                        .setCalendarsFailed(stats.troubled())
                        .setEventsUpserted(stats.upserted())
                        .setEventsDeleted(stats.removed())
                        .setEventsSynced(stats.upserted() + stats.removed())
                        .setProviderCalls(stats.providerCalls())
                        .setTokenExpiresAt(run.tokenExpiresAt())
                        .build());
    }

    private static SyncMode mode(SyncRequest request, RunStats stats) {
        if (stats.full()) {
            return SyncMode.FULL;
        }
        return switch (request.mode()) {
            case REPUBLISH -> SyncMode.REPUBLISH;
            case DELTA, FULL, REBUILD -> SyncMode.DELTA;
        };
    }

    static Draft deferred(String key, SyncRequest request, RunEnd.Deferred end) {
        return new Draft(
                Draft.Kind.DEFERRED,
                key,
                stamp -> SyncDeferred.newBuilder()
                        .setEventId(stamp.eventId().toString())
                        .setTenantId(stamp.key().tenantId())
                        .setUserId(stamp.key().userId())
                        .setProvider(stamp.key().provider().id())
                        .setOccurredAt(stamp.at())
                        .setSequence(stamp.sequence())
                        .setRequestId(request.requestId())
                        .setCommandId(request.commandId())
                        .setReason(DeferReason.valueOf(end.reason().name()))
                        .setResumeAt(stamp.at().plus(end.delay()))
                        .build());
    }

    static Draft failed(String key, SyncRequest request, RunEnd.Failed end) {
        var told = new Failure(
                end.reason().category().name(), end.reason().name(), end.message(), end.stands(), end.delay());
        return failed(key, request, told);
    }

    /// A limit that has lasted: told as a failure of a connection that stands where it stood.
    static Draft limited(String key, SyncRequest request, RunEnd.Limited end) {
        var told = new Failure(
                end.reason().category().name(), end.reason().name(), end.message(), end.stands(), end.delay());
        return failed(key, request, told);
    }

    private record Failure(
            String category,
            String reason,
            String message,
            ConnectionState stands,
            @Nullable Duration delay) {}

    private static Draft failed(String key, SyncRequest request, Failure told) {
        return new Draft(
                Draft.Kind.FAILED,
                key,
                stamp -> SyncFailed.newBuilder()
                        .setEventId(stamp.eventId().toString())
                        .setTenantId(stamp.key().tenantId())
                        .setUserId(stamp.key().userId())
                        .setProvider(stamp.key().provider().id())
                        .setOccurredAt(stamp.at())
                        .setSequence(stamp.sequence())
                        .setRequestId(request.requestId())
                        .setCommandId(request.commandId())
                        .setCategory(FailureCategory.valueOf(told.category()))
                        .setReason(FailureReason.valueOf(told.reason()))
                        .setMessage(Columns.message(told.message()))
                        .setConsecutiveFailures(told.stands().failures())
                        .setRetryAt(later(stamp.at(), told.delay()))
                        .setDisabled(told.stands().status() == ConnectionStatus.DISABLED)
                        .build());
    }

    private static @Nullable Instant later(Instant at, @Nullable Duration delay) {
        return delay == null ? null : at.plus(delay);
    }
}
