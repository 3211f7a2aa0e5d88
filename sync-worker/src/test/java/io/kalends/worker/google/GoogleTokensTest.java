package io.kalends.worker.google;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;
import io.kalends.worker.http.ScriptedServer.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class GoogleTokensTest {

    private static final RefreshToken REFRESH = new RefreshToken("1//0g-refresh+canary");
    private static final String GRANTED = """
            {"access_token": "ya29.a0AfB_new", "expires_in": 3599, "token_type": "Bearer",
             "scope": "https://www.googleapis.com/auth/calendar.events"}""";

    private static Grant refreshed(Answer answer) throws InterruptedException {
        return refreshed(answer, Duration.ofSeconds(10));
    }

    private static Grant refreshed(Answer answer, Duration deadline) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var google = new GoogleUnderTest(server.root(), deadline)) {
            return google.tokens.refresh(REFRESH);
        }
    }

    private static String error(String code) {
        return "{\"error\": \"" + code + "\", \"error_description\": \"Told you: 1//0g-refresh+canary\"}";
    }

    @Test
    void a_refresh_sends_the_documented_form() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(GRANTED));
                var google = new GoogleUnderTest(server.root())) {
            google.tokens.refresh(REFRESH);

            var seen = server.onlyOne();
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.target()).isEqualTo("/token");
            assertThat(seen.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
            assertThat(seen.body().split("&"))
                    .containsExactlyInAnyOrder(
                            "client_id=client-7",
                            "client_secret=client-secret-7",
                            "refresh_token=1%2F%2F0g-refresh%2Bcanary",
                            "grant_type=refresh_token");
        }
    }

    @Test
    void a_refresh_brings_an_access_token_and_keeps_the_grant() throws InterruptedException {
        assertThat(refreshed(Answers.json(GRANTED)))
                .isEqualTo(new Grant.Refreshed(new AccessToken("ya29.a0AfB_new", Duration.ofSeconds(3599)), null));
    }

    @ParameterizedTest(name = "expires_in {0}")
    @CsvSource({
        "'', PT1H",
        "',\"expires_in\":\"120\"', PT2M",
        "',\"expires_in\":1e12', P1D",
        "',\"expires_in\":90.7', PT1M30S"
    })
    void the_life_of_a_token_is_taken_as_told_within_reason(String expiry, Duration life) throws InterruptedException {
        var answer = Answers.json("{\"access_token\":\"t\"" + expiry + "}");

        assertThat(refreshed(answer)).isEqualTo(new Grant.Refreshed(new AccessToken("t", life), null));
    }

    @Test
    void a_new_refresh_token_is_handed_on() throws InterruptedException {
        var answer = Answers.json("{\"access_token\":\"t\",\"expires_in\":60,\"refresh_token\":\"1//rotated\"}");

        assertThat(refreshed(answer))
                .isEqualTo(new Grant.Refreshed(
                        new AccessToken("t", Duration.ofMinutes(1)), new RefreshToken("1//rotated")));
    }

    @Test
    void the_same_refresh_token_again_is_no_new_one() throws InterruptedException {
        var answer = Answers.json(
                "{\"access_token\":\"t\",\"expires_in\":60,\"refresh_token\":\"" + REFRESH.secret() + "\"}");

        assertThat(refreshed(answer)).isEqualTo(new Grant.Refreshed(new AccessToken("t", Duration.ofMinutes(1)), null));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"400, invalid_grant", "401, invalid_grant", "400, interaction_required", "400, consent_required"})
    void a_grant_is_lost_when_google_says_so_by_name(int status, String code) throws InterruptedException {
        assertThat(refreshed(Answers.json(status, error(code))))
                .isEqualTo(new Grant.Revoked("Google answered " + code));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "401, invalid_client",
        "400, invalid_client",
        "400, unauthorized_client",
        "401, unauthorized_client",
        "401, deleted_client",
        "401, disabled_client"
    })
    void a_refused_client_is_our_own_affair(int status, String code) throws InterruptedException {
        assertThat(refreshed(Answers.json(status, error(code))))
                .isEqualTo(new Grant.ClientRejected("Google answered " + code));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"400, admin_policy_enforced", "403, org_internal", "403, access_denied"})
    void what_an_administrator_forbids_no_user_can_mend(int status, String code) throws InterruptedException {
        assertThat(refreshed(Answers.json(status, error(code))))
                .isEqualTo(new Grant.Forbidden("Google answered " + code));
    }

    @Test
    void a_limit_is_a_limit_whatever_else_it_is_called() throws InterruptedException {
        assertThat(refreshed(Answers.json(429, error("invalid_grant")))).isEqualTo(new Grant.Throttled(null));
        assertThat(refreshed(Answers.html(429))).isEqualTo(new Grant.Throttled(null));
    }

    static Stream<Arguments> mayPass() {
        return Stream.of(
                Arguments.of("internal failure", Answers.json(500, error("internal_failure"))),
                Arguments.of("a 400 nobody knows", Answers.json(400, error("an_error_of_tomorrow"))),
                Arguments.of("invalid request", Answers.json(400, error("invalid_request"))),
                Arguments.of("an error of another shape", Answers.json(400, "{\"error\":{\"code\":400}}")),
                Arguments.of("no error at all", Answers.json(400, "{}")),
                Arguments.of("a 403 page", Answers.html(403)),
                Arguments.of("a 503 page", Answers.html(503)),
                Arguments.of("a lost grant by a server in trouble", Answers.json(503, error("invalid_grant"))),
                Arguments.of("a page in place of a token", Answers.html(200)),
                Arguments.of("nothing", Answers.json("")),
                Arguments.of("no token", Answers.json("{\"expires_in\":3599}")),
                Arguments.of("a token with a line break", Answers.json("{\"access_token\":\"a\\r\\nb\"}")),
                Arguments.of("a token that has run out", Answers.json("{\"access_token\":\"a\",\"expires_in\":0}")),
                Arguments.of("a life that is no number", Answers.json("{\"access_token\":\"a\",\"expires_in\":\"x\"}")),
                Arguments.of("half a token", Answers.upToTheClose("{\"access_token\":\"ya29.half")),
                Arguments.of("less than announced", Answers.cutShortOfItsLength("{\"access_token\":\"a\"}")),
                Arguments.of("a cut chunk", Answers.cutInAChunk("{\"access_token\":\"a\"")),
                Arguments.of(
                        "deep nesting",
                        Answers.json("{\"access_token\":\"a\",\"x\":" + "[".repeat(9) + "]".repeat(9) + "}")),
                Arguments.of("200 MB", Answers.flood(200, true)),
                Arguments.of("a hung up call", Answers.hangUp()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mayPass")
    void anything_else_may_pass(String name, Answer answer) throws InterruptedException {
        assertThat(refreshed(answer)).as(name).isInstanceOfSatisfying(Grant.Unavailable.class, none -> {
            assertThat(none.detail()).startsWith("Google's token endpoint").doesNotContain("canary");
            assertThat(none.retryAfter()).isNull();
        });
    }

    @Test
    void a_throttled_refresh_says_how_long_to_wait() throws InterruptedException {
        var answer = Answers.json(429, error("rate_limit_exceeded"), "Retry-After: 30");

        assertThat(refreshed(answer)).isEqualTo(new Grant.Throttled(Duration.ofSeconds(30)));
    }

    static Stream<Arguments> slow() {
        return Stream.of(Arguments.of("silence", Answers.silence()), Arguments.of("a dripping body", Answers.drip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slow")
    void one_deadline_covers_the_whole_call(String name, Answer answer) {
        var grant = assertTimeout(Duration.ofSeconds(5), () -> refreshed(answer, Duration.ofMillis(300)), name);

        assertThat(grant).isInstanceOf(Grant.Unavailable.class);
    }

    @Test
    void an_interrupted_refresh_gives_up_at_once() {
        try (var server = new ScriptedServer(Answers.drip());
                var google = new GoogleUnderTest(server.root(), Duration.ofMinutes(5))) {
            var ended = new CompletableFuture<Throwable>();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    google.tokens.refresh(REFRESH);
                } catch (Throwable e) {
                    ended.complete(e);
                }
            });
            Awaitility.await().until(() -> server.seen().size() == 1);

            caller.interrupt();

            assertThat(ended).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 308})
    void a_redirect_is_not_followed_and_the_grant_goes_nowhere_else(int status) throws InterruptedException {
        try (var elsewhere = new ScriptedServer(Answers.json(GRANTED));
                var server = new ScriptedServer(Answers.redirect(status, elsewhere.root() + "token"));
                var google = new GoogleUnderTest(server.root())) {
            assertThat(google.tokens.refresh(REFRESH)).isInstanceOf(Grant.Unavailable.class);
            assertThat(google.tokens.revoke(REFRESH)).isFalse();

            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void a_revocation_sends_the_token_and_is_confirmed() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json("{}"));
                var google = new GoogleUnderTest(server.root())) {
            assertThat(google.tokens.revoke(REFRESH)).isTrue();

            assertThat(server.onlyOne().target()).isEqualTo("/revoke");
            assertThat(server.onlyOne().body()).isEqualTo("token=1%2F%2F0g-refresh%2Bcanary");
        }
    }

    @Test
    void a_grant_that_is_already_gone_counts_as_revoked() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(400, error("invalid_token")));
                var google = new GoogleUnderTest(server.root())) {
            assertThat(google.tokens.revoke(REFRESH)).isTrue();
        }
    }

    @Test
    void a_revocation_that_fails_is_not_confirmed() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.html(503), Answers.json(400, error("invalid_request")), Answers.hangUp());
                var google = new GoogleUnderTest(server.root())) {
            assertThat(google.tokens.revoke(REFRESH)).isFalse();
            assertThat(google.tokens.revoke(REFRESH)).isFalse();
            assertThat(google.tokens.revoke(REFRESH)).isFalse();
        }
    }

    @Test
    void calls_are_timed_by_name_and_outcome() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.json(GRANTED), Answers.json(400, error("invalid_grant")), Answers.json("{}"));
                var google = new GoogleUnderTest(server.root())) {
            google.tokens.refresh(REFRESH);
            google.tokens.refresh(REFRESH);
            google.tokens.revoke(REFRESH);

            assertThat(google.metrics.find("kalends.provider.calls").timers())
                    .extracting(timer ->
                            timer.getId().getTag("call") + " " + timer.getId().getTag("outcome"))
                    .containsExactlyInAnyOrder("token.refresh ok", "token.refresh revoked", "token.revoke ok");
        }
    }
}
