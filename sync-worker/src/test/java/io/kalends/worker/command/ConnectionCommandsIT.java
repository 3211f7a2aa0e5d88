package io.kalends.worker.command;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.VaultKey;
import io.kalends.worker.kafka.PlainProducer;
import io.kalends.worker.persistence.Holds;
import io.kalends.worker.persistence.TestHolds;
import io.kalends.worker.persistence.TestTombstones;
import io.kalends.worker.persistence.Tombstones;
import io.kalends.worker.vault.Sealer;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;

import static io.kalends.worker.command.CommandStage.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ConnectionCommandsIT {

    private static final Topics TOPICS = Topics.DEFAULT;
    private static final String REQUESTED = TOPICS.connectionRequested();
    private static final String DEAD = Topics.deadLetters(REQUESTED);
    private static final AvroCodec CODEC = new AvroCodec();
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Map<String, AtomicInteger> FAILURES_LEFT = new ConcurrentHashMap<>();
    private static final List<String> ANNOUNCED = new CopyOnWriteArrayList<>();

    private static EmbeddedKafkaBroker broker;
    private static VaultDatabase database;
    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
        broker = new EmbeddedKafkaKraftBroker(1, 3, REQUESTED, DEAD, TOPICS.vaultKey());
        broker.afterPropertiesSet();
        worker = new SpringApplicationBuilder(Worker.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.name=none",
                        "spring.main.banner-mode=off",
                        "spring.flyway.enabled=false",
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=postgres",
                        "spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                        "kalends.vault.encryption-key=" + TestVault.KEY)
                .run();
    }

    @AfterAll
    static void stop() {
        worker.close();
        broker.destroy();
        database.close();
    }

    @Test
    void a_credential_sealed_with_the_published_key_connects_and_a_disconnect_erases_it() {
        var key = new ConnectionKey("acme", "whole-way", Provider.GOOGLE);

        send(connect(key, "{\"refreshToken\": \"r-1\"}"));
        await().atMost(LONG).until(() -> status(key), "LINKED"::equals);
        send(request(key, ConnectionAction.DISCONNECT).build());
        await().atMost(LONG).until(() -> status(key), "DISCONNECTED"::equals);

        assertThat(ANNOUNCED).contains(row(key));
        assertThat(meters().counter("kalends.commands", "action", "Connect", "outcome", "DONE")
                        .count())
                .isPositive();
    }

    @Test
    void unreadable_bytes_go_to_the_dead_letters_as_they_came_and_hold_up_nobody() {
        var key = new ConnectionKey("acme", "after-poison", Provider.GOOGLE);
        var poison = "this is no Avro".getBytes(UTF_8);
        producer()
                .send(new ProducerRecord<>(REQUESTED, row(key).getBytes(UTF_8), poison))
                .join();

        send(connect(key, "{\"refreshToken\": \"r-1\"}"));

        await().atMost(LONG).until(() -> status(key), "LINKED"::equals);
        var dead = deadLetter(key);
        assertThat(dead.value()).isEqualTo(poison);
        assertThat(header(dead, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).contains("does not start like an Avro message");
        assertThat(dead.headers().headers(KafkaHeaders.DLT_EXCEPTION_STACKTRACE))
                .isEmpty();
    }

    @Test
    void a_credential_sealed_for_somebody_else_goes_to_the_dead_letters_with_the_cause() {
        var key = new ConnectionKey("acme", "thief", Provider.GOOGLE);
        var victim = new ConnectionKey("acme", "victim", Provider.GOOGLE);
        var stolen = connect(victim, "{\"refreshToken\": \"planted\"}").getSealedCredential();

        send(request(key, ConnectionAction.CONNECT)
                .setSealedCredential(stolen)
                .setVaultKeyId(published().getKeyId())
                .build());

        var dead = deadLetter(key);
        assertThat(header(dead, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).contains("sealed for another connection");
        assertThat(header(dead, KafkaHeaders.DLT_EXCEPTION_FQCN)).endsWith("CredentialRejectedException");
        assertThat(status(key)).isEqualTo("none");
    }

    @Test
    void held_deletions_are_released_and_discarded_and_calendars_nobody_has_go_to_the_dead_letters() {
        var key = new ConnectionKey("acme", "held", Provider.GOOGLE);
        send(connect(key, "{\"refreshToken\": \"r-1\"}"));
        await().atMost(LONG).until(() -> status(key), "LINKED"::equals);
        hold(key, "one");
        hold(key, "two");

        send(request(key, ConnectionAction.RELEASE_DELETIONS)
                .setCalendarIds(List.of("stranger"))
                .build());
        send(request(key, ConnectionAction.RELEASE_DELETIONS)
                .setCalendarIds(List.of("one"))
                .build());
        await().atMost(LONG).until(() -> held(key), List.of("two")::equals);
        send(request(key, ConnectionAction.DISCARD_DELETIONS).build());
        await().atMost(LONG).until(() -> held(key), List.of()::equals);

        assertThat(header(deadLetter(key), KafkaHeaders.DLT_EXCEPTION_MESSAGE))
                .contains("RELEASE_DELETIONS names 1 of 1 calendars that the connection");
    }

    private static void hold(ConnectionKey key, String calendar) {
        database.jdbc()
                .sql("""
                INSERT INTO sync.calendar (connection_key, calendar_id, selected, status, held_at, held_deletions, held_events)
                VALUES (:key, :calendar, true, 'LIVE', now(), 30, 40)
                """)
                .param("key", row(key))
                .param("calendar", calendar)
                .update();
    }

    private static List<String> held(ConnectionKey key) {
        return database.jdbc()
                .sql("SELECT calendar_id FROM sync.calendar WHERE connection_key = :key AND held_at IS NOT NULL")
                .param("key", row(key))
                .query(String.class)
                .list();
    }

    @Test
    void an_action_of_a_later_version_goes_to_the_dead_letters() {
        var key = new ConnectionKey("acme", "future", Provider.GOOGLE);

        send(request(key, ConnectionAction.UNKNOWN).build());

        assertThat(header(deadLetter(key), KafkaHeaders.DLT_EXCEPTION_MESSAGE)).contains("does not know the action");
    }

    @Test
    void while_the_database_is_away_a_command_waits_as_long_as_it_takes() {
        var key = new ConnectionKey("acme", "patient", Provider.GOOGLE);
        FAILURES_LEFT.put(row(key), new AtomicInteger(4));

        send(connect(key, "{\"refreshToken\": \"r-1\"}"));

        await().atMost(LONG).until(() -> status(key), "LINKED"::equals);
        assertThat(deadLetters(key)).isEmpty();
    }

    private static ConnectionRequested connect(ConnectionKey key, String json) {
        var half = published();
        var keyset = new byte[half.getPublicKeyset().remaining()];
        half.getPublicKeyset().duplicate().get(keyset);
        return request(key, ConnectionAction.CONNECT)
                .setSealedCredential(ByteBuffer.wrap(TestVault.seal(keyset, key, json)))
                .setVaultKeyId(half.getKeyId())
                .build();
    }

    private static ConnectionRequested.Builder request(ConnectionKey key, ConnectionAction action) {
        return ConnectionRequested.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(key.tenantId())
                .setUserId(key.userId())
                .setProvider(key.provider().id())
                .setOccurredAt(InstantSource.system().instant())
                .setCommandId(UUID.randomUUID().toString())
                .setAction(action);
    }

    private static void send(ConnectionRequested request) {
        var key = new ConnectionKey(request.getTenantId(), request.getUserId(), Provider.of(request.getProvider()));
        producer()
                .send(new ProducerRecord<>(REQUESTED, row(key).getBytes(UTF_8), CODEC.encode(REQUESTED, request)))
                .join();
    }

    private static org.springframework.kafka.core.KafkaTemplate<byte[], byte[]> producer() {
        return worker.getBean("commandProducer", PlainProducer.class).operations();
    }

    private static MeterRegistry meters() {
        return worker.getBean(MeterRegistry.class);
    }

    private static VaultKey published() {
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        await().atMost(LONG).until(() -> {
            found.addAll(read(TOPICS.vaultKey()));
            return !found.isEmpty();
        });
        assertThat(new String(found.getFirst().key(), UTF_8)).isEqualTo("worker");
        return (VaultKey) CODEC.decode(TOPICS.vaultKey(), found.getFirst().value());
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(ConnectionKey key) {
        await().atMost(LONG).until(() -> !deadLetters(key).isEmpty());
        return deadLetters(key).getFirst();
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(ConnectionKey key) {
        return read(DEAD).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(row(key)))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(
                Objects.requireNonNull(record.headers().lastHeader(name)).value(), UTF_8);
    }

    private static String status(ConnectionKey key) {
        return database.jdbc()
                .sql("SELECT status FROM sync.connection WHERE connection_key = :key")
                .param("key", row(key))
                .query(String.class)
                .optional()
                .orElse("none");
    }

    private static void announce(ConnectionKey key, @Nullable String commandId) {
        var left = FAILURES_LEFT.get(row(key));
        if (left != null && left.getAndDecrement() > 0) {
            throw new DataAccessResourceFailureException("the database is away");
        }
        ANNOUNCED.add(row(key));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(CommandConfiguration.class)
    @ComponentScan(basePackageClasses = Sealer.class)
    static class Worker {

        @Bean
        Topics topics() {
            return TOPICS;
        }

        @Bean
        AvroCodec avroCodec() {
            return CODEC;
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        Tombstones tombstones(JdbcClient jdbc) {
            return TestTombstones.to(_ -> {}, jdbc);
        }

        @Bean
        Holds holds(NamedParameterJdbcTemplate template) {
            return TestHolds.to(_ -> {}, template);
        }

        @Bean
        ConnectionAnnouncer announcer() {
            return ConnectionCommandsIT::announce;
        }

        /// A provider that takes no grant back.
        private static final class Deaf implements TokenEndpoint {

            @Override
            public Grant refresh(RefreshToken token) {
                throw new IllegalStateException("no command refreshes a token");
            }

            @Override
            public boolean revoke(RefreshToken token) {
                return false;
            }
        }

        @Bean
        TokenEndpoints endpoints() {
            return _ -> new Deaf();
        }
    }
}
