package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Trigger;
import io.kalends.schemas.ConnectionKey;

/// A claimed request, to be published.
///
/// @param commandId the oldest resync command it serves, or null
/// @param priority how it is served
/// @param requestedAt when the request arose, the same over repeats
/// @param claimedAt when it was claimed for this publication
/// @param attempt 1 for the first publication, one more for each repeat
public record Request(
        String tenantId,
        String userId,
        String provider,
        UUID requestId,
        @Nullable String commandId,
        Mode mode,
        Trigger trigger,
        Priority priority,
        Instant requestedAt,
        Instant claimedAt,
        int attempt) {

    String connectionKey() {
        return new ConnectionKey(tenantId, userId, provider).text();
    }

    /// True when an earlier publication of it was not answered in time.
    public boolean repeated() {
        return attempt > 1;
    }

    /// The same request, published for a resync command or, with null, for none.
    Request serving(@Nullable String command) {
        return new Request(
                tenantId,
                userId,
                provider,
                requestId,
                command,
                mode,
                trigger,
                priority,
                requestedAt,
                claimedAt,
                attempt);
    }
}
