package io.kalends.worker.command;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.TimestampedException;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

import io.kalends.schemas.DeadLetterBox;
import io.kalends.schemas.serde.UnreadableRecordException;
import io.kalends.worker.failure.Failure;
import io.kalends.worker.vault.CredentialRejectedException;

/// What happens to a command that was not carried out.
///
/// Nobody can ever carry it out: it goes to the dead letters at once. Database or broker are away: it waits as long
/// as that takes. It meets a defect of ours: it goes to the dead letters after a few tries, so that it holds up
/// nobody else.
final class CommandFailures {

    private static final DeadLetterBox BOX = new DeadLetterBox("sync-worker", Duration.ofSeconds(30));

    private CommandFailures() {}

    static DefaultErrorHandler handler(KafkaOperations<byte[], byte[]> kafka, MeterRegistry meters) {
        var handler = new DefaultErrorHandler(
                (message, thrown) -> {
                    bury(kafka, message, cause(thrown));
                    meters.counter("kalends.commands.rejected").increment();
                },
                new FixedBackOff(1_000, 3));
        handler.addNotRetryableExceptions(
                UnreadableRecordException.class, CommandRejectedException.class, CredentialRejectedException.class);
        handler.setBackOffFunction((_, thrown) -> Infrastructure.isAway(thrown) ? untilItWorks() : null);
        return handler;
    }

    private static ExponentialBackOff untilItWorks() {
        var waits = new ExponentialBackOff(500, 2);
        waits.setMaxInterval(15_000);
        return waits;
    }

    /// The containers of this room read bytes and nothing else.
    @SuppressWarnings("unchecked")
    private static void bury(KafkaOperations<byte[], byte[]> kafka, ConsumerRecord<?, ?> message, Throwable cause) {
        var told = String.valueOf(Failure.loggable(cause).getMessage());
        kafka.execute(producer -> {
            try {
                BOX.put(producer, (ConsumerRecord<byte[], byte[]>) message, cause.getClass(), told);
                return true;
            } catch (InterruptedException e) {
                throw new InterruptException("while writing a dead letter", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new KafkaException("no dead letter can be written for " + message.topic(), e);
            }
        });
    }

    private static Throwable cause(Exception thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ListenerExecutionFailedException || cause instanceof TimestampedException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
