package io.kalends.worker.google;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.worker.http.FormBody;
import io.kalends.worker.http.ProviderCalls;
import io.kalends.worker.http.RetryAfter;

/// Google's token endpoint. Nothing of what is sent or received is logged.
///
/// @see <a href="https://developers.google.com/identity/protocols/oauth2/web-server">Google: OAuth 2.0</a>
final class GoogleTokens implements TokenEndpoint, AutoCloseable {

    @FunctionalInterface
    private interface Reader<R> {
        R read(int status, byte[] body, @Nullable String retryAfter);
    }

    private static final int LONGEST_BODY = 64 * 1024;

    private final GoogleSettings settings;
    private final ProviderCalls calls;
    private final InstantSource clock;
    private final HttpClient http;
    private final RestClient rest;

    GoogleTokens(GoogleSettings settings, ProviderCalls calls, InstantSource clock) {
        this.settings = settings;
        this.calls = calls;
        this.clock = clock;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.tokenDeadline());
        rest = RestClient.builder().requestFactory(requests).build();
    }

    @Override
    public Grant refresh(RefreshToken token) throws InterruptedException {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("client_id", settings.clientId());
        form.add("client_secret", settings.clientSecret());
        form.add("refresh_token", token.secret());
        form.add("grant_type", "refresh_token");
        return calls.timed("token.refresh", () -> refresh(token, form), GoogleTokens::outcome);
    }

    /// True also when Google says that the grant is no longer good: then there is nothing left to end.
    @Override
    public boolean revoke(RefreshToken token) throws InterruptedException {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("token", token.secret());
        return calls.timed("token.revoke", () -> revoke(form), confirmed -> confirmed ? "ok" : "unavailable");
    }

    private Grant refresh(RefreshToken token, MultiValueMap<String, String> form) throws InterruptedException {
        try {
            return post(
                    settings.tokenUrl(),
                    form,
                    (status, body, retryAfter) ->
                            GrantReader.grant(status, body, RetryAfter.parse(retryAfter, clock.instant()), token));
        } catch (RestClientException _) {
            giveUpIfInterrupted();
            return new Grant.Unavailable("Google's token endpoint gave no answer within the deadline", null);
        }
    }

    private boolean revoke(MultiValueMap<String, String> form) throws InterruptedException {
        try {
            return post(
                    settings.revocationUrl(),
                    form,
                    (status, body, _) -> status == 200 || GrantReader.saysInvalidToken(status, body));
        } catch (RestClientException _) {
            giveUpIfInterrupted();
            return false;
        }
    }

    private <R> R post(URI url, MultiValueMap<String, String> form, Reader<R> reader) {
        return rest.post()
                .uri(url)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .accept(MediaType.APPLICATION_JSON)
                .body(FormBody.encoded(form.asSingleValueMap()))
                .exchangeForRequiredValue((_, answer) -> reader.read(
                        answer.getStatusCode().value(),
                        capped(answer.getBody()),
                        answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)));
    }

    private static byte[] capped(InputStream body) throws IOException {
        var bytes = body.readNBytes(LONGEST_BODY + 1);
        if (bytes.length > LONGEST_BODY) {
            throw new IOException("the answer is longer than " + LONGEST_BODY + " bytes");
        }
        return bytes;
    }

    private static void giveUpIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the call to Google's token endpoint was broken off");
        }
    }

    private static String outcome(Grant grant) {
        return switch (grant) {
            case Grant.Refreshed _ -> "ok";
            case Grant.Revoked _ -> "revoked";
            case Grant.ClientRejected _ -> "client_rejected";
            case Grant.Unavailable _ -> "unavailable";
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
