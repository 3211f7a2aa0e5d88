package io.kalends.simulator;

import java.io.IOException;
import java.net.URI;
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

import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;

import static io.kalends.simulator.MicrosoftStage.FROM;
import static io.kalends.simulator.MicrosoftStage.TO;
import static io.kalends.simulator.MicrosoftStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/// The token endpoint of the identity platform, and what access tokens are good for.
class EntraTokensTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MicrosoftStage stage = new MicrosoftStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_refresh_gives_an_access_token_and_a_new_refresh_token_and_the_old_one_goes_on_working() throws Exception {
        var old = stage.ben.refreshToken();

        var answer = refresh(old);
        var json = json(answer);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.get("token_type").asText()).isEqualTo("Bearer");
        assertThat(json.get("expires_in").asInt()).isEqualTo(4211);
        assertThat(json.get("ext_expires_in").asInt()).isEqualTo(4211);
        assertThat(json.get("scope").asText()).contains("https://graph.microsoft.com/Calendars.Read");
        assertThat(json.get("refresh_token").asText()).isNotEqualTo(old).isEqualTo(stage.ben.refreshToken());
        assertThat(reads(json.get("access_token").asText())).isTrue();
        assertThat(refresh(old).statusCode()).isEqualTo(200);
        assertThat(refresh(json.get("refresh_token").asText()).statusCode()).isEqualTo(200);
    }

    @Test
    void the_old_refresh_token_dies_when_a_rule_says_so() throws Exception {
        stage.simulator.microsoft().changeRules(rules -> rules.withRotatingRefreshTokens(true, true));
        var old = stage.ben.refreshToken();

        refresh(old);

        assertThat(code(refresh(old))).isEqualTo("400 invalid_grant 70000");
        assertThat(refresh(stage.ben.refreshToken()).statusCode()).isEqualTo(200);
    }

    @Test
    void no_refresh_token_comes_when_a_rule_or_the_script_says_so() throws Exception {
        var old = stage.ben.refreshToken();
        stage.simulator.faults().add(RequestMatch.on(RequestKind.TOKEN).once(), new Fault.TokenAnswer(false));

        var byScript = json(refresh(old));
        stage.simulator.microsoft().changeRules(rules -> rules.withRotatingRefreshTokens(false, false));
        var byRule = json(refresh(old));

        assertThat(byScript.has("refresh_token")).isFalse();
        assertThat(byRule.has("refresh_token")).isFalse();
        assertThat(stage.ben.refreshToken()).isEqualTo(old);
    }

    @Test
    void every_tenant_has_the_endpoint() throws Exception {
        var answer = stage.wire.post(
                URI.create(stage.simulator.microsoftTokenUrl().toString().replace("common", "contoso.example")),
                form(stage.ben.refreshToken()));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void withdrawn_consent_is_told_as_such_and_every_token_is_dead() throws Exception {
        var access = stage.ben.issueAccessToken();

        stage.ben.revoke();
        var refused = refresh(stage.ben.refreshToken());

        assertThat(code(refused)).isEqualTo("400 invalid_grant 65001");
        assertThat(json(refused).get("suberror").asText()).isEqualTo("consent_required");
        assertThat(reads(access)).isFalse();
        assertThat(refresh(stage.ben.grantAgain()).statusCode()).isEqualTo(200);
    }

    @Test
    void an_error_says_all_by_which_support_would_find_it() throws Exception {
        var json = json(refresh("nonsense"));

        assertThat(json.get("error_description").asText())
                .startsWith("AADSTS70000: ")
                .contains("Trace ID: " + json.get("trace_id").asText())
                .contains("Correlation ID: " + json.get("correlation_id").asText())
                .endsWith("Timestamp: 2026-11-22 12:00:00Z");
        assertThat(json.get("timestamp").asText()).isEqualTo("2026-11-22 12:00:00Z");
        assertThat(json.get("error_uri").asText()).endsWith("?code=70000");
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, , 400 invalid_request 900144",
        "client_id, other, 400 unauthorized_client 700016",
        "client_secret, , 401 invalid_client 7000218",
        "client_secret, wrong, 401 invalid_client 7000215",
        "grant_type, , 400 invalid_request 900144",
        "grant_type, password, 400 unsupported_grant_type 70003",
        "refresh_token, , 400 invalid_request 900144",
        "scope, https://graph.microsoft.com/Mail.Read, 400 invalid_grant 65001"
    })
    void a_wrong_form_is_refused_by_number(String field, String value, String refusal) throws Exception {
        stage.simulator.microsoft().changeRules(rules -> rules.withClient("client", "secret"));
        var form = form(stage.ben.refreshToken());
        if (value == null) {
            form.remove(field);
        } else {
            form.put(field, value);
        }

        assertThat(code(stage.wire.post(stage.simulator.microsoftTokenUrl(), form)))
                .isEqualTo(refusal);
    }

    @Test
    void scopes_may_be_named_in_short_and_beside_those_of_openid() throws Exception {
        var form = form(stage.ben.refreshToken());
        form.put("scope", "offline_access Calendars.Read https://graph.microsoft.com/User.Read");

        assertThat(stage.wire.post(stage.simulator.microsoftTokenUrl(), form).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, '', 700082",
        "400, invalid_grant, AADSTS50173, 50173",
        "401, invalid_client, AADSTS7000222: expired, 7000222",
        "400, interaction_required, '', 50076",
        "503, temporarily_unavailable, '', 90033"
    })
    void the_script_refuses_in_the_endpoint_s_own_words(int status, String error, String description, String number)
            throws Exception {
        stage.simulator
                .faults()
                .add(RequestMatch.on(RequestKind.TOKEN), new Fault.RefuseToken(status, error, description));

        assertThat(code(refresh(stage.ben.refreshToken()))).isEqualTo(status + " " + error + " " + number);
    }

    @Test
    void an_access_token_lives_as_long_as_a_rule_says() {
        stage.simulator.microsoft().changeRules(rules -> rules.withAccessTokenLife(Duration.ofMinutes(10)));
        var token = stage.ben.issueAccessToken();

        stage.clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        var before = reads(token);
        stage.clock.advance(Duration.ofSeconds(1));

        assertThat(before).isTrue();
        assertThat(refusal(() -> round(token))).isEqualTo("401 InvalidAuthenticationToken");
    }

    @Test
    void a_token_that_is_none_and_no_token_at_all_are_refused_alike() throws Exception {
        assertThat(refusal(() -> round("nonsense"))).isEqualTo("401 InvalidAuthenticationToken");
        var answer = stage.wire.get("v1.0/me/calendars");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer "));
    }

    @Test
    void a_token_without_the_scope_is_denied() {
        stage.ben.grantOnly(Set.of("https://graph.microsoft.com/User.Read"));

        assertThat(refusal(() -> round(stage.ben.issueAccessToken()))).isEqualTo("403 ErrorAccessDenied");
    }

    @Test
    void tokens_of_one_provider_are_nothing_to_the_other() {
        var google = stage.simulator.google().addUser("ben@example.com").issueAccessToken();

        assertThat(refusal(() -> round(google))).isEqualTo("401 InvalidAuthenticationToken");
    }

    private void round(String token) {
        GraphClient.of(stage.simulator, () -> token).round(stage.calendar.id(), FROM, TO);
    }

    private boolean reads(String token) {
        return MicrosoftStage.refused(() -> round(token)) == null;
    }

    private HttpResponse<String> refresh(String token) throws IOException, InterruptedException {
        return stage.wire.post(stage.simulator.microsoftTokenUrl(), form(token));
    }

    private static Map<String, String> form(String token) {
        return new HashMap<>(Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                token,
                "client_id",
                "client",
                "client_secret",
                "secret"));
    }

    private static String code(HttpResponse<String> answer) throws IOException {
        var json = json(answer);
        return answer.statusCode() + " " + json.get("error").asText() + " "
                + json.get("error_codes").get(0).asInt();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
