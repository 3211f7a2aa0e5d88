package io.kalends.scheduler;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Predicate;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.ResyncState;
import io.kalends.schemas.v1.ResyncVerb;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

/// The whole service against a real broker and database; the worker is played by the test.
class SchedulerIT {

    static final Topics TOPICS = Topics.DEFAULT;
    static final AvroCodec CODEC = new AvroCodec();

    static final String DATABASE = TestDatabase.create();

    static EmbeddedKafkaKraftBroker broker;
    static ConfigurableApplicationContext scheduler;
    static KafkaProducer<byte[], byte[]> producer;
    static KafkaConsumer<byte[], byte[]> consumer;
    static final List<ConsumerRecord<byte[], byte[]>> HEARD = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = new EmbeddedKafkaKraftBroker(1, 4);
        broker.afterPropertiesSet();
        scheduler = SchedulerApplication.builder()
                .run(
                        "--spring.datasource.url=" + DATABASE,
                        "--spring.datasource.username=postgres",
                        "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                        "--kalends.topics.partitions=4",
                        "--spring.datasource.hikari.connection-timeout=500",
                        "--spring.kafka.listener.concurrency=1",
                        "--kalends.scheduler.tick=50ms",
                        "--server.port=0");
        var settings = new Properties();
        settings.put("bootstrap.servers", broker.getBrokersAsString());
        settings.put("group.id", "test");
        settings.put("auto.offset.reset", "earliest");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(
                TOPICS.syncRequested(), TOPICS.resyncChanged(), Topics.deadLetters(TOPICS.connectionChanged())));
    }

    @AfterAll
    static void stop() {
        consumer.close();
        producer.close();
        scheduler.close();
        broker.destroy();
    }

    @Test
    void a_connection_just_made_is_asked_for_at_once_and_again_when_its_outcome_says_so() {
        var key = new ConnectionKey("acme", "story", "google");
        tell(key, connection(key, 1, ConnectionStatus.LINKED, UUID.randomUUID().toString()));

        var first = requested(key, any -> true);
        assertThat(first.getTrigger()).isEqualTo(SyncTrigger.SCHEDULE);
        assertThat(first.getMode()).isEqualTo(SyncMode.DELTA);
        assertThat(first.getAttempt()).isOne();

        tell(key, deferred(key, 2, first.getRequestId()));
        var second = requested(key, it -> !it.getRequestId().equals(first.getRequestId()));
        assertThat(second.getTrigger()).isEqualTo(SyncTrigger.CONTINUATION);

        tell(key, completed(key, 3, second.getRequestId()));
        eventually()
                .untilAsserted(() -> assertThat(due(key))
                        .isBetween(
                                Instant.now().plus(Duration.ofMinutes(14)),
                                Instant.now().plus(Duration.ofMinutes(16))));
    }

    @Test
    void a_request_carries_its_key_and_headers() {
        var key = new ConnectionKey("acme", "häßlich/1", "outlook");
        tell(key, connection(key, 1, ConnectionStatus.LINKED, UUID.randomUUID().toString()));

        var request = requested(key, any -> true);

        var message = HEARD.stream()
                .filter(it -> it.topic().equals(TOPICS.syncRequested())
                        && text(it.key()).equals(key.text()))
                .findFirst()
                .orElseThrow();
        assertThat(header(message, "ce_id")).isEqualTo(request.getEventId());
        assertThat(header(message, "ce_type")).isEqualTo("io.kalends.sync.requested.v1");
        assertThat(header(message, "ce_source")).isEqualTo("/kalends/scheduler-service");
        assertThat(message.partition()).isEqualTo(Keys.partition(key.text(), 4));
    }

    @ParameterizedTest
    @CsvSource({"RECONCILE, FULL", "REPUBLISH, REPUBLISH"})
    void a_resync_command_is_accepted_served_and_done(ResyncVerb verb, SyncMode mode) {
        var key = new ConnectionKey("acme", "resync " + verb, "google");
        tell(key, connection(key, 1, ConnectionStatus.ACTIVE, null));
        eventually().until(() -> due(key) != null);
        var commandId = UUID.randomUUID().toString();
        send(
                TOPICS.resyncRequested(),
                Keys.resync("acme", key.userId(), "google"),
                wish("acme", key.userId(), commandId, verb));

        var accepted = changed(commandId, ResyncState.ACCEPTED);
        var request = requested(key, it -> commandId.equals(it.getCommandId()));
        tell(key, completed(key, 2, request.getRequestId()));
        var done = changed(commandId, ResyncState.DONE);

        assertThat(accepted.getConnections()).isOne();
        assertThat(accepted.getVerb()).isEqualTo(verb);
        assertThat(request.getMode()).isEqualTo(mode);
        assertThat(request.getTrigger()).isEqualTo(SyncTrigger.MANUAL);
        assertThat(done.getConnections()).isOne();
    }

    @Test
    void a_command_for_an_unknown_connection_is_refused_under_its_id() {
        var commandId = UUID.randomUUID().toString();
        send(
                TOPICS.resyncRequested(),
                Keys.resync("foreign", "nobody", "google"),
                wish("foreign", "nobody", commandId, ResyncVerb.SYNC_NOW));

        assertThat(changed(commandId, ResyncState.REJECTED).getMessage()).contains("There is no connection");
    }

    @Test
    void a_poisoned_record_goes_to_the_dead_letters_and_its_neighbours_go_on() {
        var key = new ConnectionKey("acme", "neighbour", "google");
        int partition = Keys.partition(key.text(), 4);
        var poison = List.of(
                new byte[] {1, 2, 3},
                new byte[] {(byte) 0xC3, 1, 9, 9, 9, 9, 9, 9, 9, 9, 0},
                cut(CODEC.encode("any", connection(key, 1, ConnectionStatus.LINKED, null))),
                CODEC.encode("any", completed(key, 1, "wrong-topic")));
        for (var bytes : poison) {
            var unused = producer.send(new ProducerRecord<>(
                    TOPICS.connectionChanged(), partition, key.text().getBytes(StandardCharsets.UTF_8), bytes));
        }
        tombstone(key);
        tell(key, connection(key, 9, ConnectionStatus.UNKNOWN, null));
        tell(key, connection(key, 1, ConnectionStatus.LINKED, UUID.randomUUID().toString()));

        assertThat(requested(key, any -> true)).isNotNull();
        var dead = heard(
                Topics.deadLetters(TOPICS.connectionChanged()),
                it -> text(it.key()).equals(key.text()),
                poison.size());
        assertThat(dead).extracting(ConsumerRecord::value).containsExactlyElementsOf(poison);
        assertThat(dead)
                .allSatisfy(it ->
                        assertThat(header(it, "kafka_dlt-exception-cause-fqcn")).contains("UnreadableRecordException"));
        assertThat(dead).extracting(ConsumerRecord::partition).containsOnly(partition);
    }

    @Test
    void a_database_that_is_away_costs_no_record_and_makes_no_dead_letter() {
        var key = new ConnectionKey("acme", "patient", "google");
        tell(key, connection(key, 1, ConnectionStatus.ACTIVE, null));
        eventually().until(() -> due(key) != null);

        TestDatabase.away(DATABASE, () -> {
            tell(key, connection(key, 2, ConnectionStatus.PAUSED, null));
            eventually()
                    .untilAsserted(() -> assertThat(get("/actuator/health/ops")).isEqualTo(503));
            assertThatCode(() -> assertThat(get("/actuator/health/liveness")).isEqualTo(200))
                    .doesNotThrowAnyException();
        });

        eventually().until(() -> due(key) == null);
        tell(key, connection(key, 3, ConnectionStatus.LINKED, UUID.randomUUID().toString()));
        assertThat(requested(key, any -> true)).isNotNull();
        assertThat(HEARD)
                .noneMatch(it -> it.topic().endsWith(Topics.DEAD_LETTER_SUFFIX)
                        && text(it.key()).equals(key.text()));
    }

    @Test
    void health_and_metrics_are_served_and_nothing_else() throws Exception {
        assertThat(get("/actuator/health/liveness")).isEqualTo(200);
        assertThat(get("/actuator/health/readiness")).isEqualTo(200);
        eventually().untilAsserted(() -> assertThat(get("/actuator/health/ops")).isEqualTo(200));
        assertThat(get("/actuator/info")).isEqualTo(200);
        assertThat(get("/actuator/prometheus")).isEqualTo(200);
        assertThat(get("/actuator/env")).isEqualTo(404);
        assertThat(get("/actuator/beans")).isEqualTo(404);
        assertThat(body("/actuator/prometheus"))
                .contains("kalends_schedule_due", "kalends_schedule_in_flight", "kalends_schedule_oldest_due_age");
    }

    /// Patient, for machines with other work; a database that was away may not be back at once.
    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }

    private static int get(String path) throws Exception {
        return fetch(path).statusCode();
    }

    private static String body(String path) throws Exception {
        return fetch(path).body();
    }

    private static HttpResponse<String> fetch(String path) throws Exception {
        var port = scheduler.getEnvironment().getProperty("local.server.port");
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static SyncRequested requested(ConnectionKey key, Predicate<SyncRequested> wanted) {
        return (SyncRequested) decoded(heard(
                        TOPICS.syncRequested(),
                        it -> text(it.key()).equals(key.text()) && wanted.test((SyncRequested) decoded(it)),
                        1)
                .getFirst());
    }

    private static ResyncChanged changed(String commandId, ResyncState state) {
        return (ResyncChanged) decoded(heard(
                        TOPICS.resyncChanged(),
                        it -> decoded(it) instanceof ResyncChanged changed
                                && changed.getCommandId().equals(commandId)
                                && changed.getState() == state,
                        1)
                .getFirst());
    }

    private static List<ConsumerRecord<byte[], byte[]>> heard(
            String topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted, int count) {
        return eventually()
                .until(
                        () -> {
                            consumer.poll(Duration.ofMillis(100)).forEach(HEARD::add);
                            return HEARD.stream()
                                    .filter(it -> it.topic().equals(topic))
                                    .filter(wanted)
                                    .toList();
                        },
                        found -> found.size() >= count);
    }

    private static @Nullable Instant due(ConnectionKey key) {
        return scheduler
                .getBean(JdbcClient.class)
                .sql("SELECT due_at FROM scheduler.schedule WHERE connection_key = :key AND due_at IS NOT NULL")
                .param("key", key.text())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(null);
    }

    private static void tell(ConnectionKey key, SpecificRecord contents) {
        var topic = switch (contents) {
            case ConnectionChanged _ -> TOPICS.connectionChanged();
            case SyncCompleted _ -> TOPICS.syncCompleted();
            case SyncDeferred _ -> TOPICS.syncDeferred();
            default -> throw new IllegalArgumentException("the worker does not tell " + contents);
        };
        send(topic, key.text(), contents);
    }

    private static void send(String topic, String key, SpecificRecord contents) {
        var unused = producer.send(
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), CODEC.encode(topic, contents)));
        producer.flush();
    }

    private static void tombstone(ConnectionKey key) {
        var unused = producer.send(
                new ProducerRecord<>(TOPICS.connectionChanged(), key.text().getBytes(StandardCharsets.UTF_8), null));
    }

    private static SpecificRecord decoded(ConsumerRecord<byte[], byte[]> message) {
        return CODEC.decode(message.topic(), message.value());
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return text(message.headers().lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ConnectionChanged connection(
            ConnectionKey key, long sequence, ConnectionStatus status, @Nullable String commandId) {
        return ConnectionChanged.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(Instant.now())
                .setSequence(sequence)
                .setCommandId(commandId)
                .setStatus(status)
                .build();
    }

    private static SyncCompleted completed(ConnectionKey key, long sequence, String requestId) {
        return SyncCompleted.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(Instant.now())
                .setSequence(sequence)
                .setRequestId(requestId)
                .setMode(SyncMode.DELTA)
                .setTrigger(SyncTrigger.SCHEDULE)
                .setStartedAt(Instant.now())
                .setCompletedAt(Instant.now())
                .setDurationMillis(5)
                .setCalendars(1)
                .setEventsUpserted(0)
                .setEventsDeleted(0)
                .setEventsSynced(0)
                .setProviderCalls(1)
                .build();
    }

    private static SyncDeferred deferred(ConnectionKey key, long sequence, String requestId) {
        return SyncDeferred.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider())
                .setOccurredAt(Instant.now())
                .setSequence(sequence)
                .setRequestId(requestId)
                .setReason(DeferReason.NEXT_SLICE)
                .setResumeAt(Instant.now())
                .build();
    }

    private static ResyncRequested wish(String tenantId, String userId, String commandId, ResyncVerb verb) {
        return ResyncRequested.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(tenantId)
                .setUserId(userId)
                .setProvider("google")
                .setOccurredAt(Instant.now())
                .setCommandId(commandId)
                .setVerb(verb)
                .setRequestedBy("somebody")
                .build();
    }
}
