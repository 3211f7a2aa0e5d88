package io.kalends.health;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Keys;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.ResyncState;
import io.kalends.schemas.v1.ResyncVerb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Resyncs over HTTP; the test speaks for the scheduler.
class ResyncsIT {

    private static final String RESYNC = "/api/calendar/health/resync";

    private final Stack stack = Stack.shared();

    @Test
    void a_resync_of_a_whole_tenant_is_published_under_the_tenant_s_key() {
        var answer = stack.http().post(RESYNC, "{\"tenantId\":\"wide\",\"verb\":\"REBUILD\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Http.json(answer).get("userId").isNull()).isTrue();
        var command = published(idIn(answer));
        assertThat(command.getVerb()).isEqualTo(ResyncVerb.REBUILD);
        assertThat(command.getUserId()).isNull();
        assertThat(command.getProvider()).isNull();
        assertThat(command.getDryRun()).isFalse();
    }

    @Test
    void a_resync_may_name_a_user_or_a_provider_alone() {
        var user = published(idIn(stack.http().post(RESYNC, "{\"tenantId\":\"narrow\",\"userId\":\"u1\"}")));
        var provider = published(idIn(stack.http().post(RESYNC, "{\"tenantId\":\"narrow\",\"provider\":\"outlook\"}")));

        assertThat(user.getUserId()).isEqualTo("u1");
        assertThat(user.getProvider()).isNull();
        assertThat(provider.getUserId()).isNull();
        assertThat(provider.getProvider()).isEqualTo("outlook");
    }

    @Test
    void a_dry_run_is_answered_with_what_the_scheduler_says() {
        var answering = CompletableFuture.supplyAsync(() -> dryRun("tried"));
        var command = askedBy("tried");
        assertThat(command.getDryRun()).isTrue();

        tell(moved(command, ResyncState.ESTIMATED, 1)
                .setConnections(1200)
                .setEstimatedCalls(4800L)
                .setEstimatedSeconds(61L)
                .build());

        var answer = answering.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        var estimate = Http.json(answer);
        assertThat(estimate.get("dryRun").asBoolean()).isTrue();
        assertThat(estimate.get("verb").asString()).isEqualTo("RECONCILE");
        assertThat(estimate.get("connections").asInt()).isEqualTo(1200);
        assertThat(estimate.get("calls").asLong()).isEqualTo(4800);
        assertThat(estimate.get("seconds").asLong()).isEqualTo(61);
        assertThat(estimate.get("minutes").asLong()).isEqualTo(2);
        assertThat(followed(command.getCommandId(), "state")).isEqualTo("estimated");
        assertThat(followed(command.getCommandId(), "estimatedCalls")).isEqualTo("4800");
    }

    @Test
    void a_dry_run_that_the_scheduler_refuses_is_a_conflict_that_says_why() {
        var answering = CompletableFuture.supplyAsync(() -> dryRun("refused"));
        var command = askedBy("refused");

        tell(moved(command, ResyncState.REJECTED, 1)
                .setMessage("No connection of tenant 'refused' can be synced")
                .build());

        var answer = answering.join();
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Http.json(answer).get("code").asString()).isEqualTo("resync-refused");
        assertThat(answer.body()).contains("No connection of tenant 'refused' can be synced");
    }

