package io.kalends.health.store;

import java.time.InstantSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProjectionProperties.class)
class StoreConfiguration {

    @Bean
    Rebuild rebuild(JdbcClient jdbc, PlatformTransactionManager transactions, ProjectionProperties properties) {
        var rebuild = new Rebuild(jdbc, new TransactionTemplate(transactions));
        rebuild.raiseTo(properties.generation());
        return rebuild;
    }

    /// After the rebuild, so that nobody reads offsets that are about to go.
    @Bean
    OffsetTable offsetTable(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            NamedParameterJdbcOperations batches,
            ProjectionProperties properties,
            Rebuild rebuild) {
        return new OffsetTable(jdbc, new TransactionTemplate(transactions), batches, properties.generation());
    }

    @Bean
    CommandTable commandTable(JdbcClient jdbc) {
        return new CommandTable(jdbc);
    }

    @Bean
    VaultKeyTable vaultKeyTable(JdbcClient jdbc) {
        return new VaultKeyTable(jdbc);
    }

    @Bean
    TenantSettingsTable tenantSettingsTable(JdbcClient jdbc) {
        return new TenantSettingsTable(jdbc);
    }

    @Bean
    IncidentTable incidentTable(JdbcClient jdbc) {
        return new IncidentTable(jdbc);
    }

    @Bean
    Holds holds(JdbcClient jdbc) {
        return new Holds(jdbc);
    }

    @Bean
    JdbcProjection jdbcProjection(
            JdbcClient jdbc,
            NamedParameterJdbcOperations batches,
            PlatformTransactionManager transactions,
            CommandTable commands,
            VaultKeyTable keys,
            TenantSettingsTable tenants,
            IncidentTable incidents,
            OffsetTable offsets) {
        var tables = new JdbcProjection.Tables(new ConnectionTable(jdbc, batches), commands, keys, tenants, incidents);
        return new JdbcProjection(new TransactionTemplate(transactions), tables, offsets);
    }

    @Bean
    HealthQueries healthQueries(JdbcClient jdbc) {
        return new HealthQueries(jdbc);
    }

    @Bean
    Housekeeping housekeeping(JdbcClient jdbc, InstantSource clock) {
        return new Housekeeping(jdbc, clock);
    }
}
