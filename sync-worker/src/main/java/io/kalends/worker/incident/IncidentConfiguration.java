package io.kalends.worker.incident;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.core.incident.IncidentRules;
import io.kalends.core.incident.Incidents;
import io.kalends.core.incident.SharedIncidents;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.worker.kafka.PlainProducer;

/// Puts together what the engine is told of incidents, and how the world is.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IncidentProperties.class)
class IncidentConfiguration {

    private static final Duration ROUND = Duration.ofSeconds(1);

    /// The time in which whoever is well is seen at every door: tokens are good for an hour, and some come late.
    private static final Duration ALL_SEEN = Duration.ofHours(2);

    @Bean
    JdbcIncidentBoard incidentBoard(JdbcClient jdbc) {
        return new JdbcIncidentBoard(jdbc);
    }

    @Bean
    SharedIncidents sharedIncidents(
            JdbcIncidentBoard board,
            IncidentProperties settings,
            @Value("${kalends.sync.interval:15m}") Duration interval,
            Supplier<UUID> ids,
            DoubleSupplier chance,
            LongSupplier nanoTime) {
        var rules = new IncidentRules(settings.probeBase(), settings.probeMax(), settings.ramp(), interval, chance);
        var window = new FailureRates.Window(settings.runs(), memory(interval));
        var rates = new FailureRates(settings.connections(), window, settings.share(), nanoTime);
        return new SharedIncidents(board, rates, rules, ids, nanoTime);
    }

    /// A connection that another worker has taken over is forgotten, and no other.
    private static Duration memory(Duration interval) {
        var twice = interval.multipliedBy(2);
        return twice.compareTo(ALL_SEEN) > 0 ? twice : ALL_SEEN;
    }

    @Bean
    Incidents incidents(SharedIncidents shared, MeterRegistry registry) {
        return new MeteredIncidents(shared, registry);
    }

    @Bean
    PlainProducer incidentProducer(ProducerFactory<?, ?> producers) {
        return new PlainProducer(producers, Duration.ofSeconds(5));
    }

    @Bean
    IncidentUpkeep incidentUpkeep(SharedIncidents incidents, JdbcIncidentBoard board, MeterRegistry registry) {
        return new IncidentUpkeep(incidents, board, registry);
    }

    @Bean
    IncidentRecords incidentRecords(AvroCodec codec, Topics topics, InstantSource clock) {
        return new IncidentRecords(codec, topics, clock);
    }

    @Bean
    IncidentNews incidentNews(
            JdbcClient jdbc,
            TransactionOperations transactions,
            @Qualifier("incidentProducer") PlainProducer producer,
            IncidentRecords records) {
        return new IncidentNews(jdbc, transactions, producer.operations(), records);
    }

    /// The news may wait for the broker. At a fixed rate each round has a thread of its own; with a fixed delay all of
    /// the worker's would share one, and wait for each other.
    @Bean
    SchedulingConfigurer incidentRounds(IncidentUpkeep upkeep, IncidentNews news) {
        var kept = new Round("incidents cannot be looked at now", upkeep::run);
        var told = new Round("incidents cannot be told now", news::tell);
        return tasks -> {
            tasks.addFixedRateTask(new FixedRateTask(kept, ROUND, ROUND));
            tasks.addFixedRateTask(new FixedRateTask(told, ROUND, ROUND));
        };
    }
}
