package io.kalends.worker;

import java.time.Clock;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

import io.kalends.core.token.Pause;

/// Consumes `SyncRequested` and keeps calendars in step.
@SpringBootApplication
public class WorkerApplication {

    public static void main(String[] args) {
        builder().run(args);
    }

    /// The application, to be started alone or beside the others in one JVM.
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(WorkerApplication.class).properties("spring.config.name=sync-worker");
    }

    @Bean
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Bean
    LongSupplier nanoTime() {
        return System::nanoTime;
    }

    @Bean
    DoubleSupplier chance() {
        return () -> ThreadLocalRandom.current().nextDouble();
    }

    @Bean
    Supplier<UUID> eventIds() {
        return UUID::randomUUID;
    }

    @Bean
    Pause pause() {
        return Thread::sleep;
    }
}
