package io.kalends.simulator.microsoft;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.Twists;
import io.kalends.simulator.side.Tokens;

/// `POST /{tenant}/oauth2/v2.0/token` with a refresh token.
///
/// @see <a href="https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow">Microsoft: refresh
/// the access token</a>
final class TokenEndpoint {
    private static final Set<String> OPENID = Set.of("openid", "profile", "email", "offline_access");
    private static final String GRAPH = "https://graph.microsoft.com/";

    private final Tokens tokens;
    private final Supplier<MicrosoftRules> rules;
    private final EntraErrors errors;

    TokenEndpoint(Tokens tokens, Supplier<MicrosoftRules> rules, EntraErrors errors) {
        this.tokens = tokens;
        this.rules = rules;
        this.errors = errors;
    }

    Answer token(Request request, Instant now, Twists twists) {
        if (!request.method().equals("POST")) {
            return errors.of(400, "invalid_request", 900561, "The endpoint only accepts POST.", request, now);
        }
        var form = request.form();
        var refused = client(request, form, now);
        if (refused.isPresent()) {
            return refused.get();
        }
        var type = form.first("grant_type");
        var refreshToken = form.first("refresh_token");
        if (type == null) {
            return missing("grant_type", request, now);
        }
        if (!type.equals("refresh_token")) {
            return errors.of(400, "unsupported_grant_type", 70003, " " + type, request, now);
        }
        if (refreshToken == null) {
            return missing("refresh_token", request, now);
        }
        var grant = tokens.granted(refreshToken);
        if (grant.isEmpty()) {
            var withdrawn = tokens.wasCurrent(refreshToken);
            return errors.of(400, "invalid_grant", withdrawn ? 65001 : 70000, "", request, now);
        }
        if (!grant.get().scopes().containsAll(asked(form))) {
            return errors.of(400, "invalid_grant", 65001, "", request, now);
        }
        return renewed(grant.get(), now, twists);
    }

    /// Whose refresh token the form carries, if it is a living one.
    @Nullable
    String owner(Parameters form) {
        return Optional.ofNullable(form.first("refresh_token"))
                .flatMap(tokens::granted)
                .map(Tokens.Grant::email)
                .orElse(null);
    }

    private Optional<Answer> client(Request request, Parameters form, Instant now) {
        var wanted = rules.get().entra();
        var id = form.first("client_id");
        var secret = form.first("client_secret");
        if (id == null) {
            return Optional.of(missing("client_id", request, now));
        }
        if (wanted.clientId() != null && !wanted.clientId().equals(id)) {
            return Optional.of(errors.of(400, "unauthorized_client", 700016, "", request, now));
        }
        if (wanted.clientSecret() == null || wanted.clientSecret().equals(secret) || form.has("client_assertion")) {
            return Optional.empty();
        }
        return Optional.of(errors.of(401, "invalid_client", secret == null ? 7000218 : 7000215, "", request, now));
    }

    private Answer missing(String parameter, Request request, Instant now) {
        return errors.of(400, "invalid_request", 900144, "'" + parameter + "'.", request, now);
    }

    private Answer renewed(Tokens.Grant old, Instant now, Twists twists) {
        var entra = rules.get().entra();
        var rotation = twists.rotation();
        var rotate = rotation == null ? entra.rotateRefreshTokens() : rotation;
        var grant = rotate ? tokens.rotate(old, entra.endRotatedTokens()) : old;
        var life = entra.accessTokenLife();
        var body = GraphJson.object().put("token_type", "Bearer");
        body.put("scope", String.join(" ", new TreeSet<>(grant.scopes())));
        body.put("expires_in", life.toSeconds()).put("ext_expires_in", life.toSeconds());
        body.put("access_token", tokens.issue(grant, now, life).token());
        if (rotate) {
            body.put("refresh_token", grant.refreshToken());
        }
        return GraphJson.answer(200, body).with("Cache-Control", "no-store, no-cache");
    }

    /// The scopes of Graph that the form names, in full.
    private static Set<String> asked(Parameters form) {
        var scope = form.first("scope");
        return Stream.of((scope == null ? "" : scope).split(" ", -1))
                .filter(name -> !name.isEmpty() && !OPENID.contains(name) && !name.endsWith("/.default"))
                .map(name -> name.startsWith("https://") ? name : GRAPH + name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
