package io.kalends.scheduler.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.GenericMessageListener;
import org.springframework.kafka.listener.MessageListenerContainer;

import io.kalends.scheduler.schedule.AnnouncementBelt;
import io.kalends.scheduler.schedule.Connections;
import io.kalends.scheduler.schedule.RequestBelt;
import io.kalends.scheduler.schedule.Resyncs;
import io.kalends.scheduler.schedule.Settlements;
import io.kalends.schemas.TopicLayout;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TopicsProperties.class, RegistryProperties.class})
class KafkaConfiguration {

    @Bean
    Topics topics(TopicsProperties properties) {
        return new Topics(properties.prefix());
    }

    @Bean
    AvroCodec avroCodec(RegistryProperties registry) {
        return AvroCodec.create(registry.url(), registry.autoRegister());
    }

    @Bean
    @ConditionalOnProperty(name = "kalends.topics.create", matchIfMissing = true)
    KafkaAdmin.NewTopics allTopics(Topics topics, TopicsProperties properties) {
        return new KafkaAdmin.NewTopics(TopicLayout.all(topics).stream()
                .map(layout -> topic(layout, properties))
                .toArray(NewTopic[]::new));
    }

    @Bean
    @ConditionalOnProperty(name = "kalends.topics.create", matchIfMissing = true)
    TopicCreation topicCreation(KafkaAdmin admin) {
        return new TopicCreation(admin::initialize);
    }

    @Bean
    CommonErrorHandler failures(KafkaOperations<byte[], byte[]> kafka) {
        return Failures.handler(kafka);
    }

    @Bean("scheduler-outcomes")
    MessageListenerContainer outcomes(
            ConcurrentKafkaListenerContainerFactory<?, ?> containers,
            Topics topics,
            AvroCodec codec,
            Settlements settlements) {
        return reading(
                containers,
                new OutcomeListener(new Reading(codec), settlements),
                topics.syncCompleted(),
                topics.syncFailed(),
                topics.syncDeferred());
    }

    @Bean("scheduler-connections")
    MessageListenerContainer connections(
            ConcurrentKafkaListenerContainerFactory<?, ?> containers,
            Topics topics,
            AvroCodec codec,
            Connections connections) {
        return reading(containers, new ConnectionListener(new Reading(codec), connections), topics.connectionChanged());
    }

    @Bean("scheduler-resyncs")
    MessageListenerContainer resyncs(
            ConcurrentKafkaListenerContainerFactory<?, ?> containers, Topics topics, AvroCodec codec, Resyncs resyncs) {
        return reading(containers, new ResyncListener(new Reading(codec), resyncs), topics.resyncRequested());
    }

    @Bean
    Belt belt(KafkaOperations<byte[], byte[]> kafka, AvroCodec codec, Topics topics) {
        return new Belt(kafka, codec, topics.prefix());
    }

    @Bean
    RequestBelt requestBelt(Belt belt, Topics topics) {
        return new KafkaRequestBelt(belt, topics.syncRequested());
    }

    @Bean
    AnnouncementBelt announcementBelt(Belt belt, Topics topics) {
        return new KafkaAnnouncementBelt(belt, topics.resyncChanged());
    }

    @Bean
    BrokerHealth kafkaHealthIndicator(KafkaAdmin admin) {
        return new BrokerHealth(Admin.create(admin.getConfigurationProperties()));
    }

    private static MessageListenerContainer reading(
            ConcurrentKafkaListenerContainerFactory<?, ?> containers,
            GenericMessageListener<?> listener,
            String... topics) {
        var container = containers.createContainer(topics);
        container.setupMessageListener(listener);
        return container;
    }

    private static NewTopic topic(TopicLayout layout, TopicsProperties properties) {
        return TopicBuilder.name(layout.name())
                .partitions(properties.partitions())
                .replicas(properties.replication())
                .configs(layout.config())
                .build();
    }
}
