package io.kalends.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.DeadLetter;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.Share;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;
import io.kalends.schemas.v1.TenantSettingsRequested;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Every topic that is listened to, with everything that can be wrong with a record on it.
class DeadLettersIT {

    private static final Topics TOPICS = Topics.DEFAULT;
    private static final AvroCodec CODEC = new AvroCodec();
    private static final ConnectionKey KEY = new ConnectionKey("letters", "u1", "google");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROOM = 1_048_576;

    private static EmbeddedKafkaKraftBroker broker;
    private static VaultDatabase database;
    private static ConfigurableApplicationContext worker;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Admin admin;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
        broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        worker = WorkerApplication.builder()
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.flyway.enabled=false",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=postgres",
                        "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                        "--kalends.topics.partitions=1",
                        "--kalends.vault.encryption-key=" + TestVault.KEY,
                        "--management.endpoint.health.validate-group-membership=false");
        Map<String, Object> client = Map.of("bootstrap.servers", broker.getBrokersAsString());
        admin = Admin.create(client);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString(), "max.request.size", 2 * ROOM),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        worker.close();
        broker.destroy();
        database.close();
    }

    static Stream<Arguments> topics() {
        return Stream.of(
                Arguments.of(TOPICS.syncRequested(), "kalends-sync-worker", request()),
                Arguments.of(TOPICS.connectionRequested(), "kalends-sync-worker-commands", pause()),
                Arguments.of(TOPICS.tenantRequested(), "kalends-sync-worker-tenants", settings()));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void what_nobody_can_read_goes_to_the_dead_letters_with_its_cause_and_harms_no_neighbour(
            String topic, String group, SpecificRecord good) throws Exception {
        var poison = poison(good);
        for (var bytes : poison.values()) {
            publish(topic, KEY.text(), bytes);
            publish(topic, KEY.text(), CODEC.encode(topic, good));
        }
        var end = publish(topic, KEY.text(), CODEC.encode(topic, good));

        await().atMost(Duration.ofSeconds(60)).until(() -> committed(topic, group) > end.offset());

        var letters = letters(topic).stream().filter(it -> it.key() != null).toList();
        assertThat(letters).hasSameSizeAs(poison.values()).allSatisfy(letter -> {
            assertThat(DeadLetter.read(letter).reader()).isEqualTo("sync-worker");
            assertThat(DeadLetter.read(letter).topic()).isEqualTo(topic);
            assertThat(DeadLetter.read(letter).cause()).isNotBlank().doesNotContain("\0");
        });
        assertThat(letters)
                .extracting(letter -> DeadLetter.read(letter).cutFrom())
                .satisfiesOnlyOnce(cut -> assertThat(cut).isGreaterThan(ROOM - 1_000));
        assertThat(letters)
                .filteredOn(letter -> DeadLetter.read(letter).cutFrom() == 0)
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrderElementsOf(
                        poison.values().stream().limit(poison.size() - 1).toList());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void a_record_without_a_key_has_no_place(String topic, String group, SpecificRecord good) throws Exception {
        var bytes = CODEC.encode(topic, good);
        try {
            var end = publish(topic, null, bytes);
            await().atMost(Duration.ofSeconds(60)).until(() -> committed(topic, group) > end.offset());
        } catch (ExecutionException refused) {
            assertThat(refused).hasMessageContaining("Compacted topic cannot accept message without key");
            return;
        }

        assertThat(letters(topic))
                .filteredOn(letter -> letter.key() == null)
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(bytes))
                .satisfies(
                        letter -> assertThat(DeadLetter.read(letter).cause()).containsAnyOf("no key", "without a key"));
    }

    /// By what is wrong with it; the one that has no room with the headers of a letter comes last.
    private static Map<String, byte[]> poison(SpecificRecord good) {
        var encoded = CODEC.encode("any", good);
        var unknown = encoded.clone();
        unknown[4]++;
        var illegal = (SpecificRecordBase) SpecificData.get().deepCopy(good.getSchema(), good);
        illegal.put(good.getSchema().getField("tenantId").pos(), "a\0b");
        var poison = new LinkedHashMap<String, byte[]>();
        poison.put("bad magic", new byte[] {1, 2, 3});
        poison.put("unknown schema", unknown);
        poison.put("truncated", Arrays.copyOf(encoded, encoded.length / 2));
        poison.put("wrong record", CODEC.encode("any", good instanceof SyncRequested ? pause() : request()));
        poison.put("illegal id", CODEC.encode("any", illegal));
        poison.put("oversized", new byte[ROOM - KEY.text().length() - 100]);
        return poison;
    }

    private static RecordMetadata publish(String topic, @Nullable String key, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), value))
                .get(10, TimeUnit.SECONDS);
    }

    private static long committed(String topic, String group) throws Exception {
        var offset = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(10, TimeUnit.SECONDS)
                .get(new TopicPartition(topic, 0));
        return offset == null ? 0 : offset.offset();
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String topic) {
        var letters = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var place = new TopicPartition(Topics.deadLetters(topic), 0);
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            while (consumer.position(place) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    /// Of a connection that is not there: nothing is asked of any provider.
    private static SpecificRecord request() {
        return SyncRequested.newBuilder()
                .setEventId("e")
                .setTenantId(KEY.tenantId())
                .setUserId(KEY.userId())
                .setProvider(KEY.provider())
                .setOccurredAt(NOON)
                .setRequestId(UUID.randomUUID().toString())
                .setMode(SyncMode.DELTA)
                .setTrigger(SyncTrigger.SCHEDULE)
                .setRequestedAt(NOON)
                .setAttempt(1)
                .build();
    }

    private static SpecificRecord pause() {
        return ConnectionRequested.newBuilder()
                .setEventId("e")
                .setTenantId(KEY.tenantId())
                .setUserId(KEY.userId())
                .setProvider(KEY.provider())
                .setOccurredAt(NOON)
                .setCommandId(UUID.randomUUID().toString())
                .setAction(ConnectionAction.PAUSE)
                .build();
    }

    private static SpecificRecord settings() {
        return TenantSettingsRequested.newBuilder()
                .setEventId("e")
                .setTenantId("letters")
                .setOccurredAt(NOON)
                .setCommandId(UUID.randomUUID().toString())
                .setVersion(1)
                .setShare(Share.FULL)
                .setPrivateAsBusy(false)
                .build();
    }
}
