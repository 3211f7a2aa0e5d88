package io.kalends.worker.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.Keys;

/// Hands rows to a producer, in order, to the partition of their connection.
final class Publisher {

    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    Publisher(Supplier<Producer<byte[], byte[]>> producers) {
        this.producers = producers;
    }

    /// Sends `rows` for as long as `allowed` says so and the producer takes them.
    Round send(List<PendingRow> rows, BooleanSupplier allowed) {
        var round = new Round();
        try {
            var used = current();
            for (var pending : rows) {
                if (!allowed.getAsBoolean()) {
                    return round;
                }
                round.sent(pending, send(used, pending.row()));
            }
        } catch (RuntimeException e) {
            round.refused(e);
        }
        return round;
    }

    /// Gives up on the producer and what it still holds; the next round gets another one.
    void drop() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private static CompletableFuture<RecordMetadata> send(Producer<byte[], byte[]> producer, OutboxRow row) {
        int partitions = producer.partitionsFor(row.topic()).size();
        var record = new ProducerRecord<>(
                row.topic(),
                Keys.partition(row.connectionKey(), partitions),
                row.recordKey().getBytes(StandardCharsets.UTF_8),
                row.payload());
        CloudEvents.addTo(record.headers(), row.headers());
        var acknowledgement = new CompletableFuture<RecordMetadata>();
        var _ = producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                acknowledgement.complete(metadata);
            } else {
                acknowledgement.completeExceptionally(failure);
            }
        });
        return acknowledgement;
    }

    private Producer<byte[], byte[]> current() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }
}
