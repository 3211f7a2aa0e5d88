package io.kalends.worker.google;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

import com.google.api.client.json.GenericJson;
import org.jspecify.annotations.Nullable;

import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.worker.http.JsonShape;
import io.kalends.worker.http.ProviderText;
import io.kalends.worker.http.UnreadableAnswerException;

/// Reads what Google's token endpoint says. A grant counts as lost only when Google says so by name; whatever is not
/// understood may pass.
final class GrantReader {

    private static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);
    private static final int DEEPEST = 8;

    /// What can go into a header.
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,8192}");

    private GrantReader() {}

    static Grant grant(int status, byte[] body, @Nullable Duration retryAfter, RefreshToken asked) {
        var json = json(body);
        if (status == 200) {
            return refreshed(json, asked);
        }
        var error = json != null && json.get("error") instanceof String code ? code : "";
        var forGood = status >= 400 && status < 500 && status != 429;
        return switch (forGood ? error : "") {
            case "invalid_grant", "interaction_required", "consent_required" ->
                new Grant.Revoked("Google answered " + error);
            case "invalid_client", "unauthorized_client" -> new Grant.ClientRejected("Google answered " + error);
            default ->
                new Grant.Unavailable(
                        ProviderText.line("Google's token endpoint answered " + status + " " + error), retryAfter);
        };
    }

    static boolean saysInvalidToken(int status, byte[] body) {
        var json = json(body);
        return status == 400 && json != null && "invalid_token".equals(json.get("error"));
    }

    private static Grant refreshed(@Nullable GenericJson json, RefreshToken asked) {
        var secret = json == null ? null : token(json, "access_token");
        var life = json == null ? null : life(json.get("expires_in"));
        if (json == null || secret == null || life == null) {
            return new Grant.Unavailable("Google's token endpoint answered 200 without a usable token", null);
        }
        var rotated = token(json, "refresh_token");
        return new Grant.Refreshed(
                new AccessToken(secret, life),
                rotated == null || rotated.equals(asked.secret()) ? null : new RefreshToken(rotated));
    }

    private static @Nullable String token(GenericJson json, String name) {
        return json.get(name) instanceof String value && TOKEN.matcher(value).matches() ? value : null;
    }

    /// Null when it makes no sense.
    private static @Nullable Duration life(@Nullable Object seconds) {
        if (seconds == null) {
            return USUAL_LIFE;
        }
        try {
            var given = new BigDecimal(seconds.toString());
            if (given.signum() <= 0) {
                return null;
            }
            return given.compareTo(BigDecimal.valueOf(LONGEST_LIFE.toSeconds())) > 0
                    ? LONGEST_LIFE
                    : Duration.ofSeconds(given.longValue());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static @Nullable GenericJson json(byte[] body) {
        try {
            JsonShape.check(body, DEEPEST);
            return GoogleJson.readOrNull(body, GenericJson.class);
        } catch (UnreadableAnswerException _) {
            return null;
        }
    }
}
