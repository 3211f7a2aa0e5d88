package io.kalends.worker.vault;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.kalends.core.token.RefreshToken;

/// A credential as the CRM sent it.
///
/// @param access an access token that came along, null when there was none or nobody said how long it is good
public record ArrivedCredential(
        RefreshToken refresh, @Nullable Access access) {

    /// An access token with the instant it expires.
    public record Access(String secret, Instant expiresAt) {

        @Override
        public String toString() {
            return "Access[***, expiresAt=" + expiresAt + "]";
        }
    }
}
