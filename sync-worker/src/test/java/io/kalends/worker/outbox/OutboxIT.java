package io.kalends.worker.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

import io.kalends.schemas.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// The outbox from a transaction to the topic, on a real database and a real broker.
class OutboxIT {

    private static final int PARTITIONS = 4;
    private static final DataSize LIMIT = DataSize.ofKilobytes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;
    private static EmbeddedKafkaBroker broker;
    private static JdbcClient jdbc;
    private static TransactionTemplate transactions;

    private final List<OutboxRelay> relays = new ArrayList<>();
    private final List<OutboxRelay> nudged = new ArrayList<>();
    private final OutboxWriter writer = writer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private String topic = "";

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
        var settings = new HikariConfig();
        settings.setDataSource(postgres.getPostgresDatabase());
        settings.setMaximumPoolSize(16);
        pool = new HikariDataSource(settings);
        Flyway.configure()
                .dataSource(pool)
                .schemas("sync")
                .defaultSchema("sync")
                .locations("classpath:db/migration/sync")
                .load()
                .migrate();
        jdbc = JdbcClient.create(pool);
        jdbc.sql("CREATE TABLE connection_of_test (key text PRIMARY KEY, sequence bigint NOT NULL DEFAULT 0)")
                .update();
        transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
        broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS)
                .brokerProperties(Map.of("controlled.shutdown.enable", "false"));
        broker.afterPropertiesSet();
    }

    @AfterAll
    static void stop() throws Exception {
        broker.destroy();
        pool.close();
        postgres.close();
    }

    @BeforeEach
    void a_topic_of_its_own() {
        topic = "t" + UUID.randomUUID();
        broker.addTopics(topic);
    }

    @AfterEach
    void leave_nothing_behind() {
        relays.forEach(OutboxRelay::stop);
        jdbc.sql("TRUNCATE sync.outbox").update();
        jdbc.sql("TRUNCATE connection_of_test").update();
        jdbc.sql("UPDATE sync.outbox_shard SET leased_by = NULL, leased_until = NULL")
                .update();
    }

    @Test
    void two_relays_publish_what_many_writers_commit_once_and_in_order_per_connection() throws Exception {
        var other = "t" + UUID.randomUUID();
        broker.addTopics(other);
        var topics = List.of(topic, other);
        var connections =
                IntStream.range(0, 30).mapToObj(i -> "acme/u" + i + "/google").toList();
        relay(LEASE, POLL).start();
        relay(LEASE, POLL).start();

        try (var writers = Executors.newFixedThreadPool(8)) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 600; i++) {
                var connection = connections.get(i * 7 % connections.size());
                int rows = 1 + i % 5;
                all.add(writers.submit(() -> write(connection, topics, rows)));
            }
            for (var one : all) {
                one.get();
            }
        }
        untilAllIsPublished();

        var wanted = new HashMap<String, Long>();
        jdbc.sql("SELECT key, sequence FROM connection_of_test").query(row -> {
            wanted.put(row.getString("key"), row.getLong("sequence"));
        });
        var seen = new HashMap<String, List<Long>>();
        for (var name : topics) {
            var last = new HashMap<String, Long>();
            for (var record : read(name)) {
                var connection = new String(record.key(), StandardCharsets.UTF_8);
                long sequence = Long.parseLong(new String(record.value(), StandardCharsets.UTF_8));
                assertThat(record.partition()).isEqualTo(Keys.partition(connection, PARTITIONS));
                assertThat(sequence).as("order of " + connection).isGreaterThan(last.getOrDefault(connection, 0L));
                last.put(connection, sequence);
                seen.computeIfAbsent(connection, _ -> new ArrayList<>()).add(sequence);
            }
        }
        assertThat(seen.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((connection, sequence) -> assertThat(seen.get(connection))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, sequence.intValue())
                        .mapToObj(Long::valueOf)
                        .toList()));
        assertThat(registry.get("kalends.outbox.published").counter().count())
                .isEqualTo(
                        wanted.values().stream().mapToDouble(Long::doubleValue).sum());
    }

    @Test
    void a_crash_between_acknowledgement_and_mark_repeats_the_same_ids_in_the_same_order() {
        jdbc.sql("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no marks'; END $$
                """).update();
        jdbc.sql("CREATE TRIGGER no_marks BEFORE UPDATE ON sync.outbox FOR EACH ROW EXECUTE FUNCTION refuse()")
                .update();
        for (int i = 0; i < 10; i++) {
            write("acme/a/google", List.of(topic), 3);
            write("acme/b/google", List.of(topic), 2);
        }
        var crashing = relay(LEASE, POLL);
        crashing.start();
        await().untilAsserted(() -> assertThat(read(topic).size()).isGreaterThanOrEqualTo(100));
        crashing.stop();
        jdbc.sql("DROP TRIGGER no_marks ON sync.outbox").update();
        jdbc.sql("DROP FUNCTION refuse()").update();

        relay(LEASE, POLL).start();
        untilAllIsPublished();

        var first = new LinkedHashMap<String, ConsumerRecord<byte[], byte[]>>();
        var records = read(topic);
        records.forEach(record -> first.putIfAbsent(id(record), record));
        assertThat(records).hasSizeGreaterThan(50);
        assertThat(first).hasSize(50);
        for (var connection : List.of("acme/a/google", "acme/b/google")) {
            var whole = records.stream()
                    .filter(r -> text(r.key()).equals(connection))
                    .map(OutboxIT::id)
                    .toList();
            var once = first.values().stream()
                    .filter(r -> text(r.key()).equals(connection))
                    .map(OutboxIT::id)
                    .toList();
            assertThat(whole.size() % once.size())
                    .as("whole repeats of " + connection)
                    .isZero();
            for (int i = 0; i < whole.size(); i++) {
                assertThat(whole.get(i)).isEqualTo(once.get(i % once.size()));
            }
        }
    }

    @Test
    void a_transaction_that_commits_late_is_not_skipped() throws Exception {
        var inserted = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit(() -> transactions.executeWithoutResult(_ -> {
                writer.append(List.of(row("acme/late/google", "late")));
                inserted.countDown();
                awaitUninterrupted(mayCommit);
            }));
            inserted.await();
            transactions.executeWithoutResult(_ -> writer.append(IntStream.range(0, 40)
                    .mapToObj(i -> row("acme/e" + i + "/google", "early"))
                    .toList()));
            relay(LEASE, POLL).start();
            await().untilAsserted(() -> assertThat(read(topic)).hasSize(40));

            mayCommit.countDown();
            late.get();
        }

        await().untilAsserted(() -> assertThat(read(topic)).hasSize(41));
        assertThat(text(read(topic).stream()
                        .filter(r -> text(r.key()).contains("late"))
                        .findFirst()
                        .orElseThrow()
                        .value()))
                .isEqualTo("late");
    }

    @Test
    void a_tombstone_keeps_its_key_and_headers_and_goes_where_its_connection_goes() {
        var id = UUID.randomUUID();
        transactions.executeWithoutResult(_ -> writer.append(List.of(new OutboxRow(
                id,
                "acme/u/google",
                topic,
                "acme/u/google/0123",
                "event.changed.v1",
                null,
                Map.of("ce_id", id.toString(), "ce_subject", "Zoë"),
                null))));

        relay(LEASE, POLL).start();
        untilAllIsPublished();

        var record = read(topic).getFirst();
        assertThat(record.value()).isNull();
        assertThat(text(record.key())).isEqualTo("acme/u/google/0123");
        assertThat(record.partition()).isEqualTo(Keys.partition("acme/u/google", PARTITIONS));
        assertThat(text(record.headers().lastHeader("ce_subject").value())).isEqualTo("Zoë");
        assertThat(id(record)).isEqualTo(id.toString());
    }

    @Test
    void rows_of_a_rolled_back_transaction_never_leave_and_rows_without_a_transaction_are_refused() {
        transactions.executeWithoutResult(status -> {
            writer.append(List.of(row("acme/u/google", "rolled back")));
            status.setRollbackOnly();
        });
        assertThatThrownBy(() -> writer.append(List.of(row("acme/u/google", "alone"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");
        write("acme/u/google", List.of(topic), 1);

        relay(LEASE, POLL).start();
        untilAllIsPublished();

        assertThat(read(topic)).extracting(record -> text(record.value())).containsExactly("1");
    }

    @Test
    void shards_of_a_relay_that_fell_silent_are_taken_over_when_its_lease_has_run_out() {
        jdbc.sql(
                        "UPDATE sync.outbox_shard SET leased_by = 'silent', leased_until = now() + interval '2 seconds', fence = 7")
                .update();
        write("acme/u/google", List.of(topic), 1);
        jdbc.sql("CREATE TABLE lease_of_test AS SELECT max(leased_until) AS until FROM sync.outbox_shard")
                .update();

        relay(LEASE, POLL).start();
        untilAllIsPublished();

        assertThat(jdbc.sql("""
                        SELECT published_at >= (SELECT until FROM lease_of_test) FROM sync.outbox
                        """).query(Boolean.class).single()).isTrue();
        assertThat(jdbc.sql("SELECT min(fence) FROM sync.outbox_shard")
                        .query(Long.class)
                        .single())
                .isEqualTo(8);
        jdbc.sql("DROP TABLE lease_of_test").update();
    }

    @Test
    void a_relay_whose_shard_has_another_holder_marks_nothing() {
        var table = new OutboxTable(jdbc);
        var old = new ShardLeases(jdbc, "old", Duration.ofMillis(1), System::nanoTime).take();
        write("acme/u/google", List.of(topic), 2);
        var rows = table.unpublished(old.shards(), 10);
        await().untilAsserted(() -> assertThat(new ShardLeases(jdbc, "new", LEASE, System::nanoTime)
                        .take()
                        .shards())
                .hasSize(Shards.COUNT));

        assertThat(rows).hasSize(2);
        assertThat(table.markPublished(rows, old)).isZero();
        assertThat(table.backlog().rows()).isEqualTo(2);
    }

    @Test
    void no_two_relays_hold_one_shard_and_leases_given_back_are_free_at_once() {
        var one = new ShardLeases(jdbc, "one", HOUR, System::nanoTime);
        var two = new ShardLeases(jdbc, "two", HOUR, System::nanoTime);

        var first = one.take();
        assertThat(first.shards()).hasSize(Shards.COUNT);
        assertThat(two.take().shards()).isEmpty();
        assertThat(one.take().continues(first, first.shards())).isTrue();

        one.release();
        assertThat(two.take().shards()).hasSize(Shards.COUNT);
        assertThat(one.take().shards()).isEmpty();
    }

    @Test
    void a_broken_producer_is_replaced_and_an_absent_broker_waited_for() {
        var attempts = new AtomicInteger();
        var broken = new MockProducer<byte[], byte[]>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        broken.sendException = new KafkaException("broken for good");
        write("acme/u/google", List.of(topic), 3);

        relay(LEASE, POLL, () -> switch (attempts.incrementAndGet()) {
                    case 1 -> throw new KafkaException("no broker");
                    case 2 -> broken;
                    default -> producer();
                })
                .start();
        untilAllIsPublished();

        assertThat(attempts).hasValue(3);
        assertThat(broken.closed()).isTrue();
        assertThat(read(topic)).extracting(record -> text(record.value())).containsExactly("1", "2", "3");
    }

    @Test
    void a_record_too_large_for_the_broker_holds_up_its_own_connection_alone() {
        var producers = new AtomicInteger();
        var large = UUID.randomUUID();
        transactions.executeWithoutResult(_ -> writer.append(List.of(new OutboxRow(
                large, "acme/large/google", topic, "acme/large/google", "t", 1L, Map.of(), new byte[20_000]))));
        relay(LEASE, POLL, () -> {
                    producers.incrementAndGet();
                    return producer();
                })
                .start();

        for (int i = 0; i < 10; i++) {
            write("acme/u" + i + "/google", List.of(topic), 1);
            await().until(() -> new OutboxTable(jdbc).backlog().rows() == 1);
        }

        assertThat(producers).hasValue(1);
        assertThat(jdbc.sql("SELECT id FROM sync.outbox WHERE published_at IS NULL")
                        .query(UUID.class)
                        .list())
                .containsExactly(large);
        assertThat(read(topic)).hasSize(10);
    }

    @Test
    void an_absent_database_is_waited_for() {
        var attempts = new AtomicInteger();
        jdbc.sql("ALTER TABLE sync.outbox_shard RENAME TO outbox_shard_away").update();
        var relay = relay(LEASE, POLL, () -> {
            attempts.incrementAndGet();
            return producer();
        });
        relay.start();
        write("acme/u/google", List.of(topic), 1);
        assertThat(attempts).hasValue(0);

        jdbc.sql("ALTER TABLE sync.outbox_shard_away RENAME TO outbox_shard").update();

        untilAllIsPublished();
        assertThat(read(topic)).hasSize(1);
    }

    @Test
    void a_commit_wakes_the_relay_long_before_its_next_look() {
        var relay = relay(HOUR, HOUR);
        nudged.add(relay);
        relay.start();
        write("acme/u/google", List.of(topic), 1);
        untilAllIsPublished();

        write("acme/u/google", List.of(topic), 1);
        untilAllIsPublished();

        assertThat(read(topic)).hasSize(2);
    }

    @Test
    void published_rows_are_deleted_after_their_retention_and_unpublished_ones_never() {
        var table = new OutboxTable(jdbc);
        write("acme/u/google", List.of(topic), 5);
        jdbc.sql("UPDATE sync.outbox SET published_at = now() - interval '61 minutes' WHERE sequence <= 3")
                .update();
        jdbc.sql("UPDATE sync.outbox SET published_at = now() - interval '59 minutes' WHERE sequence = 4")
                .update();

        assertThat(table.deletePublished(HOUR, 2)).isEqualTo(2);
        assertThat(table.deletePublished(HOUR, 2)).isEqualTo(1);
        assertThat(jdbc.sql("SELECT sequence FROM sync.outbox")
                        .query(Long.class)
                        .set())
                .containsExactlyInAnyOrder(4L, 5L);
        assertThat(table.backlog().rows()).isEqualTo(1);
        assertThat(table.backlog().ageSeconds()).isBetween(0.0, 60.0);
    }

    private OutboxWriter writer() {
        return new OutboxWriter(new NamedParameterJdbcTemplate(pool), () -> nudged.forEach(OutboxRelay::nudge));
    }

    private OutboxRelay relay(Duration lease, Duration poll) {
        return relay(lease, poll, OutboxIT::producer);
    }

    private OutboxRelay relay(Duration lease, Duration poll, Supplier<Producer<byte[], byte[]>> producers) {
        var settings = new OutboxProperties(
                lease,
                100,
                poll,
                HOUR,
                HOUR,
                100,
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofMillis(5),
                Duration.ofMillis(50),
                LIMIT);
        var relay = OutboxConfiguration.relay(jdbc, producers, settings, registry, () -> 0.5, System::nanoTime);
        relays.add(relay);
        return relay;
    }

    private static Producer<byte[], byte[]> producer() {
        return OutboxConfiguration.producer(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString()), LIMIT);
    }

    /// Writes `rows` rows of `connection` under its row lock, spread over `topics`; the payload is the
    /// sequence.
    private void write(String connection, List<String> topics, int rows) {
        transactions.executeWithoutResult(_ -> {
            long last = jdbc.sql("""
                            INSERT INTO connection_of_test AS c (key, sequence) VALUES (:key, :rows)
                            ON CONFLICT (key) DO UPDATE SET sequence = c.sequence + :rows
                            RETURNING sequence
                            """)
                    .param("key", connection)
                    .param("rows", rows)
                    .query(Long.class)
                    .single();
            var batch = new ArrayList<OutboxRow>();
            for (long sequence = last - rows + 1; sequence <= last; sequence++) {
                var id = UUID.randomUUID();
                batch.add(new OutboxRow(
                        id,
                        connection,
                        topics.get((int) (sequence % topics.size())),
                        connection,
                        "test.v1",
                        sequence,
                        Map.of("ce_id", id.toString()),
                        Long.toString(sequence).getBytes(StandardCharsets.UTF_8)));
            }
            writer.append(batch);
        });
    }

    private OutboxRow row(String connection, String payload) {
        return new OutboxRow(
                UUID.randomUUID(),
                connection,
                topic,
                connection,
                "test.v1",
                1L,
                Map.of(),
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private static void untilAllIsPublished() {
        var table = new OutboxTable(jdbc);
        await().atMost(Duration.ofSeconds(30)).until(() -> table.backlog().rows() == 0);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(p -> new TopicPartition(topic, p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        return text(record.headers().lastHeader("ce_id").value());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
