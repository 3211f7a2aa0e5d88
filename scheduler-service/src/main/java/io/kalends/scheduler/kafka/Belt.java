package io.kalends.scheduler.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.serde.AvroCodec;

/// Sends records and waits until the broker has every one.
final class Belt {

    private static final String SOURCE = "/kalends/scheduler-service";

    // Above the producer's own delivery timeout, so that its reason is the one reported.
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final KafkaOperations<byte[], byte[]> kafka;
    private final AvroCodec codec;
    private final String prefix;

    Belt(KafkaOperations<byte[], byte[]> kafka, AvroCodec codec, String prefix) {
        this.kafka = kafka;
        this.codec = codec;
        this.prefix = prefix;
    }

    /// One record with its headers.
    ///
    /// @param correlationId the request or command whose trace it belongs to
    ProducerRecord<byte[], byte[]> message(
            String topic,
            String key,
            String eventId,
            Instant occurredAt,
            String correlationId,
            SpecificRecord contents) {
        var message = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), codec.encode(topic, contents));
        var type = topic.substring(prefix.length());
        CloudEvents.addTo(message.headers(), CloudEvents.of(eventId, type, SOURCE, key, occurredAt, correlationId));
        return message;
    }

    /// Sends `messages` in order; returns when all are acknowledged.
    ///
    /// @throws KafkaException when one is not
    void send(List<ProducerRecord<byte[], byte[]>> messages) {
        var acknowledged = messages.stream().map(message -> kafka.send(message)).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(acknowledged).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while " + messages.size() + " records were on their way", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(
                    "not all of " + messages.size() + " records were acknowledged; they will be sent again", e);
        }
    }
}
