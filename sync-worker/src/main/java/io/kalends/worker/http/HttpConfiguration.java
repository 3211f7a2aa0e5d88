package io.kalends.worker.http;

import java.util.function.DoubleSupplier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.kalends.core.sync.ShortRetries;
import io.kalends.core.token.Pause;

/// What of this room the rest of the worker is handed.
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    @Bean
    ShortRetries shortRetries(Pause pause, DoubleSupplier chance) {
        return new InPlaceRetries(pause, chance);
    }
}
