package io.kalends.health;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.ConnectionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HoldsIT {

    private final Stack stack = Stack.shared();

    @Test
    void deletions_that_wait_are_listed_and_shown_with_their_calendar_until_they_are_gone() {
        var key = holding("held");
        var other = holding("held-elsewhere");

        var hold = holds("held").get(0);
        assertThat(holds("held").size()).isOne();
        assertThat(hold.propertyNames())
                .containsExactly(
                        "tenantId",
                        "userId",
                        "provider",
                        "calendarId",
                        "name",
                        "deletions",
                        "events",
                        "heldAt",
                        "sample");
        assertThat(hold.get("deletions").asInt()).isEqualTo(30);
        assertThat(hold.get("events").asInt()).isEqualTo(100);
        assertThat(hold.at("/sample/0/title").asString()).isEqualTo("Review <b>of</b> the plan");
        assertThat(hold.at("/sample/1/title").isNull()).isTrue();
        assertThat(hold.at("/sample/1/when").asString()).isEqualTo("2026-03-03");
        assertThat(connection("held").at("/calendars/0/held/deletions").asInt()).isEqualTo(30);
        assertThat(connection("held").at("/calendars/0/held/sample/0/when").asString())
                .isEqualTo("2026-03-02T09:00:00Z");
        var entry = Http.json(stack.http().get("/api/calendar/health?tenantId=held"))
                .at("/syncs/0");
        assertThat(entry.get("deletionsHeld").asInt()).isEqualTo(30);
        assertThat(entry.get("warnings").valueStream().map(JsonNode::asString)).contains("DELETIONS_HELD");

        stack.publish(Messages.changed(key, 2, ConnectionStatus.ACTIVE).build(), key);
        stack.publish(Messages.changed(other, 2, ConnectionStatus.DISCONNECTED).build(), other);

        await().untilAsserted(() -> {
            assertThat(holds("held").isEmpty()).isTrue();
            assertThat(holds("held-elsewhere").isEmpty()).isTrue();
            assertThat(connection("held").at("/calendars/0/held").isNull()).isTrue();
        });
    }

    @Test
    void a_person_releases_all_or_discards_those_of_one_calendar() {
        holding("decides");
        var path = "/api/calendar/connections/decides/u1/google/deletions";

        var released = assertPublished(stack.http().post(path + "/release", ""), ConnectionAction.RELEASE_DELETIONS);
        assertThat(released.getCalendarIds()).isEmpty();
        var discarded = assertPublished(
                stack.http().post(path + "/discard", "{\"calendarIds\":[\"primary\"]}"),
                ConnectionAction.DISCARD_DELETIONS);
        assertThat(discarded.getCalendarIds()).containsExactly("primary");
    }

    @Test
    void where_nothing_is_held_there_is_nothing_to_decide() {
        holding("partly-held");
        var well = new ConnectionKey("not-held", "u1", "google");
        stack.publish(Messages.changed(well, 1, ConnectionStatus.ACTIVE).build(), well);
        await().untilAsserted(() -> assertThat(stack.http()
                        .get("/api/calendar/connections/not-held/u1/google")
                        .statusCode())
                .isEqualTo(200));

        assertRefused(release("not-held", "{}"), 409, "nothing-held");
        assertRefused(release("partly-held", "{\"calendarIds\":[\"primary\",\"other\"]}"), 409, "nothing-held");
        assertRefused(release("partly-held", "{\"calendarIds\":[]}"), 400, "invalid-field");
        assertRefused(release("never-there", "{}"), 404, "unknown-connection");
    }

    private HttpResponse<String> release(String tenant, String body) {
        return stack.http().post("/api/calendar/connections/" + tenant + "/u1/google/deletions/release", body);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Http.json(answer).get("code").asString()).isEqualTo(code);
    }

    private ConnectionKey holding(String tenant) {
        var key = new ConnectionKey(tenant, "u1", "google");
        stack.publish(Messages.holding(key, 1, 30, 100).build(), key);
        await().untilAsserted(() -> assertThat(holds(tenant).size()).isOne());
        return key;
    }

    private JsonNode holds(String tenant) {
        return Http.json(stack.http().get("/api/calendar/holds?tenantId=" + tenant))
                .get("holds");
    }

    private JsonNode connection(String tenant) {
        return Http.json(stack.http().get("/api/calendar/connections/" + tenant + "/u1/google"));
    }

    private ConnectionRequested assertPublished(HttpResponse<String> answer, ConnectionAction action) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        var id = Http.json(answer).get("commandId").asString();
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/calendar/commands/" + id);
        var published = stack.readRecords(stack.topics().connectionRequested(), ConnectionRequested.class).stream()
                .filter(command -> command.getCommandId().equals(id))
                .toList();
        assertThat(published)
                .singleElement()
                .satisfies(command -> assertThat(command.getAction()).isEqualTo(action));
        return published.getFirst();
    }
}
