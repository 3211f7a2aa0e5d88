package io.kalends.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StreamIT {

    private final Stack stack = Stack.shared();

    @Test
    void a_stream_tells_changes_of_its_filter_only_and_stays_alive() throws Exception {
        var other = new ConnectionKey("elsewhere", "u1", "google");
        var key = new ConnectionKey("streamed", "u1", "google");
        try (var stream = open("?tenantId=streamed")) {
            assertThat(stream.readLine()).isEqualTo("retry: 3000");

            stack.publish(Messages.changed(other, 1, ConnectionStatus.ACTIVE).build(), other);
            stack.publish(Messages.changed(key, 1, ConnectionStatus.ACTIVE).build(), key);
            var first = event(stream);
            stack.publish(Messages.completed(key, 2).build(), key);
            var second = event(stream);
            stack.publish(
                    Messages.changed(key, 3, ConnectionStatus.DISCONNECTED).build(), key);
            var third = event(stream);

            assertThat(first).contains("\"tenantId\":\"streamed\"", "\"state\":\"ACTIVE\"", "\"lastSync\":null");
            assertThat(JsonMapper.shared()
                            .readTree(second)
                            .at("/metrics/eventsSynced")
                            .asInt())
                    .isEqualTo(42);
            assertThat(third).contains("\"state\":\"DISCONNECTED\"", "\"isActive\":false");
            String line;
            do {
                line = stream.readLine();
            } while (!": alive".equals(line));
            assertThat(line).as("a quiet stream says that it is alive").isEqualTo(": alive");
        }
    }

    @Test
    void a_stream_tells_how_incidents_of_its_provider_go() throws Exception {
        var opened = Messages.incident("google", IncidentKind.UNKNOWN, 1).build();
        try (var stream = open("?provider=google&tenantId=nobody")) {
            assertThat(stream.readLine()).isEqualTo("retry: 3000");

            stack.publish(
                    over(Messages.incident("outlook", IncidentKind.UNKNOWN, 8).build(), 9));
            stack.publish(opened);
            var first = event(stream, "incident");
            stack.publish(over(opened, 2));
            var second = event(stream, "incident");

            assertThat(first).contains("\"provider\":\"google\"", "\"kind\":\"UNKNOWN\"", "\"state\":\"OPEN\"");
            assertThat(second).contains("\"provider\":\"google\"", "\"state\":\"CLOSED\"");
        } finally {
            stack.publish(over(opened, 3));
        }
    }

    @Test
    void streams_are_bounded_and_their_place_is_free_again_when_the_reader_goes() throws Exception {
        await().until(() -> openStreams() == 0);
        var streams = new ArrayList<BufferedReader>();
        for (int stream = 0; stream < 3; stream++) {
            streams.add(open(""));
        }

        var refused = stack.http().get("/api/calendar/health/stream");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(Http.json(refused).get("code").asString()).isEqualTo("too-many-streams");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        for (var stream : streams) {
            stream.close();
        }
        await().until(() -> openStreams() == 0);
    }

    private static IncidentChanged over(IncidentChanged incident, long version) {
        return IncidentChanged.newBuilder(incident)
                .setVersion(version)
                .setState(IncidentState.CLOSED)
                .setClosedAt(Messages.NOON)
                .build();
    }

    private int openStreams() {
        return stack.http()
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("kalends_health_streams"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private BufferedReader open(String query) throws IOException, InterruptedException {
        var request = stack.http()
                .request("/api/calendar/health/stream" + query)
                .header("Last-Event-ID", "17")
                .build();
        var answer = stack.http().client().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /// The data of the next event; checks that it is named and numbered.
    private static String event(BufferedReader stream) throws IOException {
        return event(stream, "health");
    }

    private static String event(BufferedReader stream, String name) throws IOException {
        var line = stream.readLine();
        while (!line.startsWith("event:")) {
            line = stream.readLine();
        }
        assertThat(line).isEqualTo("event: " + name);
        assertThat(stream.readLine()).startsWith("id: ");
        return stream.readLine().substring("data: ".length());
    }
}
