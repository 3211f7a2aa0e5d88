package io.kalends.worker.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant;

/// Posts forms to a provider's token endpoint, each within one deadline that covers the body. No redirect is followed,
/// and nothing of what is sent or received is logged.
public final class TokenForms implements AutoCloseable {

    private static final int LONGEST_BODY = 64 * 1024;

    private final String whose;
    private final InstantSource clock;
    private final HttpClient http;
    private final RestClient rest;

    /// @param whose the provider's name, for people
    public TokenForms(String whose, Duration deadline, InstantSource clock) {
        this.whose = whose;
        this.clock = clock;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(deadline);
        rest = RestClient.builder().requestFactory(requests).build();
    }

    /// Trades `token` with `form`, which carries it.
    public Grant refresh(URI url, Map<String, String> form, RefreshToken token, TokenReply.Meaning meaning)
            throws InterruptedException {
        var reply = post(url, form);
        return reply == null
                ? new Grant.Unavailable(whose + "'s token endpoint gave no answer within the deadline", null)
                : reply.grant(whose, token, meaning);
    }

    /// Null when no whole answer came in time.
    public @Nullable TokenReply post(URI url, Map<String, String> form) throws InterruptedException {
        try {
            return rest.post()
                    .uri(url)
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .accept(MediaType.APPLICATION_JSON)
                    .body(FormBody.encoded(form))
                    .exchangeForRequiredValue((_, answer) -> TokenReply.read(
                            answer.getStatusCode().value(),
                            capped(answer.getBody()),
                            RetryAfter.parse(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER), clock.instant())));
        } catch (RestClientException _) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the call to " + whose + "'s token endpoint was broken off");
            }
            return null;
        }
    }

    private static byte[] capped(InputStream body) throws IOException {
        var bytes = body.readNBytes(LONGEST_BODY + 1);
        if (bytes.length > LONGEST_BODY) {
            throw new IOException("the answer is longer than " + LONGEST_BODY + " bytes");
        }
        return bytes;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
