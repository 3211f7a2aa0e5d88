package io.kalends.simulator.microsoft;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// What the token endpoint leaves open.
///
/// @param accessTokenLife     from issue to expiry; told as `expires_in`
/// @param rotateRefreshTokens each refresh hands out a new refresh token (Microsoft does)
/// @param endRotatedTokens    the refresh token that was used no longer works (at Microsoft it goes on working)
/// @param clientId            the only client known; null to let any client in
/// @param clientSecret        its secret; null to accept any
public record EntraRules(
        Duration accessTokenLife,
        boolean rotateRefreshTokens,
        boolean endRotatedTokens,
        @Nullable String clientId,
        @Nullable String clientSecret) {
    public EntraRules {
        if (!accessTokenLife.isPositive()) {
            throw new IllegalArgumentException("accessTokenLife must be positive, not " + accessTokenLife);
        }
    }

    static EntraRules defaults() {
        return new EntraRules(Duration.ofSeconds(4211), true, false, null, null);
    }
}
