package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.HashMap;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/// A room's own producer of plain bytes; no bean of a Spring type, so that it takes no other room's place. What it has
/// sent is with every replica, once and in order.
public final class PlainProducer implements AutoCloseable {

    private final DefaultKafkaProducerFactory<byte[], byte[]> factory;
    private final KafkaTemplate<byte[], byte[]> operations;

    /// @param producers whose connection and security settings it takes over
    /// @param patience longest wait for the broker's metadata, for room in the buffer, and for one answer; a record
    ///   that is not delivered in twice that has failed, and does not arrive behind a later one
    public PlainProducer(ProducerFactory<?, ?> producers, Duration patience) {
        var settings = new HashMap<>(producers.getConfigurationProperties());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(2 * patience.toMillis()));
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        factory = new DefaultKafkaProducerFactory<>(settings);
        operations = new KafkaTemplate<>(factory);
    }

    public KafkaTemplate<byte[], byte[]> operations() {
        return operations;
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
