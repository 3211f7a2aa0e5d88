package io.kalends.worker.http;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incidents;
import io.kalends.core.sync.ShortRetries;
import io.kalends.core.token.Pause;

/// What of this room the rest of the worker is handed.
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    ShortRetries shortRetries(
            Pause pause, DoubleSupplier chance, Incidents incidents, LongSupplier nanoTime, MeterRegistry registry) {
        var budgets = Arrays.stream(Provider.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        provider -> new RetryBudget(
                                () -> incidents.calm(provider), nanoTime, refused(registry, provider))));
        return new InPlaceRetries(pause, chance, budgets);
    }

    private static Counter refused(MeterRegistry registry, Provider provider) {
        return Counter.builder("kalends.provider.retries.refused")
                .description("Calls that were not tried again because the retry budget was used up, or for an incident")
                .tag("provider", provider.id())
                .register(registry);
    }
}
