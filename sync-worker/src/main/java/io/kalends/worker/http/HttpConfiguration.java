package io.kalends.worker.http;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

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
    ShortRetries shortRetries(Pause pause, DoubleSupplier chance, Incidents incidents, LongSupplier nanoTime) {
        var budgets = Arrays.stream(Provider.values())
                .collect(Collectors.toMap(
                        Function.identity(), provider -> new RetryBudget(() -> incidents.calm(provider), nanoTime)));
        return new InPlaceRetries(pause, chance, budgets);
    }
}
