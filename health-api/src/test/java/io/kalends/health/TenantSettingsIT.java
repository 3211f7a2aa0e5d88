package io.kalends.health;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.kalends.schemas.Keys;
import io.kalends.schemas.v1.Share;
import io.kalends.schemas.v1.TenantSettingsRequested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TenantSettingsIT {

    private final Stack stack = Stack.shared();

    @Test
    void a_tenant_that_has_decided_nothing_has_the_defaults_at_version_0() {
        var answer = stack.http().get(path("undecided"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"0\"");
        assertThat(Http.json(answer).toString())
                .isEqualTo("{\"tenantId\":\"undecided\",\"version\":0,\"windowBackDays\":null,"
                        + "\"windowAheadDays\":null,\"share\":\"FULL\",\"privateAsBusy\":false,\"holdAbovePercent\":null,"
                        + "\"holdAboveCount\":null,\"changedAt\":null}");
    }

    @Test
    void what_a_tenant_decides_is_told_under_its_key_and_read_back() {
        var answer = stack.http()
                .put(
                        path("decided%20%2F"),
                        "{\"windowBackDays\":30,\"windowAheadDays\":730,\"share\":\"TIMES\",\"privateAsBusy\":true,"
                                + "\"holdAbovePercent\":40,\"holdAboveCount\":0}");

        assertThat(answer.statusCode()).isEqualTo(200);
        var settings = Http.json(answer);
        assertThat(settings.get("windowBackDays").asInt()).isEqualTo(30);
        assertThat(settings.get("share").asString()).isEqualTo("TIMES");
        assertThat(Http.json(stack.http().get(path("decided%20%2F")))).isEqualTo(settings);
        assertThat(told("decided /")).singleElement().satisfies(told -> {
            assertThat(told.getVersion()).isEqualTo(settings.get("version").asLong());
            assertThat(told.getWindowBackDays()).isEqualTo(30);
            assertThat(told.getWindowAheadDays()).isEqualTo(730);
            assertThat(told.getShare()).isEqualTo(Share.TIMES);
            assertThat(told.getPrivateAsBusy()).isTrue();
            assertThat(told.getHoldAbovePercent()).isEqualTo(40);
            assertThat(told.getHoldAboveCount()).isZero();
        });
        assertThat(stack.read(stack.topics().tenantRequested(), 1))
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .contains(Keys.tenant("decided /"));
    }

    @Test
    void what_is_left_out_goes_back_to_the_default() {
        decide("reset", "{\"windowBackDays\":30,\"share\":\"IDS\",\"privateAsBusy\":true}", null);

        var answer = decide("reset", "{}", null);

        assertThat(Http.json(answer).get("windowBackDays").isNull()).isTrue();
        assertThat(Http.json(answer).get("share").asString()).isEqualTo("FULL");
        assertThat(Http.json(answer).get("privateAsBusy").asBoolean()).isFalse();
        assertThat(told("reset"))
                .extracting(TenantSettingsRequested::getVersion)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void of_two_that_have_seen_the_same_only_the_first_may_change_it() {
        var first = decide("contested", "{\"share\":\"TIMES\"}", "\"0\"");
        var late = decide("contested", "{\"share\":\"IDS\"}", "\"0\"");
        var again = decide(
                "contested",
                "{\"share\":\"IDS\"}",
                first.headers().firstValue("ETag").orElseThrow());
        var whatever = decide("contested", "{\"windowBackDays\":0}", "*");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(Http.json(late).get("code").asString()).isEqualTo("settings-changed");
        assertThat(late.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(whatever.statusCode()).isEqualTo(200);
        assertThat(told("contested"))
                .extracting(TenantSettingsRequested::getShare)
                .containsExactly(Share.TIMES, Share.IDS, Share.FULL);
    }

    @Test
    void limits_that_make_no_sense_change_nothing() {
        var share = decide("senseless", "{\"holdAbovePercent\":101}", null);
        var count = decide("senseless", "{\"holdAboveCount\":-1}", null);

        assertThat(share.statusCode()).isEqualTo(400);
        assertThat(Http.json(share).get("detail").asString()).contains("'holdAbovePercent' is 101", "0 to 100");
        assertThat(count.statusCode()).isEqualTo(400);
        assertThat(Http.json(count).get("detail").asString()).contains("'holdAboveCount' is -1", "0 or more");
        assertThat(told("senseless")).isEmpty();
    }

    @Test
    void a_version_nobody_has_seen_changes_nothing() {
        var unseen = decide("unseen", "{}", "\"7\"");
        var unquoted = decide("unseen", "{}", "7");

        assertThat(unseen.statusCode()).isEqualTo(412);
        assertThat(unquoted.statusCode()).isEqualTo(400);
        assertThat(Http.json(unquoted).get("code").asString()).isEqualTo("invalid-if-match");
        assertThat(told("unseen")).isEmpty();
        assertThat(Http.json(stack.http().get(path("unseen"))).get("version").asLong())
                .isZero();
    }

    @Test
    void what_the_topic_tells_is_taken_in_by_version_and_what_is_decided_here_comes_after_it() {
        tell("elsewhere", 5, Share.IDS);
        tell("elsewhere", 4, Share.FULL);
        await().untilAsserted(() ->
                assertThat(settings("elsewhere").get("share").asString()).isEqualTo("IDS"));
        var decided = Http.json(decide("elsewhere", "{\"share\":\"TIMES\"}", "\"5\""));
        assertThat(decided.get("version").asLong()).isGreaterThan(5);
    }

    private void tell(String tenant, long version, Share share) {
        stack.publish(
                stack.topics().tenantRequested(),
                Keys.tenant(tenant),
                Messages.decided(tenant, version, share).build());
    }

    private HttpResponse<String> decide(String tenant, String body, @Nullable String ifMatch) {
        var request = stack.http().request(path(tenant)).header("Content-Type", "application/json");
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return stack.http().send(request.PUT(BodyPublishers.ofString(body)));
    }

    private JsonNode settings(String tenant) {
        return Http.json(stack.http().get(path(tenant)));
    }

    private List<TenantSettingsRequested> told(String tenant) {
        return stack.readRecords(stack.topics().tenantRequested(), TenantSettingsRequested.class).stream()
                .filter(told -> told.getTenantId().equals(tenant))
                .toList();
    }

    private static String path(String tenant) {
        return "/api/calendar/tenants/" + tenant + "/settings";
    }
}
