package io.kalends.worker.tenant;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

@Configuration(proxyBeanMethods = false)
class TenantConfiguration {

    @Bean
    TenantSettingsTable tenantSettings(JdbcClient jdbc) {
        return new TenantSettingsTable(jdbc);
    }

    @Bean
    TenantSettingsListener tenantSettingsListener(
            Topics topics, AvroCodec codec, TenantSettingsTable table, MeterRegistry meters) {
        return new TenantSettingsListener(topics.tenantRequested(), new SettingsTranslation(codec), table, meters);
    }
}
