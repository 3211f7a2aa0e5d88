package io.kalends.worker.tenant;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

@Configuration(proxyBeanMethods = false)
class TenantConfiguration {

    private static final String GROUP = "kalends-sync-worker-tenants";

    @Bean
    TenantSettingsTable tenantSettings(JdbcClient jdbc) {
        return new TenantSettingsTable(jdbc);
    }

    /// A container of the room `command`: a setting that nobody can keep, and one that has to wait for the database,
    /// are treated as any other command is.
    @Bean("tenant-requested")
    MessageListenerContainer tenantSettingsContainer(
            @Qualifier("connectionCommandContainers") ConcurrentKafkaListenerContainerFactory<?, ?> containers,
            Topics topics,
            AvroCodec codec,
            TenantSettingsTable table,
            MeterRegistry meters) {
        var container = containers.createContainer(topics.tenantRequested());
        container.getContainerProperties().setGroupId(GROUP);
        container.setupMessageListener(new TenantSettingsListener(new SettingsTranslation(codec), table, meters));
        return container;
    }
}
