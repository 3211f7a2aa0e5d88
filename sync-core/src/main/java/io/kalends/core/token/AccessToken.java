package io.kalends.core.token;

import java.time.Duration;

/// What a provider's API accepts as proof, for a while.
///
/// @param secret the bearer token
/// @param remaining how long it is still good, by the store's clock
public record AccessToken(String secret, Duration remaining) {

    @Override
    public String toString() {
        return "AccessToken[***, remaining=" + remaining + "]";
    }
}
