package io.kalends.core.token;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// A provider's OAuth token endpoint.
public interface TokenEndpoint {

    /// Trades a refresh token for an access token: one call, within the adapter's total deadline.
    Grant refresh(RefreshToken token) throws InterruptedException;

    /// Tells the provider that the grant is no longer wanted, where it can be told. Whatever comes back, the caller
    /// goes on.
    ///
    /// @return true when the provider confirmed it
    boolean revoke(RefreshToken token) throws InterruptedException;

    /// What a token endpoint can answer. Details are one line for people, without secrets.
    sealed interface Grant {

        /// A new access token.
        ///
        /// @param rotated the refresh token to use from now on, null when the old one stays
        record Refreshed(AccessToken access, @Nullable RefreshToken rotated) implements Grant {}

        /// The user's grant is no longer good.
        record Revoked(String detail) implements Grant {}

        /// The account is closed or its administrator forbids us: a new grant would not help.
        record Forbidden(String detail) implements Grant {}

        /// Our own client id or secret is not accepted; no user can mend that.
        record ClientRejected(String detail) implements Grant {}

        /// Too many calls.
        ///
        /// @param retryAfter the provider's own figure, null when it gave none
        record Throttled(@Nullable Duration retryAfter) implements Grant {}

        /// No usable answer, for a cause that can pass.
        record Unavailable(String detail, @Nullable Duration retryAfter) implements Grant {}
    }
}
