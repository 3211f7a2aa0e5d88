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
    ResyncNews resyncNews(JdbcClient jdbc) {
        return new ResyncNews(jdbc);
    }

    @Bean
    ResyncTargets resyncTargets(JdbcClient jdbc, ResyncNews news) {
        return new ResyncTargets(jdbc, news);
    }

    @Bean
    Claims claims(JdbcClient jdbc, SchedulerProperties properties) {
        return new Claims(jdbc, properties.limits());
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
    Resyncs resyncs(
            JdbcClient jdbc,
            ResyncCommands commands,
            ResyncNews news,
            SchedulerProperties properties,
            InstantSource clock,
            TransactionOperations transactions) {
        var wishes = new Wishes(jdbc, properties.limits(), properties.askedApart());
        return new Resyncs(jdbc, commands, wishes, news, clock, transactions);
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
