package io.kalends.health;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.kalends.health.store.CommandTable;
import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.ResyncState;
import io.kalends.schemas.v1.ResyncVerb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CommandsIT {

    private final Stack stack = Stack.shared();

    @Test
    void a_resync_is_published_and_can_be_followed_to_its_end() {
        var key = known("resynced");

        var answer = stack.http()
                .post(
                        "/api/calendar/health/resync",
                        "{\"provider\":\"google\",\"tenantId\":\"resynced\",\"userId\":\"u1\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        var id = Http.json(answer).get("commandId").asString();
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/calendar/commands/" + id);
        assertThat(followed(id, "state")).isEqualTo("requested");
        assertThat(stack.readRecords(stack.topics().resyncRequested(), ResyncRequested.class))
                .filteredOn(command -> command.getCommandId().equals(id))
                .singleElement()
                .satisfies(command -> {
                    assertThat(command.getVerb()).isEqualTo(ResyncVerb.SYNC_NOW);
                    assertThat(command.getTenantId()).isEqualTo("resynced");
                    assertThat(command.getUserId()).isEqualTo("u1");
                });

        stack.publish(stack.topics().resyncChanged(), key.text(), moved(key, id, ResyncState.ACCEPTED));
        await().untilAsserted(() -> assertThat(followed(id, "state")).isEqualTo("accepted"));
        stack.publish(Messages.completed(key, 2).setCommandId(id).build(), key);
        stack.publish(stack.topics().resyncChanged(), key.text(), moved(key, id, ResyncState.DONE));
        await().untilAsserted(() -> {
            assertThat(followed(id, "state")).isEqualTo("done");
            assertThat(followed(id, "completed")).isEqualTo("1");
            assertThat(followed(id, "connections")).isEqualTo("1");
        });
    }

    @Test
    void a_command_is_one_trace() {
        known("traced");

        var answer = stack.http()
                .post(
                        "/api/calendar/health/resync",
                        "{\"provider\":\"google\",\"tenantId\":\"traced\",\"userId\":\"u1\"}");

        var trace = CloudEvents.of(
                        "e",
                        "",
                        "",
                        "",
                        Messages.NOON,
                        Http.json(answer).get("commandId").asString())
                .getOrDefault("traceparent", "")
                .substring(0, 35);
        assertThat(stack.read(stack.topics().resyncRequested(), 1))
                .filteredOn(record -> new String(record.key(), StandardCharsets.UTF_8).equals("traced/u1/google"))
                .singleElement()
                .satisfies(record -> assertThat(
                                record.headers().lastHeader("traceparent").value())
                        .asString()
                        .startsWith(trace));
    }

    @Test
    void a_republish_is_asked_for_like_any_resync() {
        known("republished");

        var answer = stack.http()
                .post(
                        "/api/calendar/health/resync",
                        "{\"provider\":\"google\",\"tenantId\":\"republished\",\"userId\":\"u1\",\"verb\":\"REPUBLISH\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Http.json(answer).get("kind").asString()).isEqualTo("REPUBLISH");
        assertThat(stack.readRecords(stack.topics().resyncRequested(), ResyncRequested.class))
                .filteredOn(command -> command.getTenantId().equals("republished"))
                .extracting(ResyncRequested::getVerb)
                .containsExactly(ResyncVerb.REPUBLISH);
    }

    @Test
    void a_reconcile_keeps_its_verb_and_a_rejection_its_reason() {
        var key = known("reconciled");

        var answer = stack.http()
                .post(
                        "/api/calendar/health/resync",
                        "{\"provider\":\"google\",\"tenantId\":\"reconciled\",\"userId\":\"u1\",\"verb\":\"RECONCILE\"}");

        var id = Http.json(answer).get("commandId").asString();
        assertThat(stack.readRecords(stack.topics().resyncRequested(), ResyncRequested.class))
                .filteredOn(command -> command.getCommandId().equals(id))
                .singleElement()
                .satisfies(command -> assertThat(command.getVerb()).isEqualTo(ResyncVerb.RECONCILE));
        var rejected = ResyncChanged.newBuilder(moved(key, id, ResyncState.REJECTED))
                .setMessage("the connection is disabled")
                .build();
        stack.publish(stack.topics().resyncChanged(), key.text(), rejected);
        await().untilAsserted(() -> {
            assertThat(followed(id, "state")).isEqualTo("rejected");
            assertThat(followed(id, "message")).isEqualTo("the connection is disabled");
        });
    }

    @Test
    void every_change_to_a_connection_is_published_under_its_key() {
        known("changed");
        var path = "/api/calendar/connections/changed/u1/google";

        assertPublished(stack.http().post(path + "/pause", ""), ConnectionAction.PAUSE);
        assertPublished(stack.http().post(path + "/resume", ""), ConnectionAction.RESUME);
        assertPublished(stack.http().delete(path), ConnectionAction.DISCONNECT);
        var selected = assertPublished(
                stack.http().put(path + "/calendars", "{\"calendarIds\":[\"a@b\",\"c\",\"a@b\"]}"),
                ConnectionAction.SELECT_CALENDARS);
        assertThat(selected.getCalendarIds()).containsExactly("a@b", "c");
    }

    @Test
    void a_connection_just_asked_for_can_be_disconnected_before_it_is_known() {
        var commands = stack.bean(CommandTable.class);
        var now = stack.bean(InstantSource.class).instant();
        commands.ask(UUID.randomUUID().toString(), "CONNECT", "hasty", "u1", "google", now.minusSeconds(3500));
        commands.ask(UUID.randomUUID().toString(), "CONNECT", "hasty", "late", "google", now.minusSeconds(3700));
        commands.ask(UUID.randomUUID().toString(), "PAUSE", "hasty", "other", "google", now);

        assertPublished(stack.http().delete("/api/calendar/connections/hasty/u1/google"), ConnectionAction.DISCONNECT);
        assertThat(List.of("u1/outlook", "late/google", "other/google", "u2/google"))
                .allSatisfy(one -> assertThat(stack.http()
                                .delete("/api/calendar/connections/hasty/" + one)
                                .statusCode())
                        .isEqualTo(404));
        assertThat(stack.http()
                        .post("/api/calendar/connections/hasty/u1/google/pause", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_change_is_done_when_the_worker_tells_the_state_it_led_to() {
        var key = known("obeyed");
        var answer = stack.http().post("/api/calendar/connections/obeyed/u1/google/pause", "");
        var id = Http.json(answer).get("commandId").asString();

        stack.publish(
                Messages.changed(key, 5, ConnectionStatus.PAUSED)
                        .setCommandId(id)
                        .build(),
                key);

        await().untilAsserted(() -> assertThat(followed(id, "state")).isEqualTo("done"));
        assertThat(followed(id, "kind")).isEqualTo("PAUSE");
    }

    @Test
    void one_connection_is_shown_with_its_calendars_and_runs_newest_first() {
        var key = new ConnectionKey("de/tail", "ü 1", "google");
        stack.publish(Messages.changed(key, 1, ConnectionStatus.ACTIVE).build(), key);
        stack.publish(Messages.completed(key, 2).build(), key);
        stack.publish(Messages.failed(key, 3).build(), key);

        await().untilAsserted(() -> {
            var one = Http.json(stack.http().get("/api/calendar/connections/de%2Ftail/%C3%BC%201/google"));
            assertThat(one.at("/connection/userId").asString()).isEqualTo("ü 1");
            assertThat(one.at("/calendars/0/name").asString()).isEqualTo("Calendar of ü 1");
            assertThat(one.at("/runs/0/outcome").asString()).isEqualTo("FAILED");
            assertThat(one.at("/runs/1/eventsSynced").asInt()).isEqualTo(42);
        });
    }

    private ConnectionKey known(String tenant) {
        var key = new ConnectionKey(tenant, "u1", "google");
        stack.publish(Messages.changed(key, 1, ConnectionStatus.ACTIVE).build(), key);
        await().untilAsserted(() -> assertThat(stack.http()
                        .get("/api/calendar/connections/" + tenant + "/u1/google")
                        .statusCode())
                .isEqualTo(200));
        return key;
    }

    private ConnectionRequested assertPublished(HttpResponse<String> answer, ConnectionAction action) {
        assertThat(answer.statusCode()).isEqualTo(202);
        var id = Http.json(answer).get("commandId").asString();
        var published = stack.readRecords(stack.topics().connectionRequested(), ConnectionRequested.class).stream()
                .filter(command -> command.getCommandId().equals(id))
                .toList();
        assertThat(published)
                .singleElement()
                .satisfies(command -> assertThat(command.getAction()).isEqualTo(action));
        return published.getFirst();
    }

    private String followed(String id, String field) {
        return Http.json(stack.http().get("/api/calendar/commands/" + id))
                .get(field)
                .asString();
    }

    private static ResyncChanged moved(ConnectionKey key, String commandId, ResyncState state) {
        return ResyncChanged.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(Messages.NOON)
                .setCommandId(commandId)
                .setVerb(ResyncVerb.SYNC_NOW)
                .setState(state)
                .setConnections(1)
                .build();
    }
}
