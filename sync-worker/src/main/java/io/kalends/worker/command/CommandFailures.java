package io.kalends.worker.command;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.TimestampedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.UnreadableRecordException;
import io.kalends.worker.vault.CredentialRejectedException;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What happens to a command that was not carried out: nobody can ever carry it out, and it goes to the dead
/// letters at
/// once; database or broker are away, and it waits as long as that takes; it meets a defect of ours, and it goes
/// to the
/// dead
/// letters after a few tries, so that it holds up nobody else.
final class CommandFailures {

    private static final int LONGEST_CAUSE = 500;

    private CommandFailures() {}

    static DefaultErrorHandler handler(KafkaOperations<byte[], byte[]> kafka, MeterRegistry meters) {
        var deadLetters = new DeadLetterPublishingRecoverer(kafka, (record, _) -> {
            meters.counter("kalends.commands.rejected").increment();
            var topic = Topics.deadLetters(record.topic());
            return new TopicPartition(
                    topic, record.partition() % kafka.partitionsFor(topic).size());
        });
        deadLetters.excludeHeader(
                HeadersToAdd.EXCEPTION, HeadersToAdd.EX_CAUSE, HeadersToAdd.EX_MSG, HeadersToAdd.EX_STACKTRACE);
        deadLetters.setHeadersFunction(CommandFailures::cause);
        var handler = new DefaultErrorHandler(deadLetters, new FixedBackOff(1_000, 3));
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

    private static Headers cause(ConsumerRecord<?, ?> record, Exception thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ListenerExecutionFailedException || cause instanceof TimestampedException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        var message = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return new RecordHeaders()
                .add(KafkaHeaders.DLT_EXCEPTION_FQCN, cause.getClass().getName().getBytes(UTF_8))
                .add(
                        KafkaHeaders.DLT_EXCEPTION_MESSAGE,
                        message.substring(0, Math.min(message.length(), LONGEST_CAUSE))
                                .getBytes(UTF_8));
    }
}
