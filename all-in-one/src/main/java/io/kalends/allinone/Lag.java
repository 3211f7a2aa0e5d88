package io.kalends.allinone;

import java.util.List;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.ConfigurableApplicationContext;

/// What is on its way and not yet settled, from the services' own gauges: due connections and unpublished records.
final class Lag implements LongSupplier {

    private static final List<String> GAUGES = List.of("kalends.schedule.due", "kalends.outbox.unpublished");

    private final List<MeterRegistry> registries;

    Lag(ConfigurableApplicationContext... services) {
        this.registries = List.of(services).stream()
                .map(service -> service.getBean(MeterRegistry.class))
                .toList();
    }

    @Override
    public long getAsLong() {
        return registries.stream()
                .flatMap(registry ->
                        GAUGES.stream().map(name -> registry.find(name).gauge()))
                .filter(gauge -> gauge != null && !Double.isNaN(gauge.value()))
                .mapToLong(gauge -> Math.round(gauge.value()))
                .sum();
    }
}
