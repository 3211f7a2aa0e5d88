package io.kalends.worker.http;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonTransportTest {

    private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(10), 10_000, 8);

    private static HttpRequest get(JsonTransport transport, URI address) throws IOException {
        return transport
                .createRequestFactory()
                .buildGetRequest(new GenericUrl(address))
                .setThrowExceptionOnExecuteError(false);
    }

    private static JsonTransport to(ScriptedServer server) {
        return new JsonTransport(Origin.of(server.root()), LIMITS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:1/", "https://127.0.0.1/", "http://169.254.169.254/latest", "http://localhost/"
            })
    void another_origin_is_never_called(String elsewhere) throws IOException {
        try (var server = new ScriptedServer(Answers.json("{}"))) {
            var request = get(to(server), URI.create(elsewhere));

            assertThatThrownBy(request::execute)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(
                            "only http://127.0.0.1:" + server.root().getPort() + " may be called");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void calls_one_after_the_other_share_a_connection() throws IOException {
        try (var server = new ScriptedServer(Answers.json("{}"))) {
            var transport = to(server);

            get(transport, server.root()).execute().disconnect();
            get(transport, server.root()).execute().disconnect();

            assertThat(server.seen()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_packed_answer_arrives_unpacked() throws IOException {
        try (var server = new ScriptedServer(Answers.gzipped("{\"a\":\"" + "b".repeat(9_000) + "\"}"))) {
            var answer = get(to(server), server.root()).execute();

            assertThat(new String(answer.getContent().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"a\":\"" + "b".repeat(9_000) + "\"}");
            assertThat(answer.getContentEncoding()).isNull();
        }
    }

    @Test
    void a_packed_answer_may_not_inflate_beyond_the_limit() throws IOException {
        try (var server = new ScriptedServer(Answers.gzipped("{\"a\":\"" + "b".repeat(10_000) + "\"}"))) {
            var request = get(to(server), server.root());

            assertThatThrownBy(request::execute)
                    .isInstanceOf(UnreadableAnswerException.class)
                    .hasMessage("the answer inflates to more than 10000 bytes");
        }
    }

    @Test
    void a_packing_nobody_asked_for_is_refused() throws IOException {
        try (var server = new ScriptedServer(Answers.json(200, "{}", "Content-Encoding: br"))) {
            var request = get(to(server), server.root());

            assertThatThrownBy(request::execute).hasMessage("the answer is packed in a way nobody asked for");
        }
    }

    @Test
    void a_failure_keeps_its_status_and_wait_when_its_body_is_no_json() throws IOException {
        try (var server = new ScriptedServer(Answers.html(503, "Retry-After: 3", "Age: no number"))) {
            var answer = get(to(server), server.root()).execute();

            assertThat(answer.getStatusCode()).isEqualTo(503);
            assertThat(answer.getHeaders().getRetryAfter()).isEqualTo("3");
            assertThat(answer.getContent().readAllBytes()).isEmpty();
        }
    }

    @Test
    void a_header_that_cannot_be_sent_does_not_show_in_the_exception() throws IOException {
        try (var server = new ScriptedServer(Answers.json("{}"))) {
            var request = get(to(server), server.root());
            request.getHeaders().setAuthorization("Bearer canary\r\n7");

            assertThatThrownBy(request::execute)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("header Authorization has a value that cannot be sent")
                    .hasNoCause();
        }
    }
}
