package io.kalends.benchmarks;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import io.kalends.core.provider.CalendarProvider;
import io.kalends.worker.google.GoogleAccount;
import io.kalends.worker.microsoft.MicrosoftAccount;

/// The worker's way to a provider and nothing else of the worker, put together by the worker's own configuration.
final class Door implements AutoCloseable {

    /// What a provider's room takes from the rest of the worker, beside the time.
    @Configuration(proxyBeanMethods = false)
    static class Surroundings {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        LongSupplier nanoTime() {
            return System::nanoTime;
        }

        @Bean
        Supplier<UUID> ids() {
            return UUID::randomUUID;
        }
    }

    private final AnnotationConfigApplicationContext context;
    private final CalendarProvider calendars;

    private Door(AnnotationConfigApplicationContext context, CalendarProvider calendars) {
        this.context = context;
        this.calendars = calendars;
    }

    /// @param root where Google is, ending in a slash
    /// @param pageSize events asked for per page
    static Door toGoogle(String root, int pageSize, InstantSource clock) {
        return to(
                GoogleAccount.class,
                GoogleAccount::calendars,
                Map.of("kalends.google.api-url", root, "kalends.google.page-size", pageSize),
                clock);
    }

    /// @param root where Graph is, with its version
    /// @param pageSize events asked for per page
    static Door toMicrosoft(String root, int pageSize, InstantSource clock) {
        return to(
                MicrosoftAccount.class,
                MicrosoftAccount::calendars,
                Map.of("kalends.microsoft.graph-url", root, "kalends.microsoft.page-size", pageSize),
                clock);
    }

    private static <A> Door to(
            Class<A> account,
            Function<A, CalendarProvider> calendars,
            Map<String, Object> settings,
            InstantSource clock) {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("benchmark", new HashMap<>(settings)));
        context.registerBean(InstantSource.class, () -> clock);
        context.register(Surroundings.class);
        context.scan(account.getPackageName());
        context.refresh();
        return new Door(context, calendars.apply(context.getBean(account)));
    }

    CalendarProvider calendars() {
        return calendars;
    }

    @Override
    public void close() {
        context.close();
    }
}
