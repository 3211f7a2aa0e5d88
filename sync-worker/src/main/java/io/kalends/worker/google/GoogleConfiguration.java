package io.kalends.worker.google;

import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.kalends.core.connection.Provider;
import io.kalends.worker.http.JsonTransport;
import io.kalends.worker.http.Origin;
import io.kalends.worker.http.ProviderCalls;

/// Puts this room together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GoogleSettings.class)
class GoogleConfiguration {

    @Bean(destroyMethod = "shutdown")
    JsonTransport googleTransport(GoogleSettings settings) {
        return new JsonTransport(Origin.of(settings.apiUrl()), settings.limits());
    }

    @Bean(destroyMethod = "close")
    GoogleTokens googleTokens(GoogleSettings settings, MeterRegistry registry, InstantSource clock) {
        return new GoogleTokens(settings, new ProviderCalls(registry, Provider.GOOGLE), clock);
    }

    @Bean
    GoogleAccount googleAccount(
            GoogleSettings settings,
            JsonTransport googleTransport,
            GoogleTokens googleTokens,
            MeterRegistry registry,
            InstantSource clock) {
        return new GoogleAccount(GoogleCalendar.over(googleTransport, settings, registry, clock), googleTokens);
    }
}
