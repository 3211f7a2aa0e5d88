package io.kalends.core.provider;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// Whatever a provider can answer to a call for a `T`. The details are for people: one line, without secrets and
/// control characters.
public sealed interface Answer<T> {

    /// What was asked for.
    record Got<T>(T value) implements Answer<T> {}

    /// Anything else.
    record Refused<T>(Refusal refusal) implements Answer<T> {}

    /// Ways of not getting it.
    sealed interface Refusal {

        /// The cursor or page token is no longer good: read everything again.
        record CursorLost() implements Refusal {}

        /// The access token was not accepted.
        record Unauthorized() implements Refusal {}

        /// The user's grant lacks a right this call needs.
        record ScopeMissing(String detail) implements Refusal {}

        /// The application itself is set up wrongly at the provider; no user can mend it.
        record ApplicationFault(String detail) implements Refusal {}

        /// Too many calls.
        ///
        /// @param retryAfter the provider's own figure, null when it gave none
        /// @param wholeApplication true when the limit is not this user's but everybody's
        record Throttled(@Nullable Duration retryAfter, boolean wholeApplication) implements Refusal {}

        /// The calendar does not exist, or not for this user any more.
        record CalendarGone() implements Refusal {}

        /// The provider forbids it for good.
        record Forbidden(String detail) implements Refusal {}

        /// The provider finds the request itself wrong.
        record Rejected(String detail) implements Refusal {}

        /// No usable answer, for a cause that can pass.
        record Unavailable(
                Cause cause, String detail, @Nullable Duration retryAfter) implements Refusal {

            /// Why there was none.
            public enum Cause {
                /// The provider said that it cannot, or could not be reached.
                DOWN,
                /// Nothing complete came within the deadline.
                TIMEOUT,
                /// What came could not be read, was cut short or was too big.
                UNREADABLE
            }
        }
    }

    /// Shorthand for [Refused].
    static <T> Answer<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }
}
