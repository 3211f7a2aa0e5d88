package io.kalends.worker.command;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.Provider;
import io.kalends.core.token.TokenEndpoint;

/// Finds the provider's OAuth token endpoint.
@FunctionalInterface
public interface TokenEndpoints {

    /// The endpoint of `provider`, null when this installation has none.
    @Nullable
    TokenEndpoint of(Provider provider);
}
