package io.kalends.scheduler.plan;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What became of a request.
public sealed interface Outcome {

    /// The request it answers.
    String requestId();

    /// The worker's counter of the connection.
    long sequence();

    /// True when whoever asked for the run has his answer.
    default boolean ends() {
        return switch (this) {
            case Completed _, Failed _ -> true;
            case Deferred _ -> false;
        };
    }

    /// The run came to its end.
    ///
    /// @param wide whether it read the whole window
    /// @param calls how many calls it made to the provider
    record Completed(String requestId, long sequence, boolean wide, int calls) implements Outcome {}

    /// The run failed.
    ///
    /// @param retryAt when to try again, or null when it takes a person
    record Failed(String requestId, long sequence, @Nullable Instant retryAt) implements Outcome {}

    /// The run goes on later.
    ///
    /// @param nextSlice true when it only gave way to others, false when it was told to wait
    /// @param resumeAt when it goes on
    record Deferred(String requestId, long sequence, boolean nextSlice, Instant resumeAt) implements Outcome {}
}
