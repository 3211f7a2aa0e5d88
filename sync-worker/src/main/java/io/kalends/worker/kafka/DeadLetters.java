package io.kalends.worker.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

import io.kalends.schemas.Topics;
import io.kalends.worker.failure.Failure;

/// Puts a record that nobody can handle on `<topic>.dlt`: key, bytes and headers as they came, the cause in the
/// headers that Spring's own recoverer uses. A producer that failed for good is replaced.
final class DeadLetters implements AutoCloseable {

    private static final int LONGEST_MESSAGE = 500;

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Duration timeout;
    private @Nullable Producer<byte[], byte[]> producer;

    DeadLetters(Supplier<Producer<byte[], byte[]>> producers, Duration timeout) {
        this.producers = producers;
        this.timeout = timeout;
    }

    /// Returns when the broker has acknowledged the dead letter.
    ///
    /// @throws InfrastructureUnavailableException when it did not; the record may be there all the same
    void write(ConsumerRecord<byte[], byte[]> record, Throwable cause) throws InterruptedException {
        var topic = Topics.deadLetters(record.topic());
        var used = current();
        try {
            int partition = record.partition() % used.partitionsFor(topic).size();
            var letter = new ProducerRecord<>(topic, partition, record.key(), record.value());
            record.headers().forEach(letter.headers()::add);
            explain(letter.headers(), record, cause);
            used.send(letter).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("while writing a dead letter").initCause(e);
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            var reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            if (!(reason instanceof RetriableException || reason instanceof TimeoutException)) {
                replace(used);
            }
            throw new InfrastructureUnavailableException("no dead letter can be written to " + topic, reason);
        }
    }

    private static void explain(Headers headers, ConsumerRecord<byte[], byte[]> record, Throwable cause) {
        headers.add(KafkaHeaders.DLT_ORIGINAL_TOPIC, record.topic().getBytes(StandardCharsets.UTF_8))
                .add(
                        KafkaHeaders.DLT_ORIGINAL_PARTITION,
                        ByteBuffer.allocate(Integer.BYTES)
                                .putInt(record.partition())
                                .array())
                .add(
                        KafkaHeaders.DLT_ORIGINAL_OFFSET,
                        ByteBuffer.allocate(Long.BYTES).putLong(record.offset()).array())
                .add(
                        KafkaHeaders.DLT_ORIGINAL_TIMESTAMP,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(record.timestamp())
                                .array())
                .add(KafkaHeaders.DLT_EXCEPTION_FQCN, cause.getClass().getName().getBytes(StandardCharsets.UTF_8))
                .add(KafkaHeaders.DLT_EXCEPTION_MESSAGE, message(cause).getBytes(StandardCharsets.UTF_8));
    }

    /// What may be told of `cause`, without control characters, cut to a length that fits any topic.
    static String message(Throwable cause) {
        var text = String.valueOf(Failure.loggable(cause).getMessage()).replaceAll("\\p{Cntrl}", " ");
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE);
    }

    private synchronized Producer<byte[], byte[]> current() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    private synchronized void replace(Producer<byte[], byte[]> broken) {
        if (producer == broken) {
            producer = null;
            broken.close(Duration.ZERO);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(timeout);
            producer = null;
        }
    }
}
