package io.kalends.worker.google;

import java.time.InstantSource;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.worker.http.ProviderCalls;
import io.kalends.worker.http.TokenForms;
import io.kalends.worker.http.TokenReply;

/// Google's token endpoint.
///
/// @see <a href="https://developers.google.com/identity/protocols/oauth2/web-server">Google: OAuth 2.0</a>
final class GoogleTokens implements TokenEndpoint, AutoCloseable {

    private final GoogleSettings settings;
    private final ProviderCalls calls;
    private final TokenForms forms;

    GoogleTokens(GoogleSettings settings, ProviderCalls calls, InstantSource clock) {
        this.settings = settings;
        this.calls = calls;
        forms = new TokenForms("Google", settings.tokenDeadline(), clock);
    }

    @Override
    public Grant refresh(RefreshToken token) throws InterruptedException {
        var form = Map.of(
                "client_id", settings.clientId(),
                "client_secret", settings.clientSecret(),
                "refresh_token", token.secret(),
                "grant_type", "refresh_token");
        return calls.granted(() -> forms.refresh(settings.tokenUrl(), form, token, GoogleTokens::meaning));
    }

    /// True also when Google says that the grant is no longer good: then there is nothing left to end.
    @Override
    public boolean revoke(RefreshToken token) throws InterruptedException {
        return calls.timed(
                "token.revoke",
                () -> confirmed(forms.post(settings.revocationUrl(), Map.of("token", token.secret()))),
                confirmed -> confirmed ? "ok" : "unavailable");
    }

    private static @Nullable Grant meaning(TokenReply refusal) {
        var error = refusal.text("error");
        return switch (error) {
            case "invalid_grant", "interaction_required", "consent_required" ->
                new Grant.Revoked("Google answered " + error);
            case "admin_policy_enforced", "org_internal", "access_denied" ->
                new Grant.Forbidden("Google answered " + error);
            case "invalid_client", "unauthorized_client", "deleted_client", "disabled_client" ->
                new Grant.ClientRejected("Google answered " + error);
            default -> null;
        };
    }

    private static boolean confirmed(@Nullable TokenReply reply) {
        return reply != null
                && (reply.status() == 200 || (reply.status() == 400 && "invalid_token".equals(reply.text("error"))));
    }

    @Override
    public void close() {
        forms.close();
    }
}
