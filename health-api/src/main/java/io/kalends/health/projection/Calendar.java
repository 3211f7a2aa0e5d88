package io.kalends.health.projection;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// One calendar of a connection.
///
/// @param calendarId the provider's id
/// @param name as the user sees it, or null
/// @param selected true when it is kept in step
/// @param status NEW, LIVE, CLOSED or UNKNOWN
/// @param trouble what is wrong with it
/// @param held deletions that wait for a person, or null
public record Calendar(
        String calendarId,
        @Nullable String name,
        boolean primary,
        boolean selected,
        String status,
        @Nullable String timeZone,
        Trouble trouble,
        @Nullable HeldDeletions held) {

    /// What is wrong with one calendar while others of its connection may be well.
    ///
    /// @param consecutiveFailures runs in a row in which it could not be read; 0 when nothing is wrong
    /// @param reason why, or null
    /// @param message one sentence for people, or null
    /// @param retryAt when it is tried again; null when nothing is wrong, or when it takes a person
    public record Trouble(
            int consecutiveFailures,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Instant retryAt) {

        /// Nothing is wrong.
        public static final Trouble NONE = new Trouble(0, null, null, null);
    }

    /// True when it is to be kept in step and could not be read last time.
    boolean failing() {
        return selected && trouble.consecutiveFailures() > 0;
    }
}
