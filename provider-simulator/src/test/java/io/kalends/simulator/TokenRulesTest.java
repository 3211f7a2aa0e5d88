package io.kalends.simulator;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenRulesTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_refresh_gives_a_bearer_its_life_and_its_scope_and_no_refresh_token() throws Exception {
        var answer = refresh(Map.of());

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = json(answer);
        assertThat(body.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.get("expires_in").isIntegralNumber()).isTrue();
        assertThat(body.get("expires_in").asInt()).isEqualTo(3599);
        assertThat(body.get("scope").asText().split(" ")).hasSize(2);
        assertThat(body.has("refresh_token")).isFalse();
        assertThat(body.get("access_token").asText()).hasSizeLessThan(2048);
        assertThat(stage.anna.refreshToken()).hasSizeLessThan(512);
        assertThat(GoogleClient.of(stage.simulator, body.get("access_token").asText())
                        .events()
                        .execute()
                        .getItems())
                .isEmpty();
    }

    @Test
    void an_access_token_dies_with_its_life_by_the_simulator_s_clock() throws IOException {
        stage.simulator.google().changeRules(rules -> rules.withAccessTokenLife(Duration.ofSeconds(60)));
        var client = GoogleClient.of(stage.simulator, stage.anna);

        stage.clock.advance(Duration.ofSeconds(59));
        var alive = client.events().execute();
        stage.clock.advance(Duration.ofSeconds(1));
        var refused = Stage.refused(() -> client.events().execute());

        assertThat(alive.getItems()).isEmpty();
        assertThat(refused.getStatusCode()).isEqualTo(401);
        assertThat(refused.getDetails().getErrors().getFirst().getReason()).isEqualTo("authError");
        assertThat(refused.getDetails().getErrors().getFirst().getLocation()).isEqualTo("Authorization");
        assertThat(refused.getHeaders().getAuthenticate()).startsWith("Bearer");
    }

    @Test
    void a_bearer_nobody_issued_and_no_bearer_at_all_are_401() throws Exception {
        var forged = GoogleClient.of(stage.simulator, "ya29.forged");

        assertThat(Stage.refused(() -> forged.events().execute()).getStatusCode())
                .isEqualTo(401);
        assertThat(stage.wire.get("calendar/v3/users/me/calendarList").statusCode())
                .isEqualTo(401);
    }

    @Test
    void refreshing_again_does_not_end_the_earlier_access_token() throws Exception {
        refresh(Map.of());

        assertThat(stage.events().execute().getItems()).isEmpty();
    }

    @Test
    void a_bearer_reads_its_own_user_s_calendars_only() throws IOException {
        stage.calendar.create("Anna's", stage.hour(1));
        var ben = GoogleClient.of(stage.simulator, stage.simulator.google().addUser("ben@example.com"));

        assertThat(ben.events().execute().getItems()).isEmpty();
        assertThat(Stage.refused(() ->
                                ben.calendar().events().list("anna@example.com").execute())
                        .getStatusCode())
                .isEqualTo(404);
    }

    @Test
    void a_revoked_grant_is_an_invalid_grant_until_consent_is_given_again() throws Exception {
        stage.anna.revoke();

        var dead = refresh(Map.of());
        var refused = Stage.refused(() -> stage.events().execute());
        stage.anna.grantAgain();

        assertThat(dead.statusCode()).isEqualTo(400);
        assertThat(json(dead).get("error").asText()).isEqualTo("invalid_grant");
        assertThat(json(dead).get("error_description").asText()).isEqualTo("Token has been expired or revoked.");
        assertThat(refused.getStatusCode()).isEqualTo(401);
        assertThat(refresh(Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void revoking_either_token_ends_the_whole_grant() throws Exception {
        var access = stage.anna.issueAccessToken();

        var done = stage.wire.post(stage.simulator.googleRevokeUrl(), Map.of("token", access));
        var again = stage.wire.post(stage.simulator.googleRevokeUrl(), Map.of("token", access));

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(json(again).get("error").asText()).isEqualTo("invalid_token");
        assertThat(json(refresh(Map.of())).get("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void a_rotating_endpoint_gives_a_new_refresh_token_and_ends_the_old() throws Exception {
        stage.simulator.google().changeRules(rules -> rules.withRotatingRefreshTokens(true));
        var old = stage.anna.refreshToken();

        var rotated = json(refresh(Map.of())).get("refresh_token").asText();

        assertThat(rotated).isEqualTo(stage.anna.refreshToken()).isNotEqualTo(old);
        assertThat(json(refresh(Map.of("refresh_token", old))).get("error").asText())
                .isEqualTo("invalid_grant");
    }

    @ParameterizedTest(name = "{0}={1}: {3}")
    @CsvSource({
        "client_id, other, 401, invalid_client",
        "client_secret, other, 401, invalid_client",
        "client_id, '', 400, invalid_request",
        "grant_type, '', 400, invalid_request",
        "grant_type, password, 400, unsupported_grant_type",
        "refresh_token, '', 400, invalid_request",
        "refresh_token, forged, 400, invalid_grant"
    })
    void what_is_wrong_with_a_refresh_has_its_own_error(String field, String value, int status, String error)
            throws Exception {
        stage.simulator.google().changeRules(rules -> rules.withClient("client", "secret"));

        var answer = refresh(Map.of(field, value));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).get("error").asText()).isEqualTo(error);
        assertThat(json(answer).get("error_description").asText()).isNotEmpty();
    }

    @Test
    void the_right_client_is_let_in_by_form_or_by_basic_authentication() throws Exception {
        stage.simulator.google().changeRules(rules -> rules.withClient("client", "secret"));
        var basic = stage.wire.send(HttpRequest.newBuilder(stage.simulator.googleTokenUrl())
                .header("Authorization", "Basic Y2xpZW50OnNlY3JldA==")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=refresh_token&refresh_token=" + Wire.encoded(stage.anna.refreshToken()))));

        assertThat(refresh(Map.of()).statusCode()).isEqualTo(200);
        assertThat(basic.statusCode()).isEqualTo(200);
    }

    @Test
    void a_get_is_not_allowed() throws Exception {
        assertThat(stage.wire.get("token").statusCode()).isEqualTo(405);
        assertThat(stage.wire.get("revoke").statusCode()).isEqualTo(405);
    }

    @Test
    void a_scope_the_user_did_not_tick_is_missing() throws Exception {
        stage.anna.grantOnly(Set.of("https://www.googleapis.com/auth/calendar.calendarlist.readonly"));
        var client = GoogleClient.of(stage.simulator, stage.anna);

        var refused = Stage.refused(() -> client.events().execute());

        assertThat(client.calendar().calendarList().list().execute().getItems()).hasSize(1);
        assertThat(refused.getStatusCode()).isEqualTo(403);
        assertThat(refused.getDetails().getErrors().getFirst().getReason()).isEqualTo("insufficientPermissions");
        assertThat(refused.getDetails().getDetails().getFirst().getReason())
                .isEqualTo("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
        assertThat(json(refresh(Map.of())).get("scope").asText()).doesNotContain("events");
    }

    @Test
    void secrets_are_not_in_the_log() throws Exception {
        refresh(Map.of());

        assertThat(stage.simulator.requests().all().toString())
                .doesNotContain(stage.anna.refreshToken(), "client_secret=secret");
    }

    /// A good refresh, except for `changes`; an empty value leaves the field out.
    private HttpResponse<String> refresh(Map<String, String> changes) throws IOException, InterruptedException {
        var form = new HashMap<>(Map.of(
                "client_id", "client",
                "client_secret", "secret",
                "grant_type", "refresh_token",
                "refresh_token", stage.anna.refreshToken()));
        form.putAll(changes);
        form.values().removeIf(String::isEmpty);
        return stage.wire.post(stage.simulator.googleTokenUrl(), form);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
