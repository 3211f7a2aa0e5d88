package io.kalends.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import io.kalends.schemas.serde.UnreadableRecordException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeadLetterTest {

    private static final String TOPIC = Topics.DEFAULT.syncFailed();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void a_letter_carries_the_record_as_it_came_and_says_where_from_and_why() {
        var record = record(new byte[] {1, 2, 3});
        record.headers().add("ce_id", bytes("e-1"));

        var letter = DeadLetter.of(record, 2, "sync-worker", UnreadableRecordException.class, "no\nAvro");

        assertThat(letter.topic()).isEqualTo(TOPIC + ".dlt");
        assertThat(letter.partition()).isEqualTo(1);
        assertThat(letter.key()).isEqualTo(record.key());
        assertThat(letter.value()).isEqualTo(record.value());
        assertThat(letter.headers().lastHeader("ce_id").value()).isEqualTo(bytes("e-1"));
        assertThat(DeadLetter.read(arrived(letter)))
                .isEqualTo(
                        new DeadLetter(TOPIC, 7, 42, NOON, "sync-worker", "UnreadableRecordException", "no Avro", 0));
    }

    @Test
    void tools_that_know_springs_headers_find_them() {
        var headers = DeadLetter.of(record(new byte[0]), 2, "sync-worker", UnreadableRecordException.class, "no Avro")
                .headers();

        assertThat(headers.lastHeader("kafka_dlt-original-topic").value()).isEqualTo(bytes(TOPIC));
        assertThat(ByteBuffer.wrap(headers.lastHeader("kafka_dlt-original-partition")
                                .value())
                        .getInt())
                .isEqualTo(7);
        assertThat(ByteBuffer.wrap(
                                headers.lastHeader("kafka_dlt-original-offset").value())
                        .getLong())
                .isEqualTo(42);
        assertThat(headers.lastHeader("kafka_dlt-exception-message").value()).isEqualTo(bytes("no Avro"));
    }

    @Test
    void a_letter_of_springs_own_recoverer_is_read_too() {
        var headers = new RecordHeaders()
                .add("kafka_dlt-original-topic", bytes(TOPIC))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(3).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(9).array())
                .add(
                        "kafka_dlt-original-timestamp",
                        ByteBuffer.allocate(8).putLong(NOON.toEpochMilli()).array())
                .add("kafka_dlt-original-consumer-group", bytes("kalends-scheduler"))
                .add("kafka_dlt-exception-fqcn", bytes("org.spring.ListenerExecutionFailedException"))
                .add("kafka_dlt-exception-cause-fqcn", bytes("a.b.Outer$Inner"))
                .add("kafka_dlt-exception-message", bytes("why"));

        assertThat(DeadLetter.read(letter(headers)))
                .isEqualTo(new DeadLetter(TOPIC, 3, 9, NOON, "kalends-scheduler", "Inner", "why", 0));
    }

    @Test
    void a_record_without_the_headers_is_no_letter() {
        assertThatThrownBy(() -> DeadLetter.read(letter(new RecordHeaders())))
                .hasMessageContaining("does not say where it came from");
        assertThatThrownBy(() -> DeadLetter.read(letter(
                        new RecordHeaders().add(DeadLetter.TOPIC, bytes(TOPIC)).add(DeadLetter.OFFSET, bytes("many")))))
                .hasMessageContaining("damaged");
    }

    @Test
    void a_record_that_died_twice_tells_of_the_second_time() {
        var first = arrived(DeadLetter.of(record(new byte[0]), 1, "sync-worker", IllegalStateException.class, "first"));
        var again = new ConsumerRecord<>(
                TOPIC,
                7,
                43L,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                first.key(),
                first.value(),
                first.headers(),
                java.util.Optional.empty());

        var second = DeadLetter.of(again, 1, "sync-worker", IllegalStateException.class, "second");

        assertThat(second.headers().headers(DeadLetter.CAUSE)).hasSize(1);
        assertThat(DeadLetter.read(arrived(second)))
                .satisfies(it -> assertThat(it.cause()).isEqualTo("second"))
                .satisfies(it -> assertThat(it.offset()).isEqualTo(43));
    }

    @Test
    void a_cause_of_any_length_fits() {
        var letter =
                DeadLetter.of(record(new byte[0]), 1, "sync-worker", IllegalStateException.class, "x".repeat(9_000));

        assertThat(DeadLetter.read(arrived(letter)).cause()).hasSize(500);
    }

    @Test
    void a_record_that_has_no_room_as_a_letter_is_cut_and_says_so() throws Exception {
        var record = record(new byte[1_000_000]);
        record.headers().add("huge", new byte[40_000]);
        var producer = new Narrow(100_000);

        new DeadLetterBox("sync-worker", Duration.ofSeconds(1))
                .put(producer, record, UnreadableRecordException.class, "no Avro");

        assertThat(producer.history()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).hasSize(16 * 1_024);
            assertThat(letter.key()).isEqualTo(record.key());
            assertThat(letter.headers().lastHeader("huge")).isNull();
            assertThat(DeadLetter.read(arrived(letter)).cutFrom()).isEqualTo(1_000_000 + record.key().length);
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>(
                TOPIC,
                7,
                42L,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes("acme/u1/google"),
                value,
                new RecordHeaders(),
                java.util.Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> letter(Headers headers) {
        return new ConsumerRecord<>(
                TOPIC + ".dlt",
                0,
                0L,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                headers,
                java.util.Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> arrived(ProducerRecord<byte[], byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                sent.partition(),
                0L,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                java.util.Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Takes no value longer than so many bytes.
    private static final class Narrow extends MockProducer<byte[], byte[]> {

        private final int most;

        Narrow(int most) {
            super(
                    new Cluster(
                            "cluster",
                            List.of(Node.noNode()),
                            List.of(new PartitionInfo(TOPIC + ".dlt", 0, null, null, null)),
                            java.util.Set.of(),
                            java.util.Set.of()),
                    true,
                    null,
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
            this.most = most;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> letter) {
            return letter.value().length > most
                    ? java.util.concurrent.CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
                    : super.send(letter);
        }
    }
}
