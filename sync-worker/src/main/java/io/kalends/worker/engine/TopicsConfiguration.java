package io.kalends.worker.engine;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

import io.kalends.schemas.TopicLayout;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

/// The topics' names, the topics themselves where they are missing, and how records are written on them.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TopicProperties.class, RegistryProperties.class})
class TopicsConfiguration {

    @Bean
    Topics topics(TopicProperties properties) {
        return new Topics(properties.prefix());
    }

    @Bean
    AvroCodec avroCodec(RegistryProperties registry) {
        return AvroCodec.create(registry.url(), registry.autoRegister());
    }

    @Bean
    KafkaAdmin.NewTopics newTopics(TopicProperties properties, Topics topics) {
        if (!properties.create()) {
            return new KafkaAdmin.NewTopics();
        }
        return new KafkaAdmin.NewTopics(TopicLayout.all(topics).stream()
                .map(layout -> topic(layout, properties))
                .toArray(NewTopic[]::new));
    }

    @Bean
    BrokerHealth kafkaHealthIndicator(KafkaAdmin admin) {
        return new BrokerHealth(Admin.create(admin.getConfigurationProperties()));
    }

    private static NewTopic topic(TopicLayout layout, TopicProperties properties) {
        return TopicBuilder.name(layout.name())
                .partitions(properties.partitions())
                .replicas(properties.replication())
                .configs(layout.config())
                .build();
    }
}
