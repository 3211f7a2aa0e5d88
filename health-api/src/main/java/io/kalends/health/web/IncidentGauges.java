package io.kalends.health.web;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

import io.kalends.health.projection.IncidentKind;
import io.kalends.health.store.IncidentTable;

/// Says per provider and kind whether an incident is open, every quarter of a minute: 1 or 0, so that an alert has
/// something to start from.
final class IncidentGauges {

    private static final Logger log = LoggerFactory.getLogger(IncidentGauges.class);

    private final IncidentTable incidents;
    private final MultiGauge gauges;

    IncidentGauges(IncidentTable incidents, MeterRegistry meters) {
        this.incidents = incidents;
        this.gauges = MultiGauge.builder("kalends.health.incidents.open")
                .description("1 while an incident of this kind is open at this provider, else 0")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "PT15S")
    void count() {
        try {
            var open = incidents.open().stream()
                    .map(one -> tags(one.provider(), one.kind()))
                    .collect(Collectors.toSet());
            gauges.register(
                    Inputs.PROVIDERS.stream()
                            .sorted()
                            .flatMap(IncidentGauges::ofProvider)
                            .map(tags -> MultiGauge.Row.of(tags, open.contains(tags) ? 1 : 0))
                            .toList(),
                    true);
        } catch (DataAccessException away) {
            log.warn("incidents cannot be counted, cause={}", away.getMessage());
        }
    }

    private static Stream<Tags> ofProvider(String provider) {
        return Arrays.stream(IncidentKind.values()).map(kind -> tags(provider, kind));
    }

    private static Tags tags(String provider, IncidentKind kind) {
        return Tags.of("provider", provider, "kind", kind.name());
    }
}
