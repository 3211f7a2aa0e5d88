package io.kalends.worker.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.unit.DataSize;

/// Puts the outbox together. Connection and security settings are Spring's (`spring.kafka.*`); how the relay
/// publishes is fixed here, because order rests on it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxProperties.class)
class OutboxConfiguration {

    @Bean
    OutboxRelay outboxRelay(
            JdbcClient jdbc,
            ProducerFactory<?, ?> producers,
            OutboxProperties settings,
            MeterRegistry registry,
            DoubleSupplier chance) {
        var client = new HashMap<>(producers.getConfigurationProperties());
        return relay(
                jdbc, () -> producer(client, settings.maxRequestSize()), settings, registry, chance, System::nanoTime);
    }

    @Bean
    OutboxWriter outboxWriter(NamedParameterJdbcOperations jdbc, OutboxRelay relay) {
        return new OutboxWriter(jdbc, relay::nudge);
    }

    static OutboxRelay relay(
            JdbcClient jdbc,
            Supplier<Producer<byte[], byte[]>> producers,
            OutboxProperties settings,
            MeterRegistry registry,
            DoubleSupplier chance,
            LongSupplier nanoTime) {
        var table = new OutboxTable(jdbc);
        var metrics = new OutboxMetrics(registry);
        var shards = new ShardLeases(jdbc, UUID.randomUUID().toString(), settings.lease(), nanoTime);
        return new OutboxRelay(
                new RelayPass(shards, table, new Publisher(producers), settings, nanoTime),
                new Upkeep(table, metrics, settings, nanoTime),
                metrics,
                settings,
                chance,
                nanoTime);
    }

    /// Without a local expiry and with at most five requests in flight, a later record can never overtake an
    /// earlier one of its partition while the producer lives.
    static Producer<byte[], byte[]> producer(Map<String, Object> spring, DataSize maxRequestSize) {
        var settings = new HashMap<>(spring);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.toIntExact(maxRequestSize.toBytes()));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
