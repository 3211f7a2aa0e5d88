package io.kalends.core.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionStatus;

/// How a run ends, with all that has to be remembered and told. Delays count from the store's clock at the end.
public sealed interface RunEnd {

    /// Every selected calendar was read to its end.
    record Completed() implements RunEnd {}

    /// It goes on later, as the same run; no failure.
    ///
    /// @param reason what is waited for
    record Deferred(DeferReason reason, Duration delay) implements RunEnd {

        /// It goes on at once.
        public static Deferred atOnce() {
            return new Deferred(DeferReason.NEXT_SLICE, Duration.ZERO);
        }
    }

    /// It failed. That ends the run: what is tried again is another one, which resumes open walks.
    ///
    /// @param message one line for people, without secrets
    /// @param failures counting failures in a row, this one included when it counts
    /// @param delay when it is tried again, null when it takes a person
    /// @param status where the connection stands from now on
    record Failed(
            FailureReason reason,
            String message,
            int failures,
            @Nullable Duration delay,
            ConnectionStatus status) implements RunEnd {}

    /// What a deferred run waits for.
    enum DeferReason {
        RATE_LIMIT,
        NEXT_SLICE,
        PROVIDER_INCIDENT,
        OPERATOR_INCIDENT
    }
}
