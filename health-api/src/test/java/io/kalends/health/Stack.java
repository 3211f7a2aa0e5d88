package io.kalends.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.schemas.v1.VaultKey;

/// A real PostgreSQL, a real broker and the service, started once for all tests of this JVM. Tests keep apart by
/// tenant.
public final class Stack {

    public static final int PARTITIONS = 3;

    private static @Nullable Stack shared;

    private final EmbeddedKafkaKraftBroker broker;
    private final EmbeddedPostgres postgres;
    private final ConfigurableApplicationContext service;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroCodec codec = new AvroCodec();

    private Stack() {
        try {
            broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
            // Members of a group learn of each other with their heartbeats; five seconds each is long for a test.
            broker.brokerProperty("group.consumer.min.heartbeat.interval.ms", "500");
            broker.brokerProperty("group.consumer.heartbeat.interval.ms", "500");
            broker.afterPropertiesSet();
            Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
            postgres = EmbeddedPostgres.builder().start();
            service = start("--server.port=0", "--kalends.health.heartbeat=300ms", "--kalends.health.max-streams=3");
            producer = new KafkaProducer<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static synchronized Stack shared() {
        if (shared == null) {
            shared = new Stack();
        }
        return shared;
    }

    /// Stops everything in the right order when the last test has run.
    static synchronized void stop() {
        if (shared != null) {
            shared.service.close();
            shared.producer.close();
            shared.broker.destroy();
            try {
                shared.postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Another instance of the service over the same broker and database.
    public ConfigurableApplicationContext start(String... settings) {
        var args = new ArrayList<String>(List.of(
                "--logging.level.org.apache.kafka=off",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                "--kalends.topics.partitions=" + PARTITIONS));
        for (var setting : settings) {
            var name = setting.substring(0, setting.indexOf('=') + 1);
            args.removeIf(arg -> arg.startsWith(name));
            args.add(setting);
        }
        return HealthApplication.builder().run(args.toArray(String[]::new));
    }

    public <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    public JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    public String brokers() {
        return broker.getBrokersAsString();
    }

    public Topics topics() {
        return Topics.DEFAULT;
    }

    public Http http() {
        return Http.to(port(service));
    }

    public static int port(ConfigurableApplicationContext service) {
        var server = ((WebServerApplicationContext) service).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    /// Publishes a record of the contract and waits until the broker has it.
    public void publish(String topic, String key, SpecificRecord record) {
        publish(topic, key, codec.encode(topic, record));
    }

    /// Publishes bytes and waits until the broker has them.
    public void publish(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the embedded broker took no record", e);
        }
    }

    /// Publishes one of the worker's records where it belongs.
    public void publish(SpecificRecord record, ConnectionKey key) {
        publish(topicOf(record), key.text(), record);
    }

    /// Publishes an incident under its key.
    public void publish(IncidentChanged incident) {
        publish(
                topics().incidentChanged(),
                Keys.incident(incident.getProvider(), incident.getKind().name()),
                incident);
    }

    public byte[] encode(SpecificRecord record) {
        return codec.encode("any", record);
    }

    /// The topic that records of this type travel on.
    public String topicOf(SpecificRecord record) {
        return switch (record) {
            case SyncCompleted _ -> topics().syncCompleted();
            case SyncFailed _ -> topics().syncFailed();
            case SyncDeferred _ -> topics().syncDeferred();
            case ConnectionChanged _ -> topics().connectionChanged();
            case VaultKey _ -> topics().vaultKey();
            case IncidentChanged _ -> topics().incidentChanged();
            default -> throw new IllegalArgumentException("no test needs " + record.getSchema());
        };
    }

    /// Everything on a topic, once at least `least` records are there.
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int least) {
        var settings = Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            Awaitility.await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= least
                        && partitions.stream().allMatch(one -> consumer.position(one) >= ends.getOrDefault(one, 0L));
            });
            return records;
        }
    }

    /// All records on a topic.
    public <R extends SpecificRecord> List<R> readRecords(String topic, Class<R> type) {
        return read(topic, 0).stream()
                .map(record -> type.cast(codec.decode(topic, record.value())))
                .toList();
    }
}
