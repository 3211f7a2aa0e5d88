package io.kalends.simulator.google;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.Twists;
import io.kalends.simulator.side.Tokens;

/// `POST /token` with a refresh token, and `POST /revoke`.
///
/// @see <a href="https://developers.google.com/identity/protocols/oauth2/web-server">Google: OAuth 2.0 for web
/// servers</a>
final class TokenEndpoint {
    private final Tokens tokens;
    private final Supplier<GoogleRules> rules;

    TokenEndpoint(Tokens tokens, Supplier<GoogleRules> rules) {
        this.tokens = tokens;
        this.rules = rules;
    }

    Answer token(Request request, Instant now, Twists twists) {
        if (!request.method().equals("POST")) {
            return Answer.empty(405).with("Allow", "POST");
        }
        var form = request.form();
        var client = Client.of(request, form);
        if (rules.get().clientId() != null && client.id() == null) {
            return error(400, "invalid_request", "Could not determine client ID from request.");
        }
        if (!known(client)) {
            return client.secretOnlyWrong(rules.get())
                    ? error(401, "invalid_client", "Unauthorized")
                    : error(401, "invalid_client", "The OAuth client was not found.");
        }
        var type = form.first("grant_type");
        if (type == null) {
            return error(400, "invalid_request", "Required parameter is missing: grant_type");
        }
        if (!type.equals("refresh_token")) {
            return error(400, "unsupported_grant_type", "Invalid grant_type: " + type);
        }
        var refreshToken = form.first("refresh_token");
        if (refreshToken == null) {
            return error(400, "invalid_request", "Missing required parameter: refresh_token");
        }
        return tokens.granted(refreshToken)
                .map(grant -> renewed(grant, now, twists))
                .orElseGet(() -> error(400, "invalid_grant", "Token has been expired or revoked."));
    }

    Answer revoke(Request request) {
        if (!request.method().equals("POST")) {
            return Answer.empty(405).with("Allow", "POST");
        }
        var token = Optional.ofNullable(request.form().first("token"))
                .or(() -> Optional.ofNullable(request.query().first("token")))
                .orElse("");
        var owner = tokens.granted(token)
                .map(Tokens.Grant::email)
                .or(() -> tokens.access(token).map(Tokens.Access::email));
        if (owner.isEmpty()) {
            return error(400, "invalid_token", "Token expired or revoked");
        }
        tokens.revoke(owner.get());
        return Json.answer(200, Json.object());
    }

    /// Whose refresh token the form carries, if it is a living one.
    @Nullable
    String owner(Parameters form) {
        var token = Optional.ofNullable(form.first("refresh_token")).or(() -> Optional.ofNullable(form.first("token")));
        return token.flatMap(tokens::granted)
                .map(Tokens.Grant::email)
                .or(() -> token.flatMap(tokens::access).map(Tokens.Access::email))
                .orElse(null);
    }

    private Answer renewed(Tokens.Grant old, Instant now, Twists twists) {
        var rotation = twists.rotation();
        var rotate = rotation == null ? rules.get().rotateRefreshTokens() : rotation;
        var grant = rotate ? tokens.rotate(old, true) : old;
        var life = rules.get().accessTokenLife();
        var body = Json.object();
        body.put("access_token", tokens.issue(grant, now, life).token());
        body.put("expires_in", life.toSeconds());
        if (rotate) {
            body.put("refresh_token", grant.refreshToken());
        }
        body.put("scope", String.join(" ", new TreeSet<>(grant.scopes())));
        body.put("token_type", "Bearer");
        return Json.answer(200, body).with("Cache-Control", "no-store");
    }

    private boolean known(Client client) {
        var wanted = rules.get();
        return (wanted.clientId() == null || wanted.clientId().equals(client.id()))
                && (wanted.clientSecret() == null || wanted.clientSecret().equals(client.secret()));
    }

    static Answer error(int status, String error, String description) {
        return Json.answer(status, Json.object().put("error", error).put("error_description", description));
    }

    /// Who asks, by the form or by HTTP Basic.
    private record Client(@Nullable String id, @Nullable String secret) {
        static Client of(Request request, Parameters form) {
            var header = request.header("authorization");
            if (header == null || !header.startsWith("Basic ")) {
                return new Client(form.first("client_id"), form.first("client_secret"));
            }
            var pair = new String(Base64.getMimeDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon < 0 ? new Client(pair, null) : new Client(pair.substring(0, colon), pair.substring(colon + 1));
        }

        boolean secretOnlyWrong(GoogleRules rules) {
            return rules.clientId() == null || rules.clientId().equals(id);
        }
    }
}
