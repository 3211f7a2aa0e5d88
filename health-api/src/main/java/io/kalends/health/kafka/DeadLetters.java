package io.kalends.health.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.kafka.core.KafkaOperations;

import io.kalends.schemas.DeadLetterBox;
import io.kalends.schemas.serde.UnreadableRecordException;

/// Puts a record that nobody can take in where its neighbours do not wait for it.
final class DeadLetters {

    private static final DeadLetterBox BOX = new DeadLetterBox("health-api", Duration.ofSeconds(10));

    private final KafkaOperations<byte[], byte[]> kafka;

    DeadLetters(KafkaOperations<byte[], byte[]> kafka) {
        this.kafka = kafka;
    }

    /// Returns when the broker has the letter.
    ///
    /// @throws KafkaException when it has not; the record is then read again
    void put(ConsumerRecord<byte[], byte[]> record, UnreadableRecordException cause) {
        kafka.execute(producer -> {
            try {
                BOX.put(producer, record, cause.getClass(), String.valueOf(cause.getMessage()));
                return true;
            } catch (InterruptedException e) {
                throw new InterruptException("while writing a dead letter", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new KafkaException("no dead letter can be written for " + record.topic(), e);
            }
        });
    }
}
