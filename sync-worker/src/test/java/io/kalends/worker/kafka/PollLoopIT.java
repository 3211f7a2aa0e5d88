package io.kalends.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.v1.SyncMode;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Two workers on a real broker while workers come and go, transactions leave gaps, records are poisoned and
/// the infrastructure breaks.
class PollLoopIT {

    private static final int PARTITIONS = 6;
    private static final int ROUNDS = 8;
    private static final int PER_ROUND = 150;
    private static final long SEED = 20260301;

    private static EmbeddedKafkaBroker broker;
    private static Admin admin;

    private final Random chance = new Random(SEED);
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final Set<String> durable = ConcurrentHashMap.newKeySet();
    private final Map<TopicPartition, Map<Long, String>> sent = new HashMap<>();
    private final Set<String> poisoned = new HashSet<>();

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS)
                .brokerProperties(Map.of(
                        "transaction.state.log.replication.factor", "1",
                        "transaction.state.log.min.isr", "1",
                        "controlled.shutdown.enable", "false",
                        "group.consumer.min.heartbeat.interval.ms", "100",
                        "group.consumer.heartbeat.interval.ms", "200"));
        broker.afterPropertiesSet();
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString()));
        admin.createTopics(List.of(
                        new NewTopic(Requests.TOPIC, PARTITIONS, (short) 1),
                        new NewTopic(Requests.TOPIC + ".dlt", 2, (short) 1)))
                .all()
                .get();
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.destroy();
    }

    @Test
    void every_request_is_handled_however_workers_come_and_go_and_no_commit_passes_unfinished_work() throws Exception {
        var first = worker(1);
        var second = worker(2);
        first.start();
        try (var producer = producer()) {
            for (int round = 0; round < ROUNDS; round++) {
                publish(producer, round);
                int enough = sent.values().stream().mapToInt(Map::size).sum() - PER_ROUND / 2;
                await("seed " + SEED + ", round " + round)
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> {
                            committedPassesNothingUnfinished();
                            return durable.size() >= enough;
                        });
                var other = List.of(second, first, first, second).get(round % 4);
                if (other.isRunning()) {
                    other.stop();
                } else {
                    other.start();
                }
            }
        }

        await("seed " + SEED).atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            committedPassesNothingUnfinished();
            assertThat(committed()).isEqualTo(ends());
        });
        first.stop();
        second.stop();

        var wanted =
                sent.values().stream().flatMap(log -> log.values().stream()).collect(toSet());
        wanted.removeAll(poisoned);
        assertThat(handled).isEqualTo(wanted);
        assertThat(deadLetters()).isEqualTo(poisoned);
    }

    private PollLoop worker(int number) {
        Map<String, Object> client = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString());
        var settings = new LoopSettings(
                Requests.TOPIC,
                new LaneProperties(8, Duration.ofMinutes(2)),
                new LoopProperties(
                        "group",
                        40,
                        400,
                        Duration.ofMillis(100),
                        20,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(5),
                        Duration.ofMillis(40)),
                new LoopMetrics(new SimpleMeterRegistry()));
        var moods = new Random(SEED + number);
        return LoopConfiguration.loop(
                () -> LoopConfiguration.consumer(client, "group"),
                settings,
                new RequestReader(Requests.CODEC),
                requests -> {
                    if (moods.nextInt(6) == 0) {
                        throw new InfrastructureUnavailableException("the database is away", null);
                    }
                    requests.forEach(request -> handled.add(request.getRequestId()));
                    requests.forEach(request -> durable.add(request.getRequestId()));
                },
                new DeadLetters(() -> LoopConfiguration.producer(client, Duration.ofSeconds(5)), Duration.ofSeconds(5)),
                () -> 0.5,
                System::nanoTime);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        var producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.getBrokersAsString(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "test"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /// Some transactions are aborted, so that the log has gaps of records as well as of markers.
    private void publish(KafkaProducer<byte[], byte[]> producer, int round) throws Exception {
        for (int n = 0; n < PER_ROUND; ) {
            boolean aborted = chance.nextInt(6) == 0;
            producer.beginTransaction();
            for (int size = 1 + chance.nextInt(12); size > 0; size--, n++) {
                var id = "r" + round + "-" + n + (aborted ? "-aborted" : "");
                var request = Requests.request("u" + chance.nextInt(40), id, SyncMode.DELTA);
                boolean poison = chance.nextInt(25) == 0;
                var value = poison ? id.getBytes(StandardCharsets.UTF_8) : Requests.bytes(request);
                var key = Requests.key(request).getBytes(StandardCharsets.UTF_8);
                var at = producer.send(new ProducerRecord<>(Requests.TOPIC, key, value))
                        .get();
                if (!aborted) {
                    sent.computeIfAbsent(new TopicPartition(at.topic(), at.partition()), _ -> new HashMap<>())
                            .put(at.offset(), id);
                    if (poison) {
                        poisoned.add(id);
                        durable.add(id);
                    }
                }
            }
            if (aborted) {
                producer.abortTransaction();
            } else {
                producer.commitTransaction();
            }
        }
    }

    private void committedPassesNothingUnfinished() throws Exception {
        committed()
                .forEach((partition, offset) -> sent.getOrDefault(partition, Map.of())
                        .forEach((at, id) -> {
                            if (at < offset) {
                                assertThat(durable)
                                        .as("committed %s of %s, seed %s", offset, partition, SEED)
                                        .contains(id);
                            }
                        }));
    }

    private Map<TopicPartition, Long> committed() throws Exception {
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listConsumerGroupOffsets("group")
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, at) -> {
                    if (at != null) {
                        offsets.put(partition, at.offset());
                    }
                });
        return offsets;
    }

    private Map<TopicPartition, Long> ends() {
        try (var consumer = reader()) {
            return consumer.endOffsets(partitions(Requests.TOPIC, PARTITIONS));
        }
    }

    private Set<String> deadLetters() {
        try (var consumer = reader()) {
            var partitions = partitions(Requests.TOPIC + ".dlt", 2);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var letters = new HashSet<String>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(letter -> letters.add(new String(letter.value(), StandardCharsets.UTF_8)));
            }
            return letters;
        }
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        var partitions = new ArrayList<TopicPartition>();
        for (int p = 0; p < count; p++) {
            partitions.add(new TopicPartition(topic, p));
        }
        return partitions;
    }

    private static KafkaConsumer<byte[], byte[]> reader() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.getBrokersAsString(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
