package io.kalends.scheduler.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;

import io.kalends.schemas.DeadLetterBox;
import io.kalends.schemas.serde.UnreadableRecordException;

/// Puts a record that nobody can take in where its neighbours do not wait for it.
final class DeadLetters implements ConsumerRecordRecoverer {

    private static final DeadLetterBox BOX = new DeadLetterBox("scheduler-service", Duration.ofSeconds(30));

    private final KafkaOperations<byte[], byte[]> kafka;

    DeadLetters(KafkaOperations<byte[], byte[]> kafka) {
        this.kafka = kafka;
    }

    /// Returns when the broker has the letter.
    ///
    /// @throws KafkaException when it has not; the record is then tried again
    @Override
    public void accept(ConsumerRecord<?, ?> message, Exception thrown) {
        var unreadable = unreadable(thrown);
        var cause = unreadable.<Throwable>map(it -> it).orElseGet(() -> deepest(thrown));
        // what others throw may quote rows
        var told = unreadable.map(Throwable::getMessage).orElse("a defect; the log of scheduler-service says more");
        kafka.execute(producer -> {
            try {
                BOX.put(producer, bytes(message), cause.getClass(), told);
                return true;
            } catch (InterruptedException e) {
                throw new InterruptException("while writing a dead letter", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new KafkaException("no dead letter can be written for " + message.topic(), e);
            }
        });
    }

    private static Optional<UnreadableRecordException> unreadable(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableRecordException it) {
                return Optional.of(it);
            }
        }
        return Optional.empty();
    }

    private static Throwable deepest(Throwable thrown) {
        var cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// The listeners of this room read bytes and nothing else.
    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> bytes(ConsumerRecord<?, ?> message) {
        return (ConsumerRecord<byte[], byte[]>) message;
    }
}
