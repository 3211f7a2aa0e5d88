package io.kalends.worker.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.TenantSettingsRequested;
import io.kalends.worker.WorkerApplication;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The whole worker with its own topics, from a record on the topic to what the lookup says.
class TenantSettingsIT {

    private static final String TOPIC = Topics.DEFAULT.tenantRequested();
    private static final AvroCodec CODEC = new AvroCodec();
    private static final Duration LONG = Duration.ofSeconds(60);

    private static EmbeddedKafkaBroker broker;
    private static VaultDatabase database;
    private static ConfigurableApplicationContext worker;
    private static KafkaProducer<String, byte[]> producer;

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
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        worker.close();
        broker.destroy();
        database.close();
    }

    @Test
    void the_newest_version_of_each_tenant_holds_in_whatever_order_they_come() {
        send(asked("acme", 2)
                .setWindowBackDays(30)
                .setShare(io.kalends.schemas.v1.Share.TIMES)
                .setHoldAbovePercent(40));
        send(asked("acme", 1).setShare(io.kalends.schemas.v1.Share.FULL));
        send(asked("acme", 2).setShare(io.kalends.schemas.v1.Share.IDS));
        send(asked("other", 7).setWindowAheadDays(700).setPrivateAsBusy(true).setHoldAboveCount(0));
        await().atMost(LONG).until(() -> !settings("other").equals(TenantSettings.DEFAULT));

        assertThat(settings("acme")).isEqualTo(new TenantSettings(30, null, new Sharing(Share.TIMES, false), 40, null));
        assertThat(settings("other")).isEqualTo(new TenantSettings(null, 700, new Sharing(Share.FULL, true), null, 0));
        assertThat(settings("nobody")).isEqualTo(TenantSettings.DEFAULT);

        send(asked("acme", 3));
        await().atMost(LONG).until(() -> settings("acme").equals(TenantSettings.DEFAULT));
    }

    @Test
    void what_nobody_can_keep_goes_to_the_dead_letters_and_holds_up_nobody() {
        send(asked("poison", 1).setShare(io.kalends.schemas.v1.Share.UNKNOWN));
        send(asked("poison", 2).setWindowBackDays(5000));
        send("poison", new byte[] {1, 2, 3});
        send("poison", null);
        send(asked("after-poison", 1).setShare(io.kalends.schemas.v1.Share.IDS));
        await().atMost(LONG).until(() -> settings("after-poison").sharing().share() == Share.IDS);

        assertThat(settings("poison")).isEqualTo(TenantSettings.DEFAULT);
        var causes = deadLetters().stream().map(TenantSettingsIT::cause).toList();
        assertThat(causes).hasSize(4);
        assertThat(causes.get(0)).contains("does not know the share");
        assertThat(causes.get(1)).contains("windowBackDays is 5000");
        assertThat(causes.get(2)).contains("does not start like an Avro message");
        assertThat(causes.get(3)).contains("without a value");
    }

    private static TenantSettings settings(String tenant) {
        return worker.getBean(TenantSettingsTable.class).of(tenant);
    }

    private static TenantSettingsRequested.Builder asked(String tenant, long version) {
        return TenantSettingsRequested.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setTenantId(tenant)
                .setOccurredAt(Instant.EPOCH)
                .setCommandId(UUID.randomUUID().toString())
                .setVersion(version)
                .setShare(io.kalends.schemas.v1.Share.FULL)
                .setPrivateAsBusy(false);
    }

    private static void send(TenantSettingsRequested.Builder asked) {
        var record = asked.build();
        send(record.getTenantId(), CODEC.encode(TOPIC, record));
    }

    private static void send(String tenant, byte @Nullable [] value) {
        var sent = producer.send(new ProducerRecord<>(TOPIC, Keys.tenant(tenant), value));
        await().atMost(LONG).until(sent::isDone);
    }

    private static List<ConsumerRecord<String, byte[]>> deadLetters() {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.getBrokersAsString()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(Topics.deadLetters(TOPIC), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static String cause(ConsumerRecord<?, ?> record) {
        var header = record.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE);
        return new String(Objects.requireNonNull(header).value(), UTF_8);
    }
}
