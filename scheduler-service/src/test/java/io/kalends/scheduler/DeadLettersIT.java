package io.kalends.scheduler;

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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.DeadLetter;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.ResyncVerb;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncTrigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Every topic that is listened to, with everything that can be wrong with a record on it.
class DeadLettersIT {

    private static final Topics TOPICS = Topics.DEFAULT;
    private static final AvroCodec CODEC = new AvroCodec();
    private static final int ROOM = 1_048_576;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static EmbeddedKafkaKraftBroker broker;
    private static ConfigurableApplicationContext scheduler;
    private static KafkaProducer<byte[], byte[]> producer;
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        scheduler = SchedulerApplication.builder()
                .run(
                        "--spring.datasource.url=" + TestDatabase.create(),
                        "--spring.datasource.username=postgres",
                        "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                        "--kalends.topics.partitions=2",
                        "--spring.kafka.listener.concurrency=1",
                        "--server.port=0");
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
        scheduler.close();
        broker.destroy();
    }

    static Stream<Arguments> topics() {
        return Stream.of(
                Arguments.of(TOPICS.syncCompleted(), completed()),
                Arguments.of(TOPICS.syncFailed(), failed()),
                Arguments.of(TOPICS.syncDeferred(), deferred()),
                Arguments.of(TOPICS.connectionChanged(), changed()),
                Arguments.of(TOPICS.resyncRequested(), resync()));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void what_nobody_can_read_goes_to_the_dead_letters_with_its_cause_and_harms_no_neighbour(
            String topic, SpecificRecord good) throws Exception {
        var key = "letters/" + UUID.randomUUID() + "/google";
        var poison = poison(good, key);
        for (var bytes : poison.values()) {
            publish(topic, key, bytes);
            publish(topic, key, CODEC.encode(topic, good));
        }
        var end = publish(topic, key, CODEC.encode(topic, good));

        await().atMost(Duration.ofSeconds(60)).until(() -> committed(topic, end.partition()) > end.offset());

        var letters = letters(topic).stream()
                .filter(letter -> letter.key() != null && new String(letter.key(), UTF_8).equals(key))
                .toList();
        assertThat(letters).hasSameSizeAs(poison.values()).allSatisfy(letter -> {
            assertThat(DeadLetter.read(letter).reader()).isEqualTo("scheduler-service");
            assertThat(DeadLetter.read(letter).topic()).isEqualTo(topic);
            assertThat(DeadLetter.read(letter).causeType()).isEqualTo("UnreadableRecordException");
        });
        assertThat(letters.subList(0, letters.size() - 1))
                .extracting(ConsumerRecord::value)
                .containsExactlyElementsOf(
                        poison.values().stream().limit(poison.size() - 1).toList());
        assertThat(DeadLetter.read(letters.getLast()).cutFrom()).isGreaterThan(ROOM - 1_000);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void a_record_without_a_key_has_no_place(String topic, SpecificRecord good) throws Exception {
        var bytes = CODEC.encode(topic, good);
        try {
            var end = publish(topic, null, bytes);
            await().atMost(Duration.ofSeconds(60)).until(() -> committed(topic, end.partition()) > end.offset());
        } catch (ExecutionException refused) {
            assertThat(refused).hasMessageContaining("Compacted topic cannot accept message without key");
            return;
        }

        assertThat(letters(topic))
                .filteredOn(letter -> letter.key() == null)
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(bytes))
                .satisfies(letter -> assertThat(DeadLetter.read(letter).cause()).contains("no key"));
    }

    /// By what is wrong with it; the one that has no room with the headers of a letter comes last.
    private static Map<String, byte[]> poison(SpecificRecord good, String key) {
        var encoded = CODEC.encode("any", good);
        var unknown = encoded.clone();
        unknown[4]++;
        var illegal = (SpecificRecordBase) SpecificData.get().deepCopy(good.getSchema(), good);
        illegal.put(good.getSchema().getField("tenantId").pos(), "a\0b");
        var poison = new LinkedHashMap<String, byte[]>();
        poison.put("bad magic", new byte[] {1, 2, 3});
        poison.put("unknown schema", unknown);
        poison.put("truncated", Arrays.copyOf(encoded, encoded.length / 2));
        poison.put("wrong record", CODEC.encode("any", good instanceof ResyncRequested ? failed() : resync()));
        poison.put("illegal id", CODEC.encode("any", illegal));
        poison.put("oversized", new byte[ROOM - key.length() - 100]);
        return poison;
    }

    private static RecordMetadata publish(String topic, @Nullable String key, byte[] value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), value))
                .get(10, TimeUnit.SECONDS);
    }

    private static long committed(String topic, int partition) throws Exception {
        var offset = admin.listConsumerGroupOffsets("kalends-scheduler")
                .partitionsToOffsetAndMetadata()
                .get(10, TimeUnit.SECONDS)
                .get(new TopicPartition(topic, partition));
        return offset == null ? 0 : offset.offset();
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String topic) {
        var letters = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var name = Topics.deadLetters(topic);
            var partitions = List.of(new TopicPartition(name, 0), new TopicPartition(name, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    private static SpecificRecord completed() {
        return SyncCompleted.newBuilder()
                .setEventId("e")
                .setTenantId("acme")
                .setUserId("u1")
                .setProvider("google")
                .setOccurredAt(NOON)
                .setSequence(1)
                .setRequestId("r")
                .setMode(SyncMode.DELTA)
                .setTrigger(SyncTrigger.SCHEDULE)
                .setStartedAt(NOON)
                .setCompletedAt(NOON)
                .setDurationMillis(5)
                .setCalendars(1)
                .setEventsUpserted(0)
                .setEventsDeleted(0)
                .setEventsSynced(0)
                .setProviderCalls(1)
                .build();
    }

    private static SpecificRecord failed() {
        return SyncFailed.newBuilder()
                .setEventId("e")
                .setTenantId("acme")
                .setUserId("u1")
                .setProvider("google")
                .setOccurredAt(NOON)
                .setSequence(1)
                .setRequestId("r")
                .setCategory(FailureCategory.TRANSIENT)
                .setReason(FailureReason.PROVIDER_UNAVAILABLE)
                .setMessage("503")
                .setConsecutiveFailures(1)
                .setDisabled(false)
                .build();
    }

    private static SpecificRecord deferred() {
        return SyncDeferred.newBuilder()
                .setEventId("e")
                .setTenantId("acme")
                .setUserId("u1")
                .setProvider("google")
                .setOccurredAt(NOON)
                .setSequence(1)
                .setRequestId("r")
                .setReason(DeferReason.RATE_LIMIT)
                .setResumeAt(NOON)
                .build();
    }

    private static SpecificRecord changed() {
        return ConnectionChanged.newBuilder()
                .setEventId("e")
                .setTenantId("acme")
                .setUserId("u1")
                .setProvider("google")
                .setOccurredAt(NOON)
                .setSequence(1)
                .setStatus(ConnectionStatus.PAUSED)
                .build();
    }

    private static SpecificRecord resync() {
        return ResyncRequested.newBuilder()
                .setEventId("e")
                .setTenantId("nobody")
                .setOccurredAt(NOON)
                .setCommandId("c")
                .setVerb(ResyncVerb.SYNC_NOW)
                .build();
    }
}
