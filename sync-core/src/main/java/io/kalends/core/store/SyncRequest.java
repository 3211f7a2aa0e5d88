package io.kalends.core.store;

import java.time.Instant;

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

    /// Why it is wanted.
    public enum Trigger {
        SCHEDULE,
        MANUAL,
        PUSH,
        RETRY,
        CONTINUATION
    }
}
