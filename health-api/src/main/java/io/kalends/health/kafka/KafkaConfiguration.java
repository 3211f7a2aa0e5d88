package io.kalends.health.kafka;

import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

import io.kalends.health.store.JdbcProjection;
import io.kalends.health.store.OffsetTable;
import io.kalends.health.store.ProjectionProperties;
import io.kalends.schemas.TopicLayout;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TopicsProperties.class, RegistryProperties.class})
class KafkaConfiguration {

    @Bean
    Topics topics(TopicsProperties properties) {
        return properties.topics();
    }

    @Bean
    AvroCodec avroCodec(RegistryProperties registry) {
        return AvroCodec.create(registry.url(), registry.autoRegister());
    }

    @Bean
    @ConditionalOnProperty(prefix = "kalends.topics", name = "create", matchIfMissing = true)
    KafkaAdmin.NewTopics contractTopics(TopicsProperties properties) {
        return new KafkaAdmin.NewTopics(TopicLayout.all(properties.topics()).stream()
                .map(layout -> topic(layout, properties))
                .toArray(NewTopic[]::new));
    }

    @Bean
    @ConditionalOnProperty(prefix = "kalends.topics", name = "create", matchIfMissing = true)
    TopicCreation topicCreation(KafkaAdmin admin) {
        return new TopicCreation(admin::initialize);
    }

    @Bean
    DeadLetters deadLetters(KafkaTemplate<byte[], byte[]> kafka) {
        return new DeadLetters(kafka);
    }

    @Bean
    ProjectionLag projectionLag() {
        return new ProjectionLag();
    }

    @Bean
    StoredOffsets storedOffsets(OffsetTable offsets, KafkaAdmin admin, ProjectionLag lag) {
        return new StoredOffsets(offsets, admin::clusterId, lag);
    }

    @Bean
    ProjectionListener projectionListener(
            Topics topics, AvroCodec codec, JdbcProjection projection, DeadLetters deadLetters, ProjectionLag lag) {
        return new ProjectionListener(topics, codec, projection, deadLetters, lag);
    }

    @Bean("projection")
    ConcurrentMessageListenerContainer<byte[], byte[]> projectionContainer(
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> containers,
            ProjectionListener listener,
            StoredOffsets offsets) {
        var container = containers.createContainer(listener.topics());
        container.getContainerProperties().setConsumerRebalanceListener(offsets);
        container.setupMessageListener(listener);
        return container;
    }

    /// Whatever fails in a batch now is the database's or the broker's trouble: it is tried again until it works.
    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> kafkaListenerContainerFactory(
            ConsumerFactory<byte[], byte[]> consumers, ProjectionProperties properties) {
        var waits = new ExponentialBackOff(500, 2);
        waits.setMaxInterval(15_000);
        var untilItWorks = new DefaultErrorHandler(waits);
        untilItWorks.setClassifications(Map.of(), true);
        var factory = new ConcurrentKafkaListenerContainerFactory<byte[], byte[]>();
        factory.setConsumerFactory(consumers);
        factory.setConcurrency(properties.concurrency());
        factory.setCommonErrorHandler(untilItWorks);
        return factory;
    }

    @Bean
    CommandPublisher commandPublisher(KafkaTemplate<byte[], byte[]> kafka, AvroCodec codec, Topics topics) {
        return new CommandPublisher(kafka, codec, topics);
    }

    @Bean
    KafkaHealth kafkaHealthIndicator(KafkaAdmin admin) {
        return new KafkaHealth(admin.getConfigurationProperties());
    }

    @Bean
    Gauge projectionLagGauge(ProjectionLag lag, MeterRegistry meters) {
        return Gauge.builder("kalends.projection.lag", lag, ProjectionLag::total)
                .description("records that are there but not in the read model yet")
                .register(meters);
    }

    private static NewTopic topic(TopicLayout layout, TopicsProperties properties) {
        return TopicBuilder.name(layout.name())
                .partitions(properties.partitions())
                .replicas(properties.replication())
                .configs(layout.config())
                .build();
    }
}
