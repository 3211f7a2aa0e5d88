package io.kalends.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.DeadLetter;
import io.kalends.schemas.Keys;
import io.kalends.schemas.TopicLayout;
import io.kalends.schemas.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Dead letters on a real broker. Every test has topics of its own, by their prefix.
class DltIT {

    private static final int PARTITIONS = 3;
    private static final String KEY = "acme/u%201/google";

    private static EmbeddedKafkaKraftBroker broker;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    private Topics topics;
    private Shell shell;

    @BeforeAll
    static void start() {
        broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.afterPropertiesSet();
        admin = Admin.create(Map.of("bootstrap.servers", broker.getBrokersAsString()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        broker.destroy();
    }

    @BeforeEach
    void create() throws Exception {
        topics = new Topics("t" + UUID.randomUUID() + ".");
        admin.createTopics(TopicLayout.all(topics).stream()
                        .map(layout -> new NewTopic(layout.name(), PARTITIONS, (short) 1).configs(layout.config()))
                        .toList())
                .all()
                .get(60, TimeUnit.SECONDS);
        shell = new Shell()
                .with("SPRING_KAFKA_BOOTSTRAP_SERVERS", broker.getBrokersAsString())
                .with("KALENDS_TOPICS_PREFIX", topics.prefix())
                .with("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:1/none")
                .with("KALENDS_GOOGLE_API_URL", "http://localhost:1")
                .with("KALENDS_MICROSOFT_GRAPH_URL", "http://localhost:1")
                .with("KALENDS_URL", "http://localhost:1")
                .with("KALENDS_SCHEDULER_URL", "http://localhost:1")
                .with("KALENDS_WORKER_URL", "http://localhost:1");
    }

    @Test
    void letters_are_listed_with_where_from_and_why_and_never_with_what_they_hold() throws Exception {
        var at = bury(topics.syncFailed(), 2, 41, KEY, "secret title", "unknown schema 1f");
        bury(topics.resyncRequested(), 0, 7, null, "x", "no Avro");

        assertThat(shell.run("dlt", "list")).isZero();

        assertThat(shell.out())
                .contains(topics.syncFailed(), at.partition() + "@" + at.offset(), KEY, "unknown schema 1f", "12 B")
                .contains(topics.resyncRequested(), "no Avro")
                .doesNotContain("secret");
        shell.run("dlt", "list", "--topic", "sync.failed.v1");
        assertThat(shell.out()).contains("unknown schema").doesNotContain("no Avro");
        shell.run("dlt", "list", "--cause", "UNKNOWN SCHEMA");
        assertThat(shell.out()).contains("unknown schema").doesNotContain("no Avro");
        shell.run("dlt", "list", "--limit", "1");
        assertThat(shell.err()).contains("There are more");
        shell.run("dlt", "list", "--topic", topics.vaultKey() + ".dlt");
        assertThat(shell.err()).contains("There are no dead letters");
    }

    @Test
    void the_fields_for_programs_are_these() throws Exception {
        bury(topics.syncFailed(), 2, 41, KEY, "secret title", "unknown schema 1f");

        shell.run("dlt", "list", "-o", "json");

        assertThat(shell.json().fieldNames()).toIterable().containsExactly("letters", "more");
        var letter = shell.json().at("/letters/0");
        assertThat(letter.fieldNames())
                .toIterable()
                .containsExactly(
                        "topic",
                        "partition",
                        "offset",
                        "time",
                        "key",
                        "size",
                        "cause",
                        "causeType",
                        "reader",
                        "from",
                        "cutFrom");
        assertThat(letter.at("/from/offset").asLong()).isEqualTo(41);
        assertThat(letter.path("reader").asText()).isEqualTo("health-api");
    }

    @Test
    void one_letter_is_shown_and_what_it_holds_only_when_asked() throws Exception {
        var at = bury(topics.syncFailed(), 2, 41, KEY, "secret title", "unknown schema 1f");
        var place =
                List.of("--topic", "sync.failed.v1", "--partition", "" + at.partition(), "--offset", "" + at.offset());

        assertThat(run("dlt show", place)).isZero();
        assertThat(shell.out())
                .contains("unknown schema 1f", "ce_id", "e-1", "can be replayed      yes")
                .doesNotContain("secret")
                .doesNotContain("7365637265");
        run("dlt show --payload", place);
        assertThat(shell.out()).contains("736563726574207469746c65");
        run("dlt show --payload base64", place);
        assertThat(shell.out()).contains("c2VjcmV0IHRpdGxl");
        assertThat(shell.run("dlt", "show", "--topic", "sync.failed.v1", "--partition", "0", "--offset", "99"))
                .isOne();
        assertThat(shell.err()).contains("there is nothing at");
    }

    @Test
    void a_replay_sends_the_record_as_it_came_to_where_it_belongs() throws Exception {
        var at = bury(topics.syncFailed(), 2, 41, KEY, "secret title", "unknown schema 1f");

        assertThat(shell.run(
                        "dlt",
                        "replay",
                        "--topic",
                        "sync.failed.v1",
                        "--partition",
                        "" + at.partition(),
                        "--offset",
                        "" + at.offset(),
                        "-o",
                        "json"))
                .isZero();

        assertThat(shell.json().fieldNames()).toIterable().containsExactly("topic", "dryRun", "replayed", "skipped");
        assertThat(shell.json().path("replayed").asInt()).isOne();
        assertThat(read(topics.syncFailed())).singleElement().satisfies(record -> {
            assertThat(new String(record.key(), UTF_8)).isEqualTo(KEY);
            assertThat(new String(record.value(), UTF_8)).isEqualTo("secret title");
            assertThat(record.partition()).isEqualTo(Keys.partition(KEY, PARTITIONS));
            assertThat(record.headers())
                    .extracting(header -> header.key())
                    .containsExactly("ce_id", "kalends-replayed-from");
            assertThat(new String(
                            record.headers().lastHeader("kalends-replayed-from").value(), UTF_8))
                    .isEqualTo(topics.syncFailed() + ".dlt/" + at.partition() + "/" + at.offset());
        });
    }

    @Test
    void an_event_goes_to_the_partition_of_its_connection() throws Exception {
        for (int event = 0; event < 10; event++) {
            bury(topics.eventChanged(), 0, event, KEY + "/" + event, "event", "cause");
        }

        assertThat(shell.run("dlt", "replay", "--topic", "event.changed.v1", "--all", "--yes"))
                .isZero();

        assertThat(shell.out()).contains("Sent 10 dead letters to " + topics.eventChanged());
        assertThat(read(topics.eventChanged()))
                .hasSize(10)
                .allSatisfy(record -> assertThat(record.partition()).isEqualTo(Keys.partition(KEY, PARTITIONS)));
    }

    @Test
    void all_are_sent_after_somebody_agreed_each_once_and_in_order() throws Exception {
        bury(topics.syncFailed(), 0, 1, KEY, "first", "cause");
        bury(topics.syncFailed(), 0, 1, KEY, "first", "cause, of another reader");
        bury(topics.syncFailed(), 0, 2, KEY, "second", "cause");

        assertThat(shell.run("dlt", "replay", "--topic", "sync.failed.v1", "--all", "--dry-run"))
                .isZero();
        assertThat(shell.out()).contains("Would send 2 dead letters");
        assertThat(shell.err()).contains("it is here twice");
        assertThat(shell.run("dlt", "replay", "--topic", "sync.failed.v1", "--all"))
                .isEqualTo(2);
        assertThat(shell.typing("n\n").run("dlt", "replay", "--topic", "sync.failed.v1", "--all"))
                .isOne();
        assertThat(read(topics.syncFailed())).isEmpty();

        assertThat(shell.typing("y\n").run("dlt", "replay", "--topic", "sync.failed.v1", "--all"))
                .isZero();
        assertThat(read(topics.syncFailed()))
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactly("first", "second");
    }

    @Test
    void a_letter_that_was_cut_or_does_not_say_where_it_came_from_is_left_alone() throws Exception {
        var cut = DeadLetter.cut(
                record(topics.syncFailed(), 0, 1, KEY, "v".repeat(40_000)),
                PARTITIONS,
                "health-api",
                Exception.class,
                "c");
        producer.send(cut).get(10, TimeUnit.SECONDS);
        producer.send(new ProducerRecord<>(topics.syncFailed() + ".dlt", KEY.getBytes(UTF_8), new byte[] {1}))
                .get(10, TimeUnit.SECONDS);
        var stray = DeadLetter.of(
                record(topics.syncCompleted(), 0, 1, KEY, "v"), PARTITIONS, "health-api", Exception.class, "c");
        producer.send(new ProducerRecord<>(
                        topics.syncFailed() + ".dlt", 0, stray.key(), stray.value(), stray.headers()))
                .get(10, TimeUnit.SECONDS);

        assertThat(shell.run("dlt", "replay", "--topic", "sync.failed.v1", "--all", "--yes"))
                .isZero();

        assertThat(shell.out()).contains("Sent 1 dead letter ");
        assertThat(shell.err()).contains("it was cut to fit").contains("came from " + topics.syncCompleted());
    }

    @Test
    void status_counts_them() throws Exception {
        bury(topics.syncFailed(), 2, 41, KEY, "secret title", "unknown schema 1f");
        try (var api = new FakeApi()) {
            api.on("GET /api/calendar/health", 200, "{\"status\": \"healthy\"}");

            assertThat(shell.run("status", "--url", api.url(), "-o", "json")).isZero();

            assertThat(shell.json().at("/deadLetters/total").asInt()).isOne();
            assertThat(shell.json()
                            .path("deadLetters")
                            .path("byTopic")
                            .path(topics.syncFailed() + ".dlt")
                            .asInt())
                    .isOne();
        }
    }

    @Test
    void doctor_finds_topics_as_they_should_be_and_nobody_in_the_groups() {
        assertThat(shell.run("doctor", "-o", "json")).isOne();

        var levels = new HashMap<String, String>();
        shell.json().path("checks").forEach(check -> {
            assertThat(check.fieldNames()).toIterable().containsExactly("check", "level", "found", "advice");
            levels.put(check.path("check").asText(), check.path("level").asText());
        });
        assertThat(levels)
                .containsEntry("kafka", "OK")
                .containsEntry("topics", "OK")
                .containsEntry("group kalends-scheduler", "FAIL")
                .containsEntry("postgresql", "FAIL")
                .containsEntry("master key", "WARN")
                .containsEntry("google", "FAIL")
                .containsEntry("sync-worker", "FAIL");
        assertThat(shell.json().path("warnings").asInt()).isOne();
    }

    @Test
    void doctor_names_topics_that_are_missing_or_kept_otherwise() throws Exception {
        admin.deleteTopics(List.of(topics.vaultKey(), topics.incidentChanged()))
                .all()
                .get(30, TimeUnit.SECONDS);
        admin.createTopics(List.of(new NewTopic(topics.incidentChanged(), PARTITIONS + 1, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            shell.run("doctor");
            assertThat(shell.out())
                    .contains("missing: " + topics.vaultKey())
                    .contains(topics.incidentChanged() + " has cleanup.policy delete, not compact")
                    .contains("unlike numbers of partitions");
        });
    }

    private int run(String command, List<String> more) {
        var args = new ArrayList<>(List.of(command.split(" ")));
        args.addAll(more);
        return shell.run(args.toArray(String[]::new));
    }

    private static RecordMetadata bury(
            String topic, int partition, long offset, @Nullable String key, String value, String cause)
            throws Exception {
        var record = record(topic, partition, offset, key, value);
        record.headers().add("ce_id", "e-1".getBytes(UTF_8));
        return producer.send(DeadLetter.of(record, PARTITIONS, "health-api", IllegalStateException.class, cause))
                .get(10, TimeUnit.SECONDS);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, int partition, long offset, @Nullable String key, String value) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
