package io.kalends.health.vault;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What a provider gave the CRM for one user. Prints nothing of itself.
///
/// @param accessToken null when there is only the refresh token
/// @param expiresAt when the access token expires, or null when unknown
public record Credential(
        String refreshToken,
        @Nullable String accessToken,
        @Nullable Instant expiresAt) {

    @Override
    public String toString() {
        return "Credential[***]";
    }
}
