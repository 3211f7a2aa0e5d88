package io.kalends.core.token;

/// The user's lasting grant.
public record RefreshToken(String secret) {

    public RefreshToken {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("a refresh token must not be blank");
        }
    }

    @Override
    public String toString() {
        return "RefreshToken[***]";
    }
}
