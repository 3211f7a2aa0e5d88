package io.kalends.worker.persistence;

import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.store.SyncStore;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.worker.outbox.Outbox;
import io.kalends.worker.tenant.Sharing;
import io.kalends.worker.tenant.Tenants;
import io.kalends.worker.vault.Sealer;

/// Puts the store together. Needs from other rooms: the outbox, the sealer, topic names, the codec, a source of ids.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
@EnableScheduling
class PersistenceConfiguration {

    @Bean
    Connections storeConnections(JdbcClient jdbc) {
        return new Connections(jdbc);
    }

    @Bean
    Journal storeJournal(
            Connections connections, Outbox outbox, AvroCodec codec, Topics topics, Supplier<UUID> eventIds) {
        return new Journal(connections, outbox, new Journal.Encoding(codec, topics), eventIds);
    }

    @Bean
    ConnectionStates connectionStates(JdbcClient jdbc, Connections connections, Journal journal) {
        return new ConnectionStates(jdbc, connections, journal);
    }

    @Bean
    Tombstones tombstones(Connections connections, Journal journal) {
        return new Tombstones(connections, journal);
    }

    @Bean
    SyncStore syncStore(
            NamedParameterJdbcTemplate template,
            TransactionTemplate transactions,
            Sealer sealer,
            Connections connections,
            Journal journal,
            ConnectionStates states,
            Tenants tenants,
            StoreProperties settings) {
        Function<String, Sharing> sharing = tenant -> tenants.of(tenant).sharing();
        var jdbc = JdbcClient.create(template);
        var calendars = new Calendars(jdbc);
        var walks = new Walks(jdbc);
        var requests = new Requests(template);
        var events = new EventRows(template);
        var series = new SeriesRows(jdbc);
        var parts = new JdbcSyncStore.Parts(
                connections,
                calendars,
                new Claims(connections, requests, calendars, tenants, journal),
                new Listings(jdbc, walks),
                walks,
                new WalkSteps(connections, walks, new Pages(events, journal, sharing), events, series),
                new Sweeps(events, calendars, new Sweeps.Telling(journal, sharing), settings.sweepBatch()),
                events,
                series,
                new Outcomes(jdbc, requests, calendars, walks, new Outcomes.Telling(journal, states)),
                states);
        return new JdbcSyncStore(transactions, new Cursors(sealer), parts, settings.listEvery());
    }

    @Bean
    Housekeeping storeHousekeeping(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Connections connections,
            Tombstones tombstones,
            StoreProperties settings) {
        return new Housekeeping(jdbc, transactions, connections, tombstones, settings);
    }

    @Bean
    SchedulingConfigurer storePruning(Housekeeping housekeeping, StoreProperties settings) {
        return tasks -> tasks.addFixedDelayTask(
                new FixedDelayTask(housekeeping::prune, settings.pruneEvery(), settings.pruneEvery()));
    }
}
