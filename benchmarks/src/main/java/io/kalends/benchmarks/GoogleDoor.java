package io.kalends.benchmarks;

import java.time.InstantSource;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import io.kalends.core.provider.CalendarProvider;
import io.kalends.worker.google.GoogleAccount;

/// The worker's way to Google and nothing else of the worker, put together by the worker's own configuration.
final class GoogleDoor implements AutoCloseable {

    private final AnnotationConfigApplicationContext context;

    private GoogleDoor(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    /// @param root where Google is, ending in a slash
    static GoogleDoor to(String root, InstantSource clock) {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("benchmark", Map.of("kalends.google.api-url", root)));
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(InstantSource.class, () -> clock);
        context.scan(GoogleAccount.class.getPackageName());
        context.refresh();
        return new GoogleDoor(context);
    }

    CalendarProvider calendars() {
        return context.getBean(GoogleAccount.class).calendars();
    }

    @Override
    public void close() {
        context.close();
    }
}
