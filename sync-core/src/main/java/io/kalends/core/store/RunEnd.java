package io.kalends.core.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;

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
            return nextSlice(Duration.ZERO);
        }

        /// It has done a part, and goes on after `rest`.
        public static Deferred nextSlice(Duration rest) {
            return new Deferred(DeferReason.NEXT_SLICE, rest);
        }
    }

    /// It goes on later, as the same run, and is told as failed all the same: a limit has lasted so long that somebody
    /// should know.
    ///
    /// @param message one line for people, without secrets
    /// @param stands where the connection stands, as before
    record Limited(String message, ConnectionState.Syncing stands, Duration delay) implements RunEnd {

        /// Always this one.
        public FailureReason reason() {
            return FailureReason.RATE_LIMITED;
        }
    }

    /// It failed. That ends the run: what is tried again is another one, which resumes open walks.
    ///
    /// @param message one line for people, without secrets
    /// @param stands where the connection stands from now on, which may be for an earlier reason
    /// @param delay when it is tried again, null when it takes a person
    record Failed(
            FailureReason reason,
            String message,
            ConnectionState.Troubled stands,
            @Nullable Duration delay) implements RunEnd {

        /// Counting failures in a row, this one included.
        public int failures() {
            return stands.failures();
        }

        /// Where the connection stands from now on.
        public ConnectionStatus status() {
            return stands.status();
        }
    }

    /// What a deferred run waits for.
    enum DeferReason {
        RATE_LIMIT,
        NEXT_SLICE,
        PROVIDER_INCIDENT,
        OPERATOR_INCIDENT
    }
}
