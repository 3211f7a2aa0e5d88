package io.kalends.worker.microsoft;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.worker.http.ProviderCalls;
import io.kalends.worker.http.TokenForms;
import io.kalends.worker.http.TokenReply;

/// The token endpoint of Microsoft's identity platform. It hands out a new refresh token each time.
///
/// @see <a href="https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow">Microsoft: OAuth
/// 2.0</a>
/// @see <a href="https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes">Microsoft: codes</a>
final class MicrosoftTokens implements TokenEndpoint, AutoCloseable {

    /// Application or tenant not found; secret wrong, run out or missing.
    private static final Set<Integer> OURS = Set.of(700016, 90002, 7000215, 7000222, 7000218);

    /// The account is not known, closed, or of another organisation; or its administrator has not let it use us.
    private static final Set<Integer> FORBIDDEN = Set.of(50034, 50057, 50020, 50105);

    /// Microsoft is not well, or takes us to be going round in circles.
    private static final Set<Integer> PASSING = Set.of(90033, 90055, 90024, 50196);

    private final MicrosoftSettings settings;
    private final ProviderCalls calls;
    private final TokenForms forms;

    MicrosoftTokens(MicrosoftSettings settings, ProviderCalls calls, InstantSource clock) {
        this.settings = settings;
        this.calls = calls;
        forms = new TokenForms("Microsoft", settings.tokenDeadline(), clock);
    }

    @Override
    public Grant refresh(RefreshToken token) throws InterruptedException {
        var form = new LinkedHashMap<String, String>();
        form.put("client_id", settings.clientId());
        form.put("client_secret", settings.clientSecret());
        form.put("refresh_token", token.secret());
        form.put("grant_type", "refresh_token");
        if (!settings.scope().isEmpty()) {
            form.put("scope", settings.scope());
        }
        return calls.granted(() -> forms.refresh(settings.tokenEndpoint(), form, token, MicrosoftTokens::meaning));
    }

    /// Never: Microsoft has no endpoint for it.
    @Override
    public boolean revoke(RefreshToken token) {
        return false;
    }

    private static @Nullable Grant meaning(TokenReply refusal) {
        var error = refusal.text("error");
        var codes = codes(refusal);
        if (codes.stream().anyMatch(PASSING::contains)) {
            return null;
        }
        if (codes.stream().anyMatch(OURS::contains)) {
            return new Grant.ClientRejected(line(error, codes));
        }
        if (codes.stream().anyMatch(FORBIDDEN::contains)) {
            return new Grant.Forbidden(line(error, codes));
        }
        return switch (error) {
            case "invalid_grant", "interaction_required", "consent_required" -> new Grant.Revoked(line(error, codes));
            case "access_denied" -> new Grant.Forbidden(line(error, codes));
            case "invalid_client", "unauthorized_client" -> new Grant.ClientRejected(line(error, codes));
            default -> null;
        };
    }

    private static Set<Integer> codes(TokenReply refusal) {
        return refusal.fields().path("error_codes").values().stream()
                .filter(JsonNode::isInt)
                .map(JsonNode::intValue)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// Codes are what an administrator looks up; the description can hold anything.
    private static String line(String error, Set<Integer> codes) {
        var named = codes.isEmpty() ? "" : " (AADSTS" + codes.iterator().next() + ")";
        return "Microsoft answered " + (error.isEmpty() ? "an error" : error) + named;
    }

    @Override
    public void close() {
        forms.close();
    }
}
