package io.kalends.simulator.google;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// What Google leaves open, or lets vary; can be changed while the simulator runs.
///
/// @param accessTokenLife        from issue to expiry; told as `expires_in`
/// @param rotateRefreshTokens    each refresh hands out a new refresh token and ends the old one (Google does not)
/// @param clientId               the only client known; null to let any client in
/// @param clientSecret           its secret; null to accept any
/// @param deltasFilteredToWindow deltas leave out events that never were in the window of the first sync
/// @param damagedTokenStatus     the answer to a sync token that cannot be read, 400 or 410
/// @param newErrorShape          errors carry `status` and `details`, as newer front ends write them
/// @param largestPage            the most items of a page, however many are asked for
/// @param tokenPadding           characters added to page and sync tokens, to make addresses long
/// @param syncTokenLife          after which a sync token gives 410; null for never
/// @param updatedMinReach        how far back `updatedMin` may lie
public record GoogleRules(
        Duration accessTokenLife,
        boolean rotateRefreshTokens,
        @Nullable String clientId,
        @Nullable String clientSecret,
        boolean deltasFilteredToWindow,
        int damagedTokenStatus,
        boolean newErrorShape,
        int largestPage,
        int tokenPadding,
        @Nullable Duration syncTokenLife,
        Duration updatedMinReach) {
    public GoogleRules {
        if (damagedTokenStatus != 400 && damagedTokenStatus != 410) {
            throw new IllegalArgumentException("damagedTokenStatus is 400 or 410, not " + damagedTokenStatus);
        }
        if (largestPage < 1 || tokenPadding < 0 || !accessTokenLife.isPositive()) {
            throw new IllegalArgumentException(
                    "largestPage and accessTokenLife must be positive, tokenPadding not negative");
        }
    }

    public static GoogleRules defaults() {
        return new GoogleRules(
                Duration.ofSeconds(3599), false, null, null, false, 410, false, 2500, 0, null, Duration.ofDays(30));
    }

    public GoogleRules withAccessTokenLife(Duration life) {
        return new GoogleRules(
                life,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newErrorShape,
                largestPage,
                tokenPadding,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withRotatingRefreshTokens(boolean rotate) {
        return new GoogleRules(
                accessTokenLife,
                rotate,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newErrorShape,
                largestPage,
                tokenPadding,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withClient(@Nullable String id, @Nullable String secret) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                id,
                secret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newErrorShape,
                largestPage,
                tokenPadding,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withDeltasFilteredToWindow(boolean filtered) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                filtered,
                damagedTokenStatus,
                newErrorShape,
                largestPage,
                tokenPadding,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withDamagedTokenStatus(int status) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                status,
                newErrorShape,
                largestPage,
                tokenPadding,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withNewErrorShape(boolean newShape) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newShape,
                largestPage,
                tokenPadding,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withLargestPage(int items) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newErrorShape,
                items,
                tokenPadding,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withTokenPadding(int characters) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newErrorShape,
                largestPage,
                characters,
                syncTokenLife,
                updatedMinReach);
    }

    public GoogleRules withSyncTokenLife(@Nullable Duration life) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newErrorShape,
                largestPage,
                tokenPadding,
                life,
                updatedMinReach);
    }

    public GoogleRules withUpdatedMinReach(Duration reach) {
        return new GoogleRules(
                accessTokenLife,
                rotateRefreshTokens,
                clientId,
                clientSecret,
                deltasFilteredToWindow,
                damagedTokenStatus,
                newErrorShape,
                largestPage,
                tokenPadding,
                syncTokenLife,
                reach);
    }
}
