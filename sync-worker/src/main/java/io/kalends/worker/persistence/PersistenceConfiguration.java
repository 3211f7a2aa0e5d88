package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.plan.Brake;
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

    private static final Duration MEASURE_EVERY = Duration.ofSeconds(30);

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
    ConnectionStates connectionStates(JdbcClient jdbc, Connections connections, Journal journal, Tenants tenants) {
        var samples = new HeldSamples(
                new DoomedRows(jdbc), tenant -> tenants.of(tenant).sharing());
        return new ConnectionStates(jdbc, connections, journal, samples);
    }

    @Bean
    Tombstones tombstones(Connections connections, Journal journal) {
        return new Tombstones(connections, journal);
    }

    @Bean
    BrakeMetrics brakeMetrics(MeterRegistry registry) {
        return new BrakeMetrics(registry);
    }

    /// @param usual of tenants that have decided nothing
    @Bean
    Deletions storeDeletions(
            NamedParameterJdbcTemplate template,
            Connections connections,
            Journal journal,
            Tenants tenants,
            Brake usual,
            BrakeMetrics metrics,
            StoreProperties settings) {
        var jdbc = JdbcClient.create(template);
        var rows = new Deletions.Rows(
                connections, new EventRows(template), new DoomedRows(jdbc), new HoldRows(jdbc), journal);
        return new Deletions(rows, tenant -> tenants.of(tenant).brake(usual), metrics, settings.sweepBatch());
    }

    @Bean
    Holds holds(JdbcClient jdbc, Connections connections, Deletions deletions, BrakeMetrics metrics) {
        return new Holds(connections, new Walks(jdbc), new HoldRows(jdbc), deletions, metrics);
    }

    @Bean
    SyncStore syncStore(
            NamedParameterJdbcTemplate template,
            TransactionTemplate transactions,
            Sealer sealer,
            Connections connections,
            Journal journal,
            ConnectionStates states,
            Deletions deletions,
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
                new Listings(jdbc, walks, deletions),
                walks,
                new WalkSteps(
                        connections,
                        walks,
                        new Pages(events, new DoomedRows(jdbc), journal, sharing),
                        events,
                        series,
                        new WalkSteps.Braking(new HoldRows(jdbc), deletions)),
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

    /// Counts the calendars that wait for a person.
    @Bean
    SchedulingConfigurer heldCalendars(JdbcClient jdbc, BrakeMetrics metrics) {
        var rows = new HoldRows(jdbc);
        return tasks -> tasks.addFixedDelayTask(
                new FixedDelayTask(() -> metrics.measured(rows.count()), MEASURE_EVERY, MEASURE_EVERY));
    }

    @Bean
    SchedulingConfigurer storePruning(Housekeeping housekeeping, StoreProperties settings) {
        return tasks -> tasks.addFixedDelayTask(
                new FixedDelayTask(housekeeping::prune, settings.pruneEvery(), settings.pruneEvery()));
    }
}