    @Test
    void a_dry_run_nobody_answers_in_time_can_be_followed() {
        var answer = dryRun("silent");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Http.json(answer).get("state").asString()).isEqualTo("requested");
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/calendar/commands/" + idIn(answer));
    }

    @Test
    void progress_is_shown_as_it_falls_and_never_goes_back() {
        var command = published(idIn(stack.http().post(RESYNC, "{\"tenantId\":\"falling\"}")));

        tell(moved(command, ResyncState.ACCEPTED, 1)
                .setConnections(10)
                .setRemaining(10)
                .build());
        tell(moved(command, ResyncState.ACCEPTED, 3)
                .setConnections(10)
                .setRemaining(4)
                .build());
        tell(moved(command, ResyncState.ACCEPTED, 2)
                .setConnections(10)
                .setRemaining(7)
                .build());
        await().untilAsserted(() ->
                assertThat(followed(command.getCommandId(), "remaining")).isEqualTo("4"));
        tell(moved(command, ResyncState.DONE, 4).setConnections(10).build());

        await().untilAsserted(() ->
                assertThat(followed(command.getCommandId(), "state")).isEqualTo("done"));
        assertThat(followed(command.getCommandId(), "remaining")).isEqualTo("0");
        assertThat(followed(command.getCommandId(), "connections")).isEqualTo("10");
    }

    @Test
    void a_command_that_joined_another_shows_that_one_s_runs() {
        var key = new ConnectionKey("joined", "u1", "google");
        var earlier = UUID.randomUUID().toString();
        stack.publish(Messages.changed(key, 1, ConnectionStatus.ACTIVE).build(), key);
        stack.publish(Messages.completed(key, 2).setCommandId(earlier).build(), key);
        var command = published(idIn(stack.http().post(RESYNC, "{\"tenantId\":\"joined\"}")));

        tell(moved(command, ResyncState.DONE, 1)
                .setConnections(1)
                .setJoinedCommandId(earlier)
                .build());

        await().untilAsserted(() -> {
            assertThat(followed(command.getCommandId(), "joinedCommandId")).isEqualTo(earlier);
            assertThat(followed(command.getCommandId(), "completed")).isEqualTo("1");
        });
    }

    @Test
    void a_resync_can_be_cancelled_until_it_has_ended() {
        var command = published(idIn(stack.http().post(RESYNC, "{\"tenantId\":\"stopped\",\"verb\":\"RECONCILE\"}")));
        var cancel = "/api/calendar/commands/" + command.getCommandId() + "/cancel";

        var answer = stack.http().post(cancel, "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(idIn(answer)).isEqualTo(command.getCommandId());
        assertThat(stack.readRecords(stack.topics().resyncRequested(), ResyncRequested.class))
                .filteredOn(one -> one.getVerb() == ResyncVerb.CANCEL && "stopped".equals(one.getTenantId()))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.getCancelledCommandId()).isEqualTo(command.getCommandId());
                    assertThat(one.getCommandId()).isNotEqualTo(command.getCommandId());
                });
        tell(moved(command, ResyncState.CANCELLED, 2)
                .setMessage("Cancelled when 3 of 9 were done.")
                .build());
        await().untilAsserted(() ->
                assertThat(followed(command.getCommandId(), "state")).isEqualTo("cancelled"));
        var again = stack.http().post(cancel, "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(Http.json(again).get("code").asString()).isEqualTo("command-ended");
    }

    @Test
    void only_resyncs_that_are_known_can_be_cancelled() {
        var key = new ConnectionKey("paused-not-resynced", "u1", "google");
        stack.publish(Messages.changed(key, 1, ConnectionStatus.ACTIVE).build(), key);
        await().untilAsserted(() -> assertThat(stack.http()
                        .get("/api/calendar/connections/paused-not-resynced/u1/google")
                        .statusCode())
                .isEqualTo(200));
        var pause = stack.http().post("/api/calendar/connections/paused-not-resynced/u1/google/pause", "");

        var unknown = stack.http().post("/api/calendar/commands/" + UUID.randomUUID() + "/cancel", "");
        var noResync = stack.http().post("/api/calendar/commands/" + idIn(pause) + "/cancel", "");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(noResync.statusCode()).isEqualTo(409);
        assertThat(Http.json(noResync).get("code").asString()).isEqualTo("not-a-resync");
    }

    @Test
    void the_latest_commands_of_a_tenant_come_first_and_no_other_s() {
        var first = idIn(stack.http().post(RESYNC, "{\"tenantId\":\"listed\"}"));
        stack.http().post(RESYNC, "{\"tenantId\":\"not-listed\"}");
        var second = idIn(stack.http().post(RESYNC, "{\"tenantId\":\"listed\"}"));

        var all = Http.json(stack.http().get("/api/calendar/commands?tenantId=listed"));
        var one = Http.json(stack.http().get("/api/calendar/commands?tenantId=listed&limit=1"));

        assertThat(all.get("commands")
                        .valueStream()
                        .map(it -> it.get("commandId").asString()))
                .containsExactly(second, first);
        assertThat(one.get("commands")
                        .valueStream()
                        .map(it -> it.get("commandId").asString()))
                .containsExactly(second);
    }

    private HttpResponse<String> dryRun(String tenant) {
        return stack.http().post(RESYNC, "{\"tenantId\":\"" + tenant + "\",\"verb\":\"RECONCILE\",\"dryRun\":true}");
    }

    private ResyncRequested askedBy(String tenant) {
        return await().until(
                        () -> stack.readRecords(stack.topics().resyncRequested(), ResyncRequested.class).stream()
                                .filter(one -> one.getTenantId().equals(tenant))
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private ResyncRequested published(String id) {
        return stack.readRecords(stack.topics().resyncRequested(), ResyncRequested.class).stream()
                .filter(one -> one.getCommandId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void tell(ResyncChanged told) {
        var key = Keys.resync(told.getTenantId(), told.getUserId(), told.getProvider());
        stack.publish(stack.topics().resyncChanged(), key, told);
    }

    private static ResyncChanged.Builder moved(ResyncRequested command, ResyncState state, int seconds) {
        return ResyncChanged.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(command.getTenantId())
                .setUserId(command.getUserId())
                .setProvider(command.getProvider())
                .setOccurredAt(Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(seconds))
                .setCommandId(command.getCommandId())
                .setVerb(command.getVerb())
                .setState(state);
    }

    private static String idIn(HttpResponse<String> answer) {
        return Http.json(answer).get("commandId").asString();
    }

    private String followed(String id, String field) {
        return Http.json(stack.http().get("/api/calendar/commands/" + id))
                .get(field)
                .asString();
    }
}
