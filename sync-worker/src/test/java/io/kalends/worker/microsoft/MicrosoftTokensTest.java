package io.kalends.worker.microsoft;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;
import io.kalends.worker.http.ScriptedServer.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class MicrosoftTokensTest {

    private static final RefreshToken REFRESH = new RefreshToken("1.AXoA.refresh/canary");
    private static final String GRANTED = """
            {"token_type": "Bearer", "scope": "https://graph.microsoft.com/Calendars.Read", "expires_in": 4211,
             "ext_expires_in": 4211, "access_token": "eyJ0eXAiOiJKV1Qi.new", "refresh_token": "1.AXoA.rotated"}""";

    private static Grant refreshed(Answer answer) throws InterruptedException {
        return refreshed(answer, Duration.ofSeconds(10));
    }

    private static Grant refreshed(Answer answer, Duration deadline) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var microsoft = new MicrosoftUnderTest(server.root(), deadline)) {
            return microsoft.tokens.refresh(REFRESH);
        }
    }

    private static String error(String name, String codes) {
        return """
                {"error": "%s", "error_description": "AADSTS70000: Told you: 1.AXoA.refresh/canary Trace ID: t",
                 "error_codes": %s, "timestamp": "2026-11-22 10:00:00Z", "trace_id": "t", "correlation_id": "c",
                 "suberror": "consent_required", "claims": "{}"}""".formatted(name, codes);
    }

    @Test
    void a_refresh_sends_the_documented_form() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(GRANTED));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            microsoft.tokens.refresh(REFRESH);

            var seen = server.onlyOne();
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.target()).isEqualTo("/token");
            assertThat(seen.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
            assertThat(seen.body().split("&"))
                    .containsExactlyInAnyOrder(
                            "client_id=client-7",
                            "client_secret=client-secret%2B7",
                            "refresh_token=1.AXoA.refresh%2Fcanary",
                            "grant_type=refresh_token",
                            "scope=offline_access+https%3A%2F%2Fgraph.microsoft.com%2FCalendars.Read");
        }
    }

    @Test
    void a_refresh_brings_an_access_token_and_a_new_grant() throws InterruptedException {
        assertThat(refreshed(Answers.json(GRANTED)))
                .isEqualTo(new Grant.Refreshed(
                        new AccessToken("eyJ0eXAiOiJKV1Qi.new", Duration.ofSeconds(4211)),
                        new RefreshToken("1.AXoA.rotated")));
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "400, invalid_grant, [700082], Revoked",
        "400, invalid_grant, [70008], Revoked",
        "400, invalid_grant, [50173], Revoked",
        "400, invalid_grant, [70000], Revoked",
        "400, invalid_grant, [65001], Revoked",
        "400, invalid_grant, [70043], Revoked",
        "400, invalid_grant, [50076], Revoked",
        "400, interaction_required, [50076], Revoked",
        "400, interaction_required, [53003], Revoked",
        "400, consent_required, [65001], Revoked",
        "400, invalid_grant, [53003], Revoked",
        "400, invalid_grant, [50057], Forbidden",
        "400, invalid_grant, [50034], Forbidden",
        "400, invalid_grant, [50020], Forbidden",
        "400, invalid_grant, [50105], Forbidden",
        "403, access_denied, '[]', Forbidden",
        "400, invalid_grant, '[]', Revoked",
        "401, invalid_client, [7000215], ClientRejected",
        "401, invalid_client, [7000222], ClientRejected",
        "401, invalid_client, [7000218], ClientRejected",
        "400, invalid_client, '[]', ClientRejected",
        "400, unauthorized_client, [700016], ClientRejected",
        "400, invalid_request, [90002], ClientRejected",
        "400, invalid_request, [900144], Unavailable",
        "400, invalid_grant, [50196], Unavailable",
        "400, temporarily_unavailable, [90033], Unavailable",
        "400, server_error, [90055], Unavailable",
        "400, a_new_error, [123], Unavailable",
        "429, invalid_grant, [700082], Throttled",
        "429, temporarily_unavailable, [90024], Throttled",
        "503, invalid_grant, [700082], Unavailable",
        "503, invalid_client, [7000215], Unavailable",
    })
    void a_refusal_is_understood_by_its_name_and_codes(int status, String name, String codes, String meaning)
            throws InterruptedException {
        assertThat(refreshed(Answers.json(status, error(name, codes)))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(meaning);
    }

    @Test
    void an_administrator_is_told_the_code_and_nobody_the_description() throws InterruptedException {
        assertThat(refreshed(Answers.json(400, error("invalid_grant", "[700082, 70000]"))))
                .isEqualTo(new Grant.Revoked("Microsoft answered invalid_grant (AADSTS700082)"));
        assertThat(refreshed(Answers.json(401, error("invalid_client", "[7000222]"))))
                .isEqualTo(new Grant.ClientRejected("Microsoft answered invalid_client (AADSTS7000222)"));
        assertThat(refreshed(Answers.json(400, error("invalid_grant", "\"none\""))))
                .isEqualTo(new Grant.Revoked("Microsoft answered invalid_grant"));
    }

    static Stream<Arguments> mayPass() {
        return Stream.of(
                Arguments.of("an error of another shape", Answers.json(400, "{\"error\":{\"code\":400}}")),
                Arguments.of("no error at all", Answers.json(400, "{}")),
                Arguments.of("a 403 page", Answers.html(403)),
                Arguments.of("a 503 page", Answers.html(503)),
                Arguments.of("a page in place of a token", Answers.html(200)),
                Arguments.of("no token", Answers.json("{\"expires_in\":3599}")),
                Arguments.of("half a token", Answers.upToTheClose("{\"access_token\":\"eyJhalf")),
                Arguments.of("200 MB", Answers.flood(200, true)),
                Arguments.of("a hung up call", Answers.hangUp()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mayPass")
    void anything_else_may_pass(String name, Answer answer) throws InterruptedException {
        assertThat(refreshed(answer)).as(name).isInstanceOfSatisfying(Grant.Unavailable.class, none -> {
            assertThat(none.detail()).startsWith("Microsoft's token endpoint").doesNotContain("canary");
            assertThat(none.retryAfter()).isNull();
        });
    }

    @Test
    void a_throttled_refresh_says_how_long_to_wait() throws InterruptedException {
        var answer = Answers.json(429, error("temporarily_unavailable", "[90024]"), "Retry-After: 30");

        assertThat(refreshed(answer)).isEqualTo(new Grant.Throttled(Duration.ofSeconds(30)));
    }

    @Test
    void one_deadline_covers_the_whole_call() {
        var grant = assertTimeout(Duration.ofSeconds(5), () -> refreshed(Answers.drip(), Duration.ofMillis(300)));

        assertThat(grant).isInstanceOf(Grant.Unavailable.class);
    }

    @Test
    void a_grant_cannot_be_given_back_and_nobody_is_asked() {
        try (var server = new ScriptedServer(Answers.json("{}"));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(microsoft.tokens.revoke(REFRESH)).isFalse();
            assertThat(server.connections()).isZero();
        }
    }
}
