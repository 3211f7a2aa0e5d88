package io.kalends.health;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;

import io.kalends.health.projection.Fact;
import io.kalends.health.store.JdbcProjection;
import io.kalends.health.store.Partition;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.CalendarState;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.FailureReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ProjectionIT {

    private final Stack stack = Stack.shared();

    @Test
    void facts_in_any_order_and_repeated_end_in_the_same_answer() {
        var chance = new Random(7);
        for (int user = 1; user <= 6; user++) {
            var key = new ConnectionKey("shuffled", "u" + user, "google");
            var told = new ArrayList<SpecificRecord>(List.of(
                    Messages.changed(key, 1, ConnectionStatus.ACTIVE).build(),
                    Messages.completed(key, 2).setEventsSynced(7).build(),
                    Messages.deferred(key, 3).build(),
                    Messages.failed(key, 4).build(),
                    Messages.completed(key, 5).setEventsSynced(11).build()));
            told.addAll(List.copyOf(told));
            Collections.shuffle(told, chance);
            told.forEach(record -> say(key, record));
        }

        await().untilAsserted(() -> {
            var entries = syncs("shuffled");
            assertThat(entries).hasSize(6).allSatisfy(entry -> {
                assertThat(entry.at("/metrics/eventsSynced").asInt()).isEqualTo(11);
                assertThat(entry.at("/metrics/lastError").isNull()).isTrue();
                assertThat(entry.get("state").asString()).isEqualTo("ACTIVE");
            });
            assertThat(runs("shuffled")).isEqualTo(6 * 4);
        });
    }

    @Test
    void a_failure_shows_in_the_entry_and_in_the_summary() {
        var key = new ConnectionKey("failing", "u1", "outlook");

        say(key, Messages.changed(key, 1, ConnectionStatus.ACTIVE).build());
        say(key, Messages.completed(key, 2).build());
        say(
                key,
                Messages.failed(key, 3)
                        .setCategory(FailureCategory.AUTH)
                        .setReason(FailureReason.GRANT_REVOKED)
                        .setMessage("consent\r\nwithdrawn \u001b[31m")
                        .setRetryAt(null)
                        .setDisabled(true)
                        .build());

        await().untilAsserted(() -> {
            var health = Http.json(stack.http().get("/api/calendar/health?tenantId=failing"));
            assertThat(health.get("status").asString()).isEqualTo("degraded");
            assertThat(health.at("/summary/syncsWithErrors").asInt()).isOne();
            assertThat(health.at("/summary/activeSyncs").asInt()).isZero();
            var entry = health.at("/syncs/0");
            assertThat(entry.get("state").asString()).isEqualTo("NEEDS_RECONNECT");
            assertThat(entry.get("isActive").asBoolean()).isFalse();
            assertThat(entry.at("/metrics/lastError").asString()).isEqualTo("consent  withdrawn  [31m");
        });
    }

    @Test
    void a_calendar_that_cannot_be_read_is_a_warning_until_it_can() {
        var key = new ConnectionKey("partly", "u1", "outlook");
        var retryAt = Messages.NOON.plusSeconds(900);
        var well = Messages.changed(key, 1, ConnectionStatus.ACTIVE).build();
        var calendar = CalendarState.newBuilder(well.getCalendars().getFirst());
        var ill = calendar.setConsecutiveFailures(3)
                .setReason(FailureReason.ACCESS_FORBIDDEN)
                .setMessage("Outlook refuses\nthis calendar")
                .setRetryAt(retryAt)
                .build();

        say(
                key,
                ConnectionChanged.newBuilder(well)
                        .setCalendars(List.of(well.getCalendars().getFirst(), ill))
                        .build());
        await().untilAsserted(() -> {
            var health = Http.json(stack.http().get("/api/calendar/health?tenantId=partly"));
            assertThat(health.get("status").asString()).isEqualTo("healthy");
            assertThat(health.get("syncs").size()).isOne();
            var entry = health.at("/syncs/0");
            assertThat(entry.get("isActive").asBoolean()).isTrue();
            assertThat(entry.get("calendarsFailing").asInt()).isOne();
            assertThat(entry.get("warnings").valueStream().map(JsonNode::asString))
                    .containsExactly("CALENDAR_FAILING");
        });
        var calendars = Http.json(stack.http().get("/api/calendar/connections/partly/u1/outlook"))
                .get("calendars");
        assertThat(calendars.at("/0/consecutiveFailures").asInt()).isZero();
        assertThat(calendars.at("/0/lastError").isNull()).isTrue();
        assertThat(calendars.at("/1/consecutiveFailures").asInt()).isEqualTo(3);
        assertThat(calendars.at("/1/lastError").asString()).isEqualTo("Outlook refuses this calendar");
        assertThat(calendars.at("/1/reason").asString()).isEqualTo("ACCESS_FORBIDDEN");
        assertThat(calendars.at("/1/retryAt").asString()).isEqualTo(retryAt.toString());

        say(key, Messages.completed(key, 2).setCalendarsFailed(2).build());
        await().untilAsserted(() -> assertThat(
                        syncs("partly").getFirst().get("calendarsFailing").asInt())
                .isEqualTo(2));
        say(key, Messages.changed(key, 3, ConnectionStatus.ACTIVE).build());
        await().untilAsserted(() ->
                assertThat(syncs("partly").getFirst().get("warnings").isEmpty()).isTrue());
    }

    @Test
    void poison_goes_to_the_dead_letters_and_its_neighbours_are_taken_in() {
        var key = new ConnectionKey("poisoned", "u1", "google");
        var topic = stack.topics().syncCompleted();
        var truncated = Arrays.copyOf(stack.encode(Messages.completed(key, 1).build()), 30);
        var wrongSchema = stack.encode(Messages.completed(key, 1).build());
        wrongSchema[4]++;
        var wrongType = stack.encode(io.kalends.schemas.v1.SyncRequested.newBuilder()
                .setEventId("e")
                .setTenantId("poisoned")
                .setUserId("u1")
                .setProvider("google")
                .setOccurredAt(Messages.NOON)
                .setRequestId("r")
                .setMode(io.kalends.schemas.v1.SyncMode.DELTA)
                .setTrigger(io.kalends.schemas.v1.SyncTrigger.MANUAL)
                .setRequestedAt(Messages.NOON)
                .setAttempt(1)
                .build());
        var wrongProvider =
                stack.encode(Messages.completed(key, 1).setProvider("yahoo").build());
        var wrongTime = stack.encode(Messages.completed(key, 1)
                .setCompletedAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                .build());
        var wrongId =
                stack.encode(Messages.completed(key, 1).setTenantId("a\u0000b").build());
        var poison = List.of(
                "no avro at all".getBytes(StandardCharsets.UTF_8),
                truncated,
                wrongSchema,
                wrongType,
                wrongProvider,
                wrongTime,
                wrongId);

        say(key, Messages.completed(key, 1).build());
        poison.forEach(bytes -> stack.publish(topic, key.text(), bytes));
        say(key, Messages.completed(key, 2).setEventsSynced(5).build());

        await().untilAsserted(() -> assertThat(syncs("poisoned"))
                .hasSize(1)
                .first()
                .satisfies(entry ->
                        assertThat(entry.at("/metrics/eventsSynced").asInt()).isEqualTo(5)));
        var letters = stack.read(Topics.deadLetters(topic), poison.size()).stream()
                .filter(letter -> letter.key() != null)
                .filter(letter -> key.text().equals(new String(letter.key(), StandardCharsets.UTF_8)))
                .toList();
        assertThat(letters).hasSameSizeAs(poison).allSatisfy(letter -> {
            assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo(key.text());
            assertThat(letter.headers().lastHeader("kafka_dlt-exception-message"))
                    .isNotNull();
        });
        assertThat(letters.stream().map(letter -> Arrays.hashCode(letter.value())))
                .containsExactlyInAnyOrderElementsOf(
                        poison.stream().map(Arrays::hashCode).toList());
    }

    @Test
    void dead_letters_of_all_partitions_find_room_in_a_topic_with_one() throws Exception {
        var topics = new Topics("narrow.");
        var letters = Topics.deadLetters(topics.syncFailed());
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.brokers()))) {
            admin.createTopics(List.of(
                            new NewTopic(letters, 1, (short) 1),
                            new NewTopic(topics.syncFailed(), Stack.PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        var keys = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        keys.forEach(key -> stack.publish(topics.syncFailed(), key, new byte[] {1}));

        try (var service = stack.start(
                "--server.port=0",
                "--kalends.topics.prefix=narrow.",
                "--kalends.topics.create=false",
                "--spring.kafka.consumer.group-id=narrow")) {
            assertThat(service.isRunning()).isTrue();
            assertThat(stack.read(letters, keys.size()))
                    .extracting(letter -> new String(letter.key(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrderElementsOf(keys);
        }
        assertThat(stack.read(topics.syncFailed(), keys.size()))
                .extracting(ConsumerRecord::partition)
                .as("more than one partition had something")
                .contains(0, 1, 2);
    }

    @Test
    void a_batch_that_dies_half_way_leaves_nothing_and_counts_once_when_it_comes_again() {
        var projection = stack.bean(JdbcProjection.class);
        var key = new ConnectionKey("killed", "u1", "google");
        var facts = List.<Fact>of(completed(key, 1), completed(key, 2));
        var next = Map.of(new Partition("killed.topic", 0), 2L);
        stack.jdbc()
                .sql("ALTER TABLE health.projection_offset ADD CONSTRAINT killed CHECK (topic <> 'killed.topic')")
                .update();

        assertThatThrownBy(() -> projection.apply(facts, next)).isInstanceOf(DataAccessException.class);

        assertThat(runs("killed")).isZero();
        assertThat(syncs("killed")).isEmpty();
        stack.jdbc()
                .sql("ALTER TABLE health.projection_offset DROP CONSTRAINT killed")
                .update();
        projection.apply(facts, next);
        projection.apply(facts, next);
        assertThat(runs("killed")).isEqualTo(2);
        assertThat(stack.jdbc()
                        .sql("SELECT next_offset FROM health.projection_offset WHERE topic = 'killed.topic'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void a_disconnect_erases_everything_and_older_news_does_not_bring_it_back() {
        var key = new ConnectionKey("erased", "u1", "google");
        var other = new ConnectionKey("erased", "u2", "google");
        say(key, Messages.changed(key, 1, ConnectionStatus.ACTIVE).build());
        say(key, Messages.completed(key, 2).build());
        await().untilAsserted(() -> assertThat(syncs("erased")).hasSize(1));

        say(
                key,
                Messages.changed(key, 9, ConnectionStatus.DISCONNECTED)
                        .setCalendars(List.of())
                        .setTokenExpiresAt(null)
                        .build());
        await().untilAsserted(() -> assertThat(syncs("erased")).isEmpty());
        say(key, Messages.completed(key, 8).build());
        say(key, Messages.failed(key, 7).build());
        say(other, Messages.completed(other, 1).build());
        say(other, Messages.failed(other, 2).build());

        await().untilAsserted(() -> assertThat(runs("erased")).isEqualTo(2));
        assertThat(syncs("erased"))
                .hasSize(1)
                .first()
                .satisfies(entry -> assertThat(entry.get("userId").asString()).isEqualTo("u2"));
        assertThat(stack.http()
                        .get("/api/calendar/connections/erased/u1/google")
                        .statusCode())
                .isEqualTo(404);
        assertThat(stack.jdbc()
                        .sql("SELECT to_jsonb(c) - 'written_by' FROM health.connection c WHERE connection_key = :key")
                        .param("key", key.text())
                        .query(String.class)
                        .single())
                .contains("\"erased_through\": 9")
                .doesNotContain("Calendar of", "2026-", "202");
    }

    private static Fact completed(ConnectionKey key, long sequence) {
        return new Fact.Completed(
                UUID.randomUUID().toString(),
                key,
                sequence,
                null,
                Messages.NOON,
                "DELTA",
                "SCHEDULE",
                Messages.NOON,
                10,
                1,
                0,
                null);
    }

    private void say(ConnectionKey key, SpecificRecord record) {
        stack.publish(stack.topicOf(record), key.text(), record);
    }

    private List<JsonNode> syncs(String tenant) {
        var syncs = Http.json(stack.http().get("/api/calendar/health?tenantId=" + tenant))
                .get("syncs");
        return syncs.valueStream().toList();
    }

    private long runs(String tenant) {
        return stack.jdbc()
                .sql("SELECT count(*) FROM health.run WHERE connection_key LIKE :tenant")
                .param("tenant", tenant + "/%")
                .query(Long.class)
                .single();
    }
}
