package io.kalends.worker.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant;

/// What a token endpoint said.
///
/// @param fields of its JSON, none when there was no usable JSON
/// @param retryAfter the wait it asks for, null when it asks for none
public record TokenReply(
        int status, JsonNode fields, @Nullable Duration retryAfter) {

    /// What a provider's own error names mean.
    @FunctionalInterface
    public interface Meaning {

        /// Null when it may pass.
        @Nullable
        Grant of(TokenReply refusal);
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);
    private static final int DEEPEST = 8;

    /// What can go into a header.
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,16384}");

    static TokenReply read(int status, byte[] body, @Nullable Duration retryAfter) {
        try {
            JsonShape.check(body, DEEPEST);
            return new TokenReply(status, JSON.readTree(body), retryAfter);
        } catch (UnreadableAnswerException | JacksonException _) {
            return new TokenReply(status, MissingNode.getInstance(), retryAfter);
        }
    }

    /// The text in the field `name`, empty when there is none.
    public String text(String name) {
        return fields.path(name).stringValue("");
    }

    /// What it means. A grant counts as lost only when the provider says so by name; whatever is not understood may
    /// pass.
    ///
    /// @param whose the provider's name, for people
    /// @param meaning asked only about a refusal that would be the same the next time
    public Grant grant(String whose, RefreshToken asked, Meaning meaning) {
        if (status == 200) {
            return refreshed(whose, asked);
        }
        if (status == 429) {
            return new Grant.Throttled(retryAfter);
        }
        var forGood = status >= 400 && status < 500;
        var known = forGood ? meaning.of(this) : null;
        return known == null
                ? new Grant.Unavailable(
                        ProviderText.line(whose + "'s token endpoint answered " + status + " " + text("error")),
                        retryAfter)
                : known;
    }

    private Grant refreshed(String whose, RefreshToken asked) {
        var secret = token("access_token");
        var life = life();
        if (secret == null || life == null) {
            return new Grant.Unavailable(whose + "'s token endpoint answered 200 without a usable token", null);
        }
        var rotated = token("refresh_token");
        return new Grant.Refreshed(
                new AccessToken(secret, life),
                rotated == null || rotated.equals(asked.secret()) ? null : new RefreshToken(rotated));
    }

    private @Nullable String token(String name) {
        var value = text(name);
        return TOKEN.matcher(value).matches() ? value : null;
    }

    /// Null when it makes no sense.
    private @Nullable Duration life() {
        var seconds = fields.path("expires_in");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return USUAL_LIFE;
        }
        try {
            var given = new BigDecimal(seconds.asString(""));
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

    @Override
    public String toString() {
        return "TokenReply[status=" + status + ", fields=***, retryAfter=" + retryAfter + "]";
    }
}
