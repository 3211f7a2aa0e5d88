package io.kalends.simulator.microsoft;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// How long the places in `@odata.nextLink` and `@odata.deltaLink` are good, and what is said when they are not.
///
/// @param life    of a delta token; null for ever (Outlook names no number of days)
/// @param lost    the answer to a token that was forgotten
/// @param padding characters added to each token, to make links as long as they can be
public record CursorRules(@Nullable Duration life, LostCursor lost, int padding) {
    public CursorRules {
        if (padding < 0) {
            throw new IllegalArgumentException("padding is a number of characters, not " + padding);
        }
    }

    /// The shapes in which a forgotten token has been seen to be refused.
    public enum LostCursor {
        /// 410 `SyncStateNotFound`.
        GONE,
        /// 410 `SyncStateNotFound` with a `Location` that has an empty `$deltatoken`.
        GONE_WITH_LOCATION,
        /// 410 `resyncRequired`.
        RESYNC_REQUIRED,
        /// 400, "Badly formed token".
        BADLY_FORMED,
        /// 404 `syncStateNotFound`.
        NOT_FOUND
    }

    static CursorRules defaults() {
        return new CursorRules(null, LostCursor.GONE, 200);
    }
}
