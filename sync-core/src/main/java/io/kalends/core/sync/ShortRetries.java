package io.kalends.core.sync;

import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Answer;

/// Tries a call again in place where waiting a moment is worth it.
public interface ShortRetries {

    /// One call to a provider.
    @FunctionalInterface
    interface Call<T> {
        Answer<T> make() throws InterruptedException;
    }

    /// Makes the call, again after a short wait while the answer is one that soon passes, and returns the last
    /// answer.
    <T> Answer<T> of(Provider provider, Call<T> call) throws InterruptedException;
}
