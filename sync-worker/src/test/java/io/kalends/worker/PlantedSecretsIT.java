package io.kalends.worker;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.token.Credential;
import io.kalends.core.token.TokenVault;
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
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.world.Span;
import io.kalends.worker.persistence.KeyText;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;
import io.kalends.worker.vault.VaultKeyPairs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The whole worker on real Kafka and PostgreSQL, from connect to disconnect, talkative and with failures on its way:
/// no secret that was put in comes out anywhere.
@ExtendWith(OutputCaptureExtension.class)
class PlantedSecretsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AvroCodec CODEC = new AvroCodec();
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final String CLIENT_SECRET = "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6789";
    private static final ConnectionKey KEY = new ConnectionKey("acme", "anna", Provider.GOOGLE);
    private static final Map<String, LogLevel> TALKATIVE = Map.of(
            "io.kalends", LogLevel.TRACE,
            "org.springframework.web", LogLevel.TRACE,
            "org.springframework.jdbc.core.StatementCreatorUtils", LogLevel.TRACE,
            "org.springframework.kafka", LogLevel.DEBUG,
            "com.google", LogLevel.TRACE);

    private static VaultDatabase database;
    private static EmbeddedKafkaBroker broker;
    private static ProviderSimulator simulator;
    private static ConfigurableApplicationContext worker;
    private static KafkaProducer<byte[], byte[]> producer;

    private final Set<String> planted = new TreeSet<>(Set.of(CLIENT_SECRET, TestVault.KEY));

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
        broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(Map.of("group.initial.rebalance.delay.ms", "0"));
        broker.afterPropertiesSet();
        simulator = ProviderSimulator.start(
                SimulatorSettings.defaults(Clock.systemUTC()).withPort(0).withSeed(23));
        simulator
                .google()
                .changeRules(
                        rules -> rules.withClient("client-7", CLIENT_SECRET).withRotatingRefreshTokens(true));
        worker = WorkerApplication.builder()
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
                        "--kalends.google.page-size=2");
        producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        TALKATIVE.forEach(LoggingSystem.get(PlantedSecretsIT.class.getClassLoader())::setLogLevel);
    }

    @AfterAll
    static void stop() {
        TALKATIVE
                .keySet()
                .forEach(name -> LoggingSystem.get(PlantedSecretsIT.class.getClassLoader())
                        .setLogLevel(name, null));
        producer.close();
        worker.close();
        simulator.close();
        broker.destroy();
        database.close();
    }

    @Test
    void what_is_planted_comes_up_in_no_column_no_record_no_metric_and_no_log(CapturedOutput output) {
        var anna = simulator.google().addUser("anna@example.com");
        connect(anna);

        simulator
                .faults()
                .add(RequestMatch.on(RequestKind.EVENTS).having("pageToken").once(), tooMany());
        sync(SyncMode.FULL);
        assertThat(calendars("walk_token_sealed")).as("pages left to read").isEqualTo(1);
        nothingIsInTheTables();

        sync(SyncMode.FULL);
        assertThat(calendars("cursor_sealed")).as("read to the end").isEqualTo(1);
        nothingIsInTheTables();

        anna.expireAccessTokens();
        simulator.faults().add(RequestMatch.on(RequestKind.TOKEN).once(), quoting(503, anna.refreshToken()));
        sync(SyncMode.DELTA);
        sync(SyncMode.DELTA);
        remember(anna);
        nothingIsInTheTables();

        simulator.faults().add(RequestMatch.on(RequestKind.TOKEN).once(), Fault.invalidClient());
        anna.expireAccessTokens();
        sync(SyncMode.DELTA);
        assertThat(status()).as("after our own client was refused").isEqualTo("ACTIVE");

        sync(SyncMode.DELTA);
        remember(anna);
        simulator.faults().add(RequestMatch.on(RequestKind.EVENTS).once(), quoting(400, String.join(" ", planted)));
        sync(SyncMode.DELTA);
        assertThat(status()).as("after a refusal that quotes").isEqualTo("DISABLED");
        nothingIsInTheTables();

        simulator.faults().add(RequestMatch.on(RequestKind.REVOKE).once(), quoting(500, anna.refreshToken()));
        send(request(ConnectionAction.DISCONNECT).build());
        await().atMost(LONG).until(() -> status().equals("DISCONNECTED"));
        await().atMost(LONG)
                .until(() -> database.jdbc()
                        .sql("SELECT NOT EXISTS (SELECT 1 FROM sync.outbox WHERE published_at IS NULL)")
                        .query(Boolean.class)
                        .single());

        assertThat(planted)
                .as("refresh, access, page and sync tokens, and what we have")
                .hasSizeGreaterThan(9);
        nothingIsInTheTables();
        assertThat(everythingOnTheTopics()).hasSizeGreaterThan(20).allSatisfy(this::holdsNoSecret);
        assertThat(worker.getBean(MeterRegistry.class).getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> holdsNoSecret(meter.getId().toString()));
        var logged = output.getAll();
        assertThat(logged.contains("DefaultRestClient") && logged.contains(KeyText.of(KEY)))
                .as("whoever could tell has talked")
                .isTrue();
        holdsNoSecret(logged);
    }

    private void connect(GoogleUser anna) {
        for (int day = 1; day <= 5; day++) {
            var start = Instant.now().plus(Duration.ofDays(day));
            anna.primary()
                    .create("Day " + day, new Span.Timed(start, start.plusSeconds(3600), java.time.ZoneOffset.UTC));
        }
        var access = anna.issueAccessToken();
        planted.add(access);
        planted.add(anna.refreshToken());
        var half = worker.getBean(VaultKeyPairs.class).newest();
        send(request(ConnectionAction.CONNECT)
                .setVaultKeyId(half.keyId())
                .setSealedCredential(ByteBuffer.wrap(TestVault.seal(half.keyset(), KEY, """
                        {"refreshToken": "%s", "accessToken": "%s", "expiresAt": "%s"}
                        """.formatted(
                                anna.refreshToken(), access, Instant.now().plusSeconds(3000)))))
                .build());
        await().atMost(LONG).until(() -> status().equals("LINKED"));
    }

    /// Notes what the worker was given by now.
    private void remember(GoogleUser anna) {
        var credential = worker.getBean(TokenVault.class).read(KEY);
        assertThat(credential)
                .isNotNull()
                .extracting(Credential::refresh)
                .returns(anna.refreshToken(), refresh -> refresh.secret());
        planted.add(anna.refreshToken());
        planted.add(Objects.requireNonNull(Objects.requireNonNull(credential).access())
                .secret());
        for (var request : simulator.requests().of(RequestKind.EVENTS)) {
            for (var name : List.of("pageToken", "syncToken")) {
                if (request.query().containsKey(name)) {
                    planted.add(request.query().get(name));
                }
            }
        }
    }

    private void sync(SyncMode mode) {
        var id = UUID.randomUUID().toString();
        send(
                TOPICS.syncRequested(),
                SyncRequested.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .setTenantId(KEY.tenantId())
                        .setUserId(KEY.userId())
                        .setProvider(KEY.provider().id())
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

    private static Fault tooMany() {
        return Fault.refuse(429, "rateLimitExceeded", "600");
    }

    /// An error that says back what it was told.
    private static Fault quoting(int status, String secrets) {
        return new Fault.Instead(status, "application/json", """
                {"error": {"code": %d, "errors": [{"reason": "backendError"}],
                           "message": "You sent %s"}, "error_description": "You sent %s"}
                """.formatted(status, secrets, secrets));
    }

    private static ConnectionRequested.Builder request(ConnectionAction action) {
        return ConnectionRequested.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(KEY.tenantId())
                .setUserId(KEY.userId())
                .setProvider(KEY.provider().id())
                .setOccurredAt(Instant.now())
                .setCommandId(UUID.randomUUID().toString())
                .setAction(action);
    }

    private static void send(ConnectionRequested request) {
        send(TOPICS.connectionRequested(), request);
    }

    private static void send(String topic, SpecificRecord record) {
        producer.send(new ProducerRecord<>(topic, KeyText.of(KEY).getBytes(UTF_8), CODEC.encode(topic, record)));
    }

    private static String status() {
        return database.jdbc()
                .sql("SELECT status FROM sync.connection")
                .query(String.class)
                .optional()
                .orElse("none");
    }

    private static long calendars(String column) {
        return database.jdbc()
                .sql("SELECT count(" + column + ") FROM sync.calendar")
                .query(Long.class)
                .single();
    }

    private void nothingIsInTheTables() {
        assertThat(database.everything())
                .hasSizeGreaterThan(20)
                .contains(KeyText.of(KEY))
                .allSatisfy(this::holdsNoSecret);
    }

    /// Everything any topic holds, as Latin-1 so that plain text in it shows.
    private static List<String> everythingOnTheTopics() {
        var found = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> !partition.topic().startsWith("__"))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    found.add(latin(record.key()) + " " + latin(record.value()));
                    record.headers().forEach(header -> found.add(header.key() + " " + latin(header.value())));
                });
            }
        }
        return found;
    }

    private static String latin(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }

    private void holdsNoSecret(String text) {
        for (var secret : planted) {
            for (var form : forms(secret)) {
                if (text.contains(form)) {
                    int at = text.indexOf(form);
                    throw new AssertionError("a secret shows: "
                            + text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200)));
                }
            }
        }
    }

    /// As it is, cut short at either end, in an address and in Base64.
    private static List<String> forms(String secret) {
        return List.of(
                secret.substring(0, Math.min(24, secret.length())),
                secret.substring(Math.max(0, secret.length() - 24)),
                java.net.URLEncoder.encode(secret, UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
    }
}
