package io.kalends.worker.microsoft;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.kalends.core.connection.Provider;
import io.kalends.worker.http.ProviderCalls;

/// Puts this room together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MicrosoftSettings.class)
class MicrosoftConfiguration {

    @Bean(destroyMethod = "close")
    GraphClient graphClient(MicrosoftSettings settings, LongSupplier nanoTime) {
        return new GraphClient(settings, nanoTime);
    }

    @Bean(destroyMethod = "close")
    MicrosoftTokens microsoftTokens(MicrosoftSettings settings, MeterRegistry registry, InstantSource clock) {
        return new MicrosoftTokens(settings, new ProviderCalls(registry, Provider.OUTLOOK), clock);
    }

    @Bean
    MicrosoftCalendar microsoftCalendar(
            MicrosoftSettings settings,
            GraphClient client,
            MeterRegistry registry,
            InstantSource clock,
            Supplier<UUID> ids) {
        var links = new GraphLinks(settings.root());
        return new MicrosoftCalendar(
                new GraphRequests(client.graph(), links),
                new GraphCall(client.adapter(), settings, clock, ids),
                new PageReader(links, registry),
                new ProviderCalls(registry, Provider.OUTLOOK));
    }

    @Bean
    MicrosoftAccount microsoftAccount(MicrosoftCalendar microsoftCalendar, MicrosoftTokens microsoftTokens) {
        return new MicrosoftAccount(microsoftCalendar, microsoftTokens);
    }
}
