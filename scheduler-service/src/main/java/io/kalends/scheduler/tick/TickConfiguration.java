package io.kalends.scheduler.tick;

import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.schedule.AnnouncementBelt;
import io.kalends.scheduler.schedule.Announcements;
import io.kalends.scheduler.schedule.Backlogs;
import io.kalends.scheduler.schedule.Claims;
import io.kalends.scheduler.schedule.RequestBelt;
import io.kalends.scheduler.schedule.Resyncs;
import io.kalends.scheduler.schedule.SchedulerProperties;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TickConfiguration {

    @Bean
    Round round(Claims claims, RequestBelt belt, InstantSource clock, TransactionOperations transactions) {
        return new Round(claims, belt, clock, transactions);
    }

    @Bean
    Relay relay(Announcements announcements, AnnouncementBelt belt, TransactionOperations transactions) {
        return new Relay(announcements, belt, transactions);
    }

    @Bean
    Ticker.Measuring measuring(Backlogs backlogs, MeterRegistry registry) {
        return new Ticker.Measuring(backlogs, new ScheduleMeters(registry));
    }

    @Bean
    Ticker.Forgetting forgetting(Resyncs resyncs, InstantSource clock, SchedulerProperties properties) {
        return new Ticker.Forgetting(resyncs, clock, properties.commandsKept());
    }

    @Bean
    Ticker ticker(Round round, Relay relay, Ticker.Measuring measuring, Ticker.Forgetting forgetting) {
        return new Ticker(round, relay, measuring, forgetting);
    }
}
