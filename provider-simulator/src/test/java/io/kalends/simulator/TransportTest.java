package io.kalends.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.http.Delivery.Framing;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;

import static io.kalends.simulator.traffic.RequestKind.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

class TransportTest {
    private final Stage stage = new Stage();

    @BeforeEach
    void ten_events() {
        for (var number = 0; number < 10; number++) {
            stage.calendar.create("Event " + number, stage.hour(number));
        }
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void long_tokens_turn_google_s_client_to_post_and_are_understood() throws IOException {
        stage.simulator.google().changeRules(rules -> rules.withTokenPadding(3000));

        var round = stage.round(stage.events().setMaxResults(4));
        stage.calendar.create("New", stage.hour(1));
        var delta = stage.round(stage.events().setMaxResults(4).setSyncToken(round.syncToken()));

        assertThat(round.pages()).hasSize(3);
        assertThat(round.syncToken()).hasSizeGreaterThan(3000);
        assertThat(delta.items()).hasSize(1);
        assertThat(stage.simulator.requests().of(EVENTS))
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
        assertThat(stage.simulator.requests().of(EVENTS).getLast().query()).containsKeys("syncToken", "maxResults");
    }

    @Test
    void a_get_may_travel_as_a_zipped_post() throws Exception {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write("maxResults=3&singleEvents=true".getBytes(StandardCharsets.UTF_8));
        }

        var answer = stage.wire.send(stage.wire
                .request("calendar/v3/calendars/primary/events")
                .header("Authorization", bearer())
                .header("X-HTTP-Method-Override", "GET")
                .header("Content-Encoding", "gzip")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(stage.simulator.requests().of(EVENTS).getLast().query()).containsEntry("maxResults", "3");
    }

    @Test
    void answers_are_zipped_for_who_accepts_it() throws Exception {
        var address = "calendar/v3/calendars/primary/events";

        var plain = stage.wire.bytes(stage.wire.request(address, "Authorization", bearer()));
        var zipped =
                stage.wire.bytes(stage.wire.request(address, "Authorization", bearer(), "Accept-Encoding", "gzip"));

        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(zipped.body().length).isLessThan(plain.body().length / 2);
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(gzip.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(stage.simulator.requests().of(EVENTS).getLast().bytes()).isEqualTo(zipped.body().length);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, calendar/v3/nothing, 404",
        "GET, '', 404",
        "GET, calendar/v3/calendars/primary/events/unknown, 404",
        "GET, calendar/v3/calendars/unknown@example.com/events, 404",
        "GET, calendar/v3/calendars/primary/events/a/b, 404",
        "PUT, calendar/v3/calendars/primary/events, 405",
        "POST, calendar/v3/calendars/primary/events, 405",
        "DELETE, calendar/v3/users/me/calendarList, 405"
    })
    void what_is_not_there_is_refused_in_google_s_envelope(String method, String path, int status) throws Exception {
        var answer = stage.wire.send(stage.wire
                .request(path)
                .header("Authorization", bearer())
                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":{\"errors\":[{\"domain\":\"global\"");
    }

    @Test
    void the_newer_error_shape_adds_status_and_details() {
        stage.simulator.google().changeRules(rules -> rules.withNewErrorShape(true));

        var refused = Stage.refused(
                () -> stage.client.events().get("primary", "unknown").execute());

        assertThat(refused.getDetails().getErrors().getFirst().getReason()).isEqualTo("notFound");
        assertThat(refused.getDetails().get("status")).isEqualTo("NOT_FOUND");
        assertThat(refused.getDetails().getDetails().getFirst().getType())
                .isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET /\r\n\r\n"})
    void what_is_not_http_is_a_400_and_the_end(String request) throws IOException {
        assertThat(talk(request)).startsWith("HTTP/1.1 400 ").contains("Connection: close");
    }

    @Test
    void requests_may_come_in_chunks_on_one_connection_and_expect_to_be_asked() throws IOException {
        var form = "grant_type=refresh_token";
        var chunked = "POST /token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
                + Integer.toHexString(form.length()) + ";x=y\r\n" + form + "\r\n0\r\n\r\n";

        var talk = talk(chunked + "GET http://x/token HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(talk)
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 ")
                .contains("invalid_request")
                .contains("HTTP/1.1 405 ");
    }

    @ParameterizedTest
    @MethodSource("complete")
    void a_connection_lives_on_after_whatever_was_complete_as_http(Fault fault) throws IOException {
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), fault);
        var events = "GET /calendar/v3/calendars/primary/events HTTP/1.1\r\nAuthorization: " + bearer() + "\r\n";

        var talk = talk(events + "\r\n" + events + "Connection: close\r\n\r\n");

        assertThat(talk.split("HTTP/1.1 200 OK", -1)).hasSize(3);
        assertThat(talk).endsWith("}");
    }

    static Stream<Fault> complete() {
        return Stream.of(
                new Fault.Cut(Framing.RIGHT_LENGTH, 0.5),
                new Fault.Drip(2000, Duration.ofMillis(1)),
                new Fault.HugeBody(100_000),
                new Fault.DeepBody(10));
    }

    private String bearer() {
        return "Bearer " + stage.anna.issueAccessToken();
    }

    /// Everything the simulator answers until it closes the connection.
    private String talk(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), stage.simulator.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
