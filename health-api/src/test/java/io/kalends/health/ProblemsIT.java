package io.kalends.health;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ProblemsIT {

    private static final String HEALTH = "/api/calendar/health";
    private static final String RESYNC = "/api/calendar/health/resync";
    private static final String CONNECT = "/api/calendar/connections";
    private static final String SETTINGS = "/api/calendar/tenants/a/settings";
    private static final String LONG = "x".repeat(201);

    private final Stack stack = Stack.shared();

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("GET", HEALTH + "?provider=yahoo", null, 400, "unknown-provider", "'yahoo'"),
                arguments("GET", HEALTH + "?tenantId=", null, 400, "invalid-field", "'tenantId' is blank"),
                arguments("GET", HEALTH + "?tenantId=" + LONG, null, 400, "invalid-field", "201 characters"),
                arguments("GET", HEALTH + "?userId=a%0Ab", null, 400, "invalid-field", "control characters"),
                arguments("GET", HEALTH + "?limit=0", null, 400, "invalid-limit", "'0'"),
                arguments("GET", HEALTH + "?limit=501", null, 400, "invalid-limit", "1 to 500"),
                arguments("GET", HEALTH + "?limit=1000000000000", null, 400, "invalid-limit", "1 to 500"),
                arguments("GET", HEALTH + "?limit=ten", null, 400, "invalid-limit", "'ten'"),
                arguments("GET", HEALTH + "?cursor=!!", null, 400, "invalid-cursor", "'!!'"),
                arguments("GET", HEALTH + "?cursor=AAAAAAAAAAAAAAAA", null, 400, "invalid-cursor", "first page"),
                arguments("GET", HEALTH + "?status=fine", null, 400, "invalid-status", "needs-reconnect"),
                arguments("GET", HEALTH + "/stream?provider=x", null, 400, "unknown-provider", "'x'"),
                arguments("GET", "/api/calendar/commands/none", null, 404, "unknown-command", "'none'"),
                arguments("GET", CONNECT + "/no/body/google", null, 404, "unknown-connection", "no/body/google"),
                arguments("GET", CONNECT + "/no/body/yahoo", null, 400, "unknown-provider", "'yahoo'"),
                arguments("GET", CONNECT + "/%20/body/google", null, 400, "invalid-field", "'tenantId' is blank"),
                arguments("DELETE", CONNECT + "/no/body/google", null, 404, "unknown-connection", "no/body/google"),
                arguments("POST", CONNECT + "/no/body/google/pause", "", 404, "unknown-connection", "no/body"),
                arguments("PUT", CONNECT + "/a/b/google/calendars", "{}", 400, "missing-field", "'calendarIds'"),
                arguments(
                        "PUT",
                        CONNECT + "/a/b/google/calendars",
                        "{\"calendarIds\":[\" \"]}",
                        400,
                        "invalid-field",
                        "blank"),
                arguments(
                        "PUT",
                        CONNECT + "/a/b/google/calendars",
                        "{\"calendarIds\":\"x\"}",
                        400,
                        "wrong-type",
                        "array"),
                arguments(
                        "GET", "/api/calendar/tenants/%20/settings", null, 400, "invalid-field", "'tenantId' is blank"),
                arguments("PUT", SETTINGS, "{\"windowBackDays\":1826}", 400, "invalid-field", "0 to 1825"),
                arguments("PUT", SETTINGS, "{\"windowBackDays\":-1}", 400, "invalid-field", "'windowBackDays'"),
                arguments("PUT", SETTINGS, "{\"windowAheadDays\":0}", 400, "invalid-field", "1 to 1825"),
                arguments(
                        "PUT",
                        SETTINGS,
                        "{\"windowBackDays\":826,\"windowAheadDays\":1000}",
                        400,
                        "invalid-field",
                        "1825 days together"),
                arguments("PUT", SETTINGS, "{\"windowBackDays\":\"30\"}", 400, "wrong-type", "a whole number"),
                arguments("PUT", SETTINGS, "{\"windowBackDays\":1.5}", 400, "wrong-type", "a whole number"),
                arguments("PUT", SETTINGS, "{\"privateAsBusy\":1}", 400, "wrong-type", "true or false"),
                arguments("PUT", SETTINGS, "{\"privateAsBusy\":\"yes\"}", 400, "wrong-type", "true or false"),
                arguments("PUT", SETTINGS, "{\"share\":\"full\"}", 400, "unknown-share", "FULL, TIMES, IDS"),
                arguments("PUT", SETTINGS, "{\"shares\":\"FULL\"}", 400, "unknown-field", "privateAsBusy"),
                arguments("GET", "/nowhere", null, 404, "unknown-path", "'/nowhere'"),
                arguments("GET", "/actuator/heapdump", null, 404, "unknown-path", "heapdump"),
                arguments("GET", "/actuator/env", null, 404, "unknown-path", "env"),
                arguments("PATCH", HEALTH, "{}", 405, "method-not-allowed", "GET"),
                arguments("POST", RESYNC, "{", 400, "malformed-json", "line 1"),
                arguments("POST", RESYNC, "", 400, "missing-body", "JSON object"),
                arguments("POST", RESYNC, "null", 400, "missing-body", "JSON object"),
                arguments("POST", RESYNC, "[1]", 400, "wrong-type", "JSON object"),
                arguments("POST", RESYNC, "{}", 400, "missing-field", "'tenantId'"),
                arguments("POST", RESYNC, resync("tenantId", "7"), 400, "wrong-type", "'tenantId'"),
                arguments("POST", RESYNC, resync("tenantId", "null"), 400, "missing-field", "'tenantId'"),
                arguments("POST", RESYNC, resync("userId", "{\"a\":1}"), 400, "wrong-type", "'userId'"),
                arguments("POST", RESYNC, resync("userId", "\"\\u0000\""), 400, "invalid-field", "'userId'"),
                arguments("POST", RESYNC, resync("userId", "\"\\ud800\""), 400, "invalid-field", "'userId'"),
                arguments("POST", RESYNC, resync("userId", "\"" + LONG + "\""), 400, "invalid-field", "at most 200"),
                arguments("POST", RESYNC, resync("provider", "\"GOOGLE\""), 400, "unknown-provider", "'GOOGLE'"),
                arguments("POST", RESYNC, resync("verb", "\"WIPE\""), 400, "unknown-verb", "'WIPE'"),
                arguments("POST", RESYNC, resync("dryRun", "\"yes\""), 400, "wrong-type", "'dryRun'"),
                arguments("POST", RESYNC, resync("colour", "\"red\""), 400, "unknown-field", "'colour'"),
                arguments("POST", RESYNC, resync("userId", "\"nobody\""), 404, "unknown-connection", "nobody"),
                arguments("POST", RESYNC, " ".repeat(70_000), 413, "body-too-large", "65536"),
                arguments("POST", CONNECT, connect("\"refreshToken\":\"\""), 400, "invalid-field", "'refreshToken'"),
                arguments("POST", CONNECT, connect("\"accessToken\":\"a\""), 400, "missing-field", "'refreshToken'"),
                arguments(
                        "POST",
                        CONNECT,
                        connect("\"refreshToken\":\"r\",\"expiresAt\":\"tomorrow\""),
                        400,
                        "invalid-field",
                        "'tomorrow'"));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("bad")
    void bad_input_gets_a_problem_that_says_what_to_do(
            String method, String path, String body, int status, String code, String detail) {
        var request = stack.http().request(path).header("Content-Type", "application/json");

        var answer = stack.http()
                .send(request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));

        assertProblem(answer, status, code);
        assertThat(Http.json(answer).get("detail").asString()).contains(detail);
    }

    @Test
    void a_body_of_another_type_is_refused() {
        var answer = stack.http()
                .send(stack.http()
                        .request(RESYNC)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 415, "unsupported-content-type");
    }

    @Test
    void a_wrong_method_is_told_the_right_ones() {
        var answer = stack.http().delete(HEALTH);

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
    }

    @Test
    void a_caller_that_wants_html_gets_a_problem_all_the_same() {
        var answer = stack.http().send(stack.http().request("/nowhere").header("Accept", "text/html"));

        assertProblem(answer, 404, "unknown-path");
    }

    @Test
    void a_body_that_arrives_in_chunks_is_cut_off_too() {
        var endless = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[200_000]));
        var answer = stack.http()
                .send(stack.http()
                        .request(RESYNC)
                        .header("Content-Type", "application/json")
                        .POST(endless));

        assertProblem(answer, 413, "body-too-large");
    }

    @Test
    void a_request_that_is_no_http_gets_no_html() throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(),
                URI.create(stack.http().base()).getPort())) {
            socket.getOutputStream()
                    .write("GET /a[b]c|d HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json")
                    .doesNotContain("<");
        }
    }

    @Test
    void every_answer_carries_the_security_headers() {
        var answers = Stream.of("/", HEALTH, "/nowhere", "/kalends.js", "/actuator/health")
                .map(stack.http()::get);

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        });
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void a_page_of_another_origin_can_command_nothing(String header, String value) {
        var answer = stack.http()
                .send(stack.http()
                        .request(RESYNC)
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 403, "foreign-origin");
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                arguments("Origin", "https://evil.example"),
                arguments("Origin", "null"),
                arguments("Origin", "http://127.0.0.1:1"),
                arguments("Sec-Fetch-Site", "cross-site"),
                arguments("Sec-Fetch-Site", "same-site"));
    }

    @Test
    void the_own_page_may_command() {
        var base = stack.http().base();
        var answer = stack.http()
                .send(stack.http()
                        .request(RESYNC)
                        .header("Content-Type", "application/json")
                        .header("Origin", base)
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString("{}")));

        assertProblem(answer, 400, "missing-field");
    }

    @Test
    void a_foreign_name_that_points_here_is_refused() throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(),
                URI.create(stack.http().base()).getPort())) {
            socket.getOutputStream()
                    .write(("GET " + HEALTH + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 403").contains("foreign-host");
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        var problem = Http.json(answer);
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("type").asString()).isEqualTo("urn:kalends:problem:" + code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotBlank();
        assertThat(problem.get("instance").asString()).startsWith("/");
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "<html", "org.springframework");
    }

    private static String resync(String field, String value) {
        return "{\"tenantId\":\"acme\",\"userId\":\"u1\",\"provider\":\"google\"}"
                .replaceFirst("\"" + field + "\":\"[^\"]*\",?", "")
                .replaceFirst("\\{", "{\"" + field + "\":" + Matcher.quoteReplacement(value) + ",")
                .replace(",}", "}");
    }

    private static String connect(String rest) {
        return "{\"tenantId\":\"acme\",\"userId\":\"u1\",\"provider\":\"google\"," + rest + "}";
    }
}
