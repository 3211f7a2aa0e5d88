package io.kalends.worker.persistence;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncRequest;

/// A connection's row, locked by the transaction at hand.
///
/// @param text the key as it is written in tables and records
/// @param untold true when a calendar's state changed and nobody was told
/// @param claimedFence the fence of the last claim; commands raise the fence without claiming
/// @param claimedAt when the last claim was made
/// @param limitedSince since when the provider has limited it, or since that was last told; null when it does not
/// @param listCursor where the next listing of changed calendars starts, sealed; null when it has to be whole
/// @param runStartedAt start of the run under way, null when none is
/// @param run what the run's earlier slices have done
/// @param now the transaction's time
@SuppressWarnings("ArrayRecordComponent")
record ConnectionRow(
        ConnectionKey key,
        String text,
        ConnectionState state,
        boolean untold,
        long claimedFence,
        @Nullable Instant claimedAt,
        @Nullable Instant limitedSince,
        @Nullable Instant listedAt,
        byte @Nullable [] listCursor,
        @Nullable Instant runStartedAt,
        RunStats run,
        @Nullable Success success,
        @Nullable Instant fullStartedAt,
        @Nullable Instant tokenExpiresAt,
        Instant now) {

    /// The last run that completed.
    record Success(
            Instant startedAt,
            Instant completedAt,
            boolean full,
            long upserted,
            long removed,
            Duration worked,
            int calendars,
            int troubled) {}

    /// Whether a completed run started after `request` was made. Requests know milliseconds only.
    boolean covers(SyncRequest request) {
        var since = coveringStart(request);
        return since != null && since.truncatedTo(ChronoUnit.MILLIS).isAfter(request.requestedAt());
    }

    /// Start of the completed run that would cover `request`.
    @Nullable
    Instant coveringStart(SyncRequest request) {
        return switch (request.mode()) {
            case FULL -> fullStartedAt;
            case DELTA -> success == null ? null : success.startedAt();
            case REBUILD, REPUBLISH -> null;
        };
    }

    /// Whether the account's calendars are to be listed again. Connections linked together do not list together.
    boolean listDue(Instant at, Duration every) {
        var share = 0.9 + 0.2 * Math.floorMod(text.hashCode(), 1000) / 1000;
        return listedAt == null || !at.isBefore(listedAt.plusMillis((long) (every.toMillis() * share)));
    }

    /// How long it has been limited without anybody being told, null when it is not.
    @Nullable
    Duration untoldLimit() {
        return limitedSince == null ? null : Duration.between(limitedSince, now);
    }
}
