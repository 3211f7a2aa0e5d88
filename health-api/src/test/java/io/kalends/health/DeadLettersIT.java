package io.kalends.health;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.DeadLetter;
import io.kalends.schemas.Topics;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.ResyncChanged;
import io.kalends.schemas.v1.ResyncState;
import io.kalends.schemas.v1.ResyncVerb;
import io.kalends.schemas.v1.Share;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.VaultKey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DeadLettersIT {

    private static final ConnectionKey KEY = new ConnectionKey("letters", "u1", "google");
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final int ROOM = 1_048_576;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Stack STACK = Stack.shared();

    static Stream<Arguments> topics() {
        return Stream.of(
                Arguments.of(TOPICS.syncCompleted(), Messages.completed(KEY, 1).build()),
                Arguments.of(TOPICS.syncFailed(), Messages.failed(KEY, 1).build()),
                Arguments.of(TOPICS.syncDeferred(), Messages.deferred(KEY, 1).build()),
                Arguments.of(
                        TOPICS.connectionChanged(),
                        Messages.changed(KEY, 1, ConnectionStatus.ACTIVE).build()),
                Arguments.of(TOPICS.resyncChanged(), resyncChanged()),
                Arguments.of(TOPICS.vaultKey(), vaultKey()),
                Arguments.of(
                        TOPICS.tenantRequested(),
                        Messages.decided("letters", 1, Share.FULL).build()));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void what_nobody_can_read_goes_to_the_dead_letters_with_its_cause_and_harms_no_neighbour(
            String topic, SpecificRecord good) throws Exception {
        var key = "letters-" + UUID.randomUUID();
        var poison = poison(
                good,
                topic.equals(TOPICS.syncFailed())
                        ? vaultKey()
                        : Messages.failed(KEY, 1).build());
        try (var producer = producer()) {
            for (var bytes : poison.values()) {
                publish(producer, topic, key, bytes);
                publish(producer, topic, key, STACK.encode(good));
            }
            var end = publish(producer, topic, key, STACK.encode(good));

            await().until(() -> taken(topic, end.partition()) > end.offset());
        }

        var letters = letters(topic, key);
        assertThat(letters).hasSameSizeAs(poison.values());
        assertThat(letters)
                .extracting(letter -> DeadLetter.read(letter).reader())
                .containsOnly("health-api");
        assertThat(letters)
                .extracting(letter -> DeadLetter.read(letter).topic())
                .containsOnly(topic);
        assertThat(letters)
                .allSatisfy(letter ->
                        assertThat(DeadLetter.read(letter).cause()).isNotBlank().doesNotContain("\0"));
        assertThat(letters.subList(0, letters.size() - 1))
                .extracting(ConsumerRecord::value)
                .containsExactlyElementsOf(
                        poison.values().stream().limit(poison.size() - 1).toList());
        assertThat(letters.getLast()).satisfies(cut -> {
            assertThat(DeadLetter.read(cut).cutFrom()).isEqualTo(largest(key).length + key.length());
            assertThat(cut.value()).hasSizeLessThan(ROOM / 10);
        });
    }

    @ParameterizedTest
    @MethodSource("topics")
    void a_record_without_a_key_has_no_place(String topic, SpecificRecord good) throws Exception {
        var mark = STACK.encode(good);
        try (var producer = producer()) {
            var end = publish(producer, topic, null, mark);
            await().until(() -> taken(topic, end.partition()) > end.offset());
        } catch (ExecutionException refused) {
            assertThat(refused).hasMessageContaining("Compacted topic cannot accept message without key");
            return;
        }

        assertThat(STACK.read(Topics.deadLetters(topic), 1))
                .filteredOn(letter -> letter.key() == null)
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(mark))
                .satisfies(letter -> assertThat(DeadLetter.read(letter).cause()).contains("no key"));
    }

    @Test
    void a_record_on_another_topic_than_its_own_is_not_taken_in() throws Exception {
        var stray = new ConnectionKey("stray", "u1", "google");
        try (var producer = producer()) {
            var end = publish(
                    producer,
                    TOPICS.syncFailed(),
                    stray.text(),
                    STACK.encode(
                            Messages.changed(stray, 1, ConnectionStatus.ACTIVE).build()));
            await().until(() -> taken(TOPICS.syncFailed(), end.partition()) > end.offset());
        }

        assertThat(STACK.jdbc()
                        .sql("SELECT count(*) FROM health.connection WHERE tenant_id = 'stray'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void a_schema_registry_that_is_away_costs_no_record_and_makes_no_dead_letter() throws Exception {
        var topics = new Topics("registry.");
        var key = new ConnectionKey("registry", "u1", "google");
        var message = STACK.encode(Messages.completed(key, 1).build());
        var asked = new AtomicInteger();
        var registry = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        registry.createContext("/schemas/ids/1", exchange -> {
            var answer = JSON.writeValueAsBytes(
                    Map.of("schema", SyncCompleted.getClassSchema().toString()));
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        registry.start();

        try (var service = STACK.start(
                        "--server.port=0",
                        "--kalends.topics.prefix=registry.",
                        "--kalends.schema-registry.url=http://localhost:"
                                + registry.getAddress().getPort(),
                        "--spring.kafka.consumer.group-id=registry");
                var producer = producer()) {
            assertThat(service.isRunning()).isTrue();
            publish(producer, topics.syncCompleted(), key.text(), inWireFormat(message));
            await().until(() -> STACK.jdbc()
                            .sql("SELECT count(*) FROM health.connection WHERE tenant_id = 'registry'")
                            .query(Long.class)
                            .single()
                    == 1);
            assertThat(asked.get()).isGreaterThanOrEqualTo(3);
            assertThat(STACK.read(Topics.deadLetters(topics.syncCompleted()), 0))
                    .isEmpty();
        } finally {
            registry.stop(0);
        }
    }

    /// The same body with the header of a schema registry: magic byte and schema 1.
    private static byte[] inWireFormat(byte[] singleObject) {
        int header = 10;
        return ByteBuffer.allocate(5 + singleObject.length - header)
                .put((byte) 0)
                .putInt(1)
                .put(singleObject, header, singleObject.length - header)
                .array();
    }

    /// By what is wrong with it; the one that has no room with the headers of a letter comes last.
    private static Map<String, byte[]> poison(SpecificRecord good, SpecificRecord foreign) {
        var encoded = STACK.encode(good);
        var unknown = encoded.clone();
        unknown[4]++;
        var poison = new LinkedHashMap<String, byte[]>();
        poison.put("bad magic", new byte[] {1, 2, 3});
        poison.put("unknown schema", unknown);
        poison.put("truncated", Arrays.copyOf(encoded, encoded.length / 2));
        poison.put("wrong record", STACK.encode(foreign));
        poison.put("illegal id", STACK.encode(withIllegalId(good)));
        poison.put("oversized", largest("letters-" + UUID.randomUUID()));
        return poison;
    }

    private static SpecificRecord withIllegalId(SpecificRecord good) {
        var copy =
                (SpecificRecordBase) org.apache.avro.specific.SpecificData.get().deepCopy(good.getSchema(), good);
        var field = copy.getSchema().getField(copy instanceof VaultKey ? "keyId" : "tenantId");
        copy.put(field.pos(), "a\0b");
        return copy;
    }

    /// As much as the broker takes under `key`, without headers.
    private static byte[] largest(String key) {
        return new byte[ROOM - key.length() - 100];
    }

    private static ResyncChanged resyncChanged() {
        return ResyncChanged.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId("letters")
                .setOccurredAt(Messages.NOON)
                .setCommandId(UUID.randomUUID().toString())
                .setVerb(ResyncVerb.SYNC_NOW)
                .setState(ResyncState.ACCEPTED)
                .build();
    }

    /// Older than any key in use, so that no other test seals with it.
    private static VaultKey vaultKey() {
        return VaultKey.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setOccurredAt(java.time.Instant.EPOCH)
                .setKeyId("letters")
                .setPublicKeyset(ByteBuffer.wrap(new byte[] {1}))
                .build();
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        STACK.brokers(),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2 * ROOM),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static org.apache.kafka.clients.producer.RecordMetadata publish(
            KafkaProducer<byte[], byte[]> producer, String topic, @Nullable String key, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), value))
                .get(10, TimeUnit.SECONDS);
    }

    private static long taken(String topic, int partition) {
        return STACK.jdbc()
                .sql("SELECT max(next_offset) FROM health.projection_offset WHERE topic = :topic AND partition = :p")
                .param("topic", topic)
                .param("p", partition)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String topic, String key) {
        return STACK.read(Topics.deadLetters(topic), 1).stream()
                .filter(letter -> letter.key() != null && new String(letter.key(), UTF_8).equals(key))
                .toList();
    }
}
