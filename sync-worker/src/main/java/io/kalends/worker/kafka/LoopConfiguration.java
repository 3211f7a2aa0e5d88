package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

/// Puts the loop together. Connection and security settings are Spring's (`spring.kafka.*`); how the loop
/// consumes is fixed here, because its promises rest on it.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LaneProperties.class, LoopProperties.class})
class LoopConfiguration {

    @Bean
    DeadLetters deadLetters(ProducerFactory<?, ?> producers, LoopProperties loop) {
        var settings = new HashMap<>(producers.getConfigurationProperties());
        return new DeadLetters(() -> producer(settings, loop.brokerTimeout()), loop.brokerTimeout());
    }

    @Bean
    PollLoop pollLoop(
            ConsumerFactory<?, ?> consumers,
            Topics topics,
            AvroCodec codec,
            RequestHandler handler,
            DeadLetters deadLetters,
            LaneProperties lanes,
            LoopProperties loop,
            MeterRegistry registry,
            DoubleSupplier chance) {
        var settings = new HashMap<>(consumers.getConfigurationProperties());
        return loop(
                () -> consumer(settings, loop.group()),
                new LoopSettings(topics.syncRequested(), lanes, loop, new LoopMetrics(registry)),
                new RequestReader(codec),
                handler,
                deadLetters,
                chance,
                System::nanoTime);
    }

    static PollLoop loop(
            Supplier<Consumer<byte[], byte[]>> consumers,
            LoopSettings settings,
            RequestReader reader,
            RequestHandler handler,
            DeadLetters deadLetters,
            DoubleSupplier chance,
            LongSupplier nanoTime) {
        var backoff = new Backoff(settings.loop().retryFirst(), settings.loop().retryLongest(), chance);
        var tools = new LaneTools(
                reader,
                handler,
                deadLetters,
                new Permits(settings.lanes().permits()),
                new Patience(backoff, Thread::sleep, settings.metrics()),
                settings.metrics());
        var board = new Board(
                (board_, batch) -> Thread.ofVirtual().name("lane").start(new LaneTask(tools, board_, batch)), nanoTime);
        settings.metrics().watch(board);
        return new PollLoop(consumers, board, settings, backoff, nanoTime);
    }

    static Consumer<byte[], byte[]> consumer(Map<String, Object> spring, String group) {
        var settings = new HashMap<>(spring);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 120_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Producer<byte[], byte[]> producer(Map<String, Object> spring, Duration timeout) {
        var settings = new HashMap<>(spring);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
