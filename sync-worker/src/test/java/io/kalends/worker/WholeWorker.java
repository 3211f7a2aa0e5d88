package io.kalends.worker;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.world.Span;
import io.kalends.worker.persistence.KeyText;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;
import io.kalends.worker.vault.VaultKeyPairs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

/// The worker as it is in production, on embedded Kafka and PostgreSQL, in front of the simulator; the others are
/// played.
final class WholeWorker implements AutoCloseable {

    /// Somebody with a calendar of five events, and an access token that was issued for the connecting.
    record Person(ConnectionKey key, GoogleUser google, String access) {

        String row() {
            return KeyText.of(key);
        }
    }

    static final String CLIENT_SECRET = "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6789";

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Topics TOPICS = Topics.DEFAULT;

    final VaultDatabase database = new VaultDatabase();
    final ProviderSimulator simulator = ProviderSimulator.start(
            SimulatorSettings.defaults(Clock.systemUTC()).withPort(0).withSeed(23));
    final ConfigurableApplicationContext context;
    private final EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroCodec codec = new AvroCodec();

    WholeWorker() {
        broker.brokerProperties(Map.of("group.initial.rebalance.delay.ms", "0"));
        broker.afterPropertiesSet();
        simulator
                .google()
                .changeRules(
                        rules -> rules.withClient("client-7", CLIENT_SECRET).withRotatingRefreshTokens(true));
        context = WorkerApplication.builder()
                .run(
                        "--server.port=0",
                        "--spring.flyway.enabled=false",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=postgres",
                        "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                        "--kalends.topics.partitions=1",
                        "--kalends.vault.encryption-key=" + TestVault.KEY,
                        "--kalends.google.client-id=client-7",
                        "--kalends.google.client-secret=" + CLIENT_SECRET,
                        "--kalends.google.api-url=" + simulator.googleApiUrl(),
                        "--kalends.google.token-url=" + simulator.googleTokenUrl(),
                        "--kalends.google.page-size=2",
                        "--kalends.incident.probe-base=1ms",
                        "--kalends.incident.probe-max=1ms",
                        "--kalends.incident.ramp=0s");
        producer = new KafkaProducer<>(brokers(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Connects somebody as the CRM does.
    Person connect(String tenant, String user) {
        var key = new ConnectionKey(tenant, user, Provider.GOOGLE);
        var google = simulator.google().addUser(user + "@example.com");
        for (int day = 1; day <= 5; day++) {
            var start = Instant.now().plus(Duration.ofDays(day));
            google.primary().create("Day " + day, new Span.Timed(start, start.plusSeconds(3600), ZoneOffset.UTC));
        }
        var person = new Person(key, google, google.issueAccessToken());
        var half = context.getBean(VaultKeyPairs.class).newest();
        var credential = """
                {"refreshToken": "%s", "accessToken": "%s", "expiresAt": "%s"}
                """.formatted(
                        google.refreshToken(), person.access(), Instant.now().plusSeconds(3000));
        send(
                key,
                TOPICS.connectionRequested(),
                request(key, ConnectionAction.CONNECT)
                        .setVaultKeyId(half.keyId())
                        .setSealedCredential(ByteBuffer.wrap(TestVault.seal(half.keyset(), key, credential)))
                        .build());
        await().atMost(LONG).until(() -> status(person).equals("LINKED"));
        return person;
    }

    /// Asks for a sync and waits for its outcome, whatever it is.
    void sync(Person person, SyncMode mode) {
        var key = person.key();
        var id = UUID.randomUUID().toString();
        send(
                key,
                TOPICS.syncRequested(),
                SyncRequested.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .setTenantId(key.tenantId())
                        .setUserId(key.userId())
                        .setProvider(key.provider().id())
                        .setOccurredAt(Instant.now())
                        .setRequestId(id)
                        .setMode(mode)
                        .setTrigger(SyncTrigger.SCHEDULE)
                        .setRequestedAt(Instant.now())
                        .setAttempt(1)
                        .build());
        await().atMost(LONG)
                .until(() -> database.jdbc()
                        .sql("SELECT EXISTS (SELECT 1 FROM sync.request WHERE request_id = :id)")
                        .param("id", id)
                        .query(Boolean.class)
                        .single());
    }

    /// Disconnects, and waits until all that is to be said has been said.
    void disconnect(Person person) {
        send(
                person.key(),
                TOPICS.connectionRequested(),
                request(person.key(), ConnectionAction.DISCONNECT).build());
        await().atMost(LONG).until(() -> status(person).equals("DISCONNECTED"));
        await().atMost(LONG)
                .until(() -> database.jdbc()
                        .sql("SELECT NOT EXISTS (SELECT 1 FROM sync.outbox WHERE published_at IS NULL)")
                        .query(Boolean.class)
                        .single());
    }

    String status(Person person) {
        return database.jdbc()
                .sql("SELECT status FROM sync.connection WHERE connection_key = :key")
                .param("key", person.row())
                .query(String.class)
                .optional()
                .orElse("none");
    }

    /// Everything any topic holds.
    List<ConsumerRecord<byte[], byte[]>> records() {
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(brokers(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> !partition.topic().startsWith("__"))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void close() {
        producer.close();
        context.close();
        simulator.close();
        broker.destroy();
        database.close();
    }

    private Map<String, Object> brokers() {
        return Map.of("bootstrap.servers", broker.getBrokersAsString());
    }

    private void send(ConnectionKey key, String topic, SpecificRecord record) {
        try {
            producer.send(new ProducerRecord<>(topic, KeyText.of(key).getBytes(UTF_8), codec.encode(topic, record)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConnectionRequested.Builder request(ConnectionKey key, ConnectionAction action) {
        return ConnectionRequested.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider().id())
                .setOccurredAt(Instant.now())
                .setCommandId(UUID.randomUUID().toString())
                .setAction(action);
    }
}
