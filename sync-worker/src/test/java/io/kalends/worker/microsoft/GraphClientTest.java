package io.kalends.worker.microsoft;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;

import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.RequestInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GraphClientTest {

    private static GraphClient to(ScriptedServer server) {
        return new GraphClient(
                MicrosoftUnderTest.settings(server.root(), Duration.ofSeconds(10), 3, 64), System::nanoTime);
    }

    private static RequestInformation request(HttpMethod method, String address) {
        var request = new RequestInformation();
        request.httpMethod = method;
        request.urlTemplate = "{+baseurl}";
        request.setUri(URI.create(address));
        return request;
    }

    private static void send(GraphClient client, RequestInformation request) {
        client.adapter().send(request, new HashMap<>(), GraphItem::of);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/v1.0/me",
                "https://127.0.0.1/v1.0/me",
                "http://169.254.169.254/latest",
                "http://localhost/v1.0/me"
            })
    void another_origin_is_never_called(String elsewhere) {
        try (var server = new ScriptedServer(Answers.json("{}"));
                var client = to(server)) {
            var request = request(HttpMethod.GET, elsewhere);

            assertThatThrownBy(() -> send(client, request))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(
                            "only http://127.0.0.1:" + server.root().getPort() + " may be called");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void what_was_sent_on_a_connection_that_has_died_is_not_sent_again() {
        try (var server = new ScriptedServer(Answers.json("{}"), Answers.hangUp(), Answers.json("{}"));
                var client = to(server)) {
            send(client, request(HttpMethod.GET, server.root() + "v1.0/me"));
            var post = request(HttpMethod.POST, server.root() + "v1.0/me/events");
            post.setStreamContent(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), "application/json");

            assertThatThrownBy(() -> send(client, post)).hasCauseInstanceOf(IOException.class);
            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    void calls_one_after_the_other_share_a_connection() {
        try (var server = new ScriptedServer(Answers.json("{}"));
                var client = to(server)) {
            send(client, request(HttpMethod.GET, server.root() + "v1.0/me"));
            send(client, request(HttpMethod.GET, server.root() + "v1.0/me"));

            assertThat(server.seen()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
