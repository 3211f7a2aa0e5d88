package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.DeadLetterBox;
import io.kalends.worker.failure.Failure;

/// Puts a record that nobody can handle on `<topic>.dlt`: key, bytes and headers as they came, the cause in headers
/// of its own. A producer that failed for good is replaced.
final class DeadLetters implements AutoCloseable {

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Duration timeout;
    private final DeadLetterBox box;
    private @Nullable Producer<byte[], byte[]> producer;

    DeadLetters(Supplier<Producer<byte[], byte[]>> producers, Duration timeout) {
        this.producers = producers;
        this.timeout = timeout;
        this.box = new DeadLetterBox("sync-worker", timeout);
    }

    /// Returns when the broker has acknowledged the dead letter.
    ///
    /// @throws InfrastructureUnavailableException when it did not; the record may be there all the same
    void write(ConsumerRecord<byte[], byte[]> record, Throwable cause) throws InterruptedException {
        var used = current();
        try {
            box.put(used, record, cause.getClass(), message(cause));
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("while writing a dead letter").initCause(e);
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            var reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            if (!(reason instanceof RetriableException || reason instanceof TimeoutException)) {
                replace(used);
            }
            throw new InfrastructureUnavailableException("no dead letter can be written for " + record.topic(), reason);
        }
    }

    /// What may be told of `cause`.
    private static String message(Throwable cause) {
        return String.valueOf(Failure.loggable(cause).getMessage());
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
