package io.kalends.worker.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.VaultKey;
import io.kalends.worker.vault.TestVault;
import io.kalends.worker.vault.VaultDatabase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class VaultKeyPublisherTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void while_the_broker_is_away_the_start_does_not_wait_and_the_key_is_sent_again() {
        try (var database = new VaultDatabase()) {
            var sends = new CopyOnWriteArrayList<MockProducer<byte[], byte[]>>();
            var codec = new AvroCodec();
            var pairs = new TestVault(database).pairs();
            var publisher = new VaultKeyPublisher(
                    pairs,
                    new KafkaTemplate<>(new MockProducerFactory<byte[], byte[]>(() -> producer(sends))),
                    codec,
                    Topics.DEFAULT,
                    () -> NOON);

            publisher.start();
            assertThat(publisher.isRunning()).isTrue();
            await().until(() -> sends.size() == 1 && sends.getFirst().errorNext(new TimeoutException("no broker")));

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sends.size() == 2 && sends.getLast().completeNext());
            publisher.stop();
            var record = sends.getLast().history().getLast();
            assertThat(record.topic()).isEqualTo("calendar.vault.key.v1");
            assertThat(new String(record.key(), UTF_8)).isEqualTo("worker");
            assertThat(new String(record.headers().lastHeader("ce_type").value(), UTF_8))
                    .isEqualTo("io.kalends.vault.key.v1");
            assertThat(codec.decode(record.topic(), record.value())).isInstanceOfSatisfying(VaultKey.class, key -> {
                assertThat(key.getKeyId()).isEqualTo(pairs.newest().keyId());
                assertThat(key.getOccurredAt()).isEqualTo(NOON);
            });
            assertThat(publisher.isRunning()).isFalse();
        }
    }

    private static MockProducer<byte[], byte[]> producer(List<MockProducer<byte[], byte[]>> sends) {
        var producer = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        sends.add(producer);
        return producer;
    }
}
