package io.kalends.worker.kafka;

import org.jspecify.annotations.Nullable;

/// Database or broker are away, or a task was too slow: nothing is wrong with the request, it waits.
public final class InfrastructureUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message what is away, without secrets
    public InfrastructureUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
