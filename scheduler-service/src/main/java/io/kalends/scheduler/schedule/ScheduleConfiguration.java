package io.kalends.scheduler.schedule;

import java.time.InstantSource;
import java.util.function.DoubleSupplier;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.plan.Cadence;
import io.kalends.scheduler.plan.SchedulePlan;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CadenceProperties.class, SchedulerProperties.class})
class ScheduleConfiguration {

    @Bean
    InstantSource databaseClock(JdbcClient jdbc) {
        return new DatabaseClock(jdbc);
    }

    @Bean
    SchedulePlan schedulePlan(CadenceProperties cadence, DoubleSupplier chance) {
        return new SchedulePlan(new Cadence(cadence.interval(), chance));
    }

    @Bean
    ResyncTargets resyncTargets(JdbcClient jdbc) {
        return new ResyncTargets(jdbc);
    }

    @Bean
    Claims claims(JdbcClient jdbc, SchedulerProperties properties) {
        return new Claims(
                jdbc, new ClaimLimits(properties.batch(), properties.maxInFlight(), properties.inFlightTimeout()));
    }

    @Bean
    Settlements settlements(
            JdbcClient jdbc,
            ResyncTargets targets,
            SchedulePlan plan,
            InstantSource clock,
            TransactionOperations transactions) {
        return new Settlements(new StandingRows(jdbc), targets, plan, clock, transactions);
    }

    @Bean
    Connections connections(
            JdbcClient jdbc,
            ResyncTargets targets,
            SchedulePlan plan,
            InstantSource clock,
            TransactionOperations transactions) {
        return new Connections(jdbc, targets, plan, clock, transactions);
    }

    @Bean
    Resyncs resyncs(JdbcClient jdbc, ResyncCommands commands, InstantSource clock, TransactionOperations transactions) {
        return new Resyncs(jdbc, commands, clock, transactions);
    }

    @Bean
    Announcements announcements(JdbcClient jdbc) {
        return new Announcements(jdbc);
    }

    @Bean
    Backlogs backlogs(JdbcClient jdbc) {
        return new Backlogs(jdbc);
    }
}
