package io.kalends.core.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.core.store.FailureReason;

/// What stopped a run.
///
/// @param message one line for people, without secrets
/// @param retryAfter the provider's own figure, null when it gave none
public record Problem(
        FailureReason reason, String message, @Nullable Duration retryAfter) {

    public Problem(FailureReason reason, String message) {
        this(reason, message, null);
    }
}
