package io.kalends.cli.watch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import picocli.CommandLine;

import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Surroundings;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionStatus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class WatchIT {

    private static final Topics TOPICS = Topics.DEFAULT;

    private static EmbeddedKafkaKraftBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedKafkaKraftBroker(
                1,
                1,
                TOPICS.eventChanged(),
                TOPICS.syncCompleted(),
                TOPICS.syncFailed(),
                TOPICS.syncDeferred(),
                TOPICS.connectionChanged());
        broker.afterPropertiesSet();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.getBrokersAsString()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var tenant : new String[] {"acmeplus", "acme"}) {
                send(producer, tenant + "/u1/google", changed(tenant));
                send(producer, tenant + "/u1/google/1f", null);
                send(producer, tenant + "/u1/google", "no Avro".getBytes(UTF_8));
            }
        }
    }

    @AfterAll
    static void stop() {
        broker.destroy();
    }

    @Test
    @Timeout(60)
    void one_tenant_is_followed_from_the_beginning_until_nobody_reads_any_more() {
        var seen = new UntilThreeLines();
        var globals = new Globals(new Surroundings(
                Map.of("SPRING_KAFKA_BOOTSTRAP_SERVERS", broker.getBrokersAsString()),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(seen, true, UTF_8),
                System.err,
                false,
                InstantSource.system(),
                _ -> {}));

        var status = new CommandLine(globals)
                .addSubcommand(new Watch(globals))
                .execute("watch", "--tenant", "acme", "--from-beginning");

        assertThat(status).isZero();
        assertThat(seen.toString(UTF_8))
                .contains("CONNECTION  ACTIVE")
                .contains("ERASED")
                .contains("cannot be read")
                .doesNotContain("acmeplus");
    }

    @Test
    void one_tenant_is_not_another_that_begins_alike() {
        var watch = new Watch(new Globals(Surroundings.real()));
        watch.tenant = "a/b";

        assertThat(watch.wants("a%2Fb/anna/google")).isTrue();
        assertThat(watch.wants("a%2Fbc/anna/google")).isFalse();
        assertThat(watch.wants(null)).isFalse();
    }

    private static byte[] changed(String tenant) {
        return new AvroCodec()
                .encode(
                        TOPICS.connectionChanged(),
                        ConnectionChanged.newBuilder()
                                .setEventId("e")
                                .setTenantId(tenant)
                                .setUserId("u1")
                                .setProvider("google")
                                .setOccurredAt(Instant.EPOCH)
                                .setSequence(1)
                                .setStatus(ConnectionStatus.ACTIVE)
                                .build());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String key, byte @Nullable [] value)
            throws Exception {
        producer.send(new ProducerRecord<>(TOPICS.connectionChanged(), key.getBytes(UTF_8), value))
                .get(10, TimeUnit.SECONDS);
    }

    /// A reader that goes away after three lines.
    private static final class UntilThreeLines extends ByteArrayOutputStream {
        @Override
        public void flush() throws IOException {
            if (toString(UTF_8).lines().count() >= 3) {
                throw new IOException("the pipe is closed");
            }
        }
    }
}
