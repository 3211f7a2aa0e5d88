package io.kalends.health.web;

import java.util.Arrays;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

import io.kalends.health.projection.ConnectionState;
import io.kalends.health.store.HealthQueries;

/// Counts connections by state every quarter of a minute.
final class ConnectionGauges {

    private static final Logger log = LoggerFactory.getLogger(ConnectionGauges.class);

    private final HealthQueries queries;
    private final MultiGauge gauges;

    ConnectionGauges(HealthQueries queries, MeterRegistry meters) {
        this.queries = queries;
        this.gauges = MultiGauge.builder("kalends.connections")
                .description("connections by state")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "PT15S")
    void count() {
        try {
            var counts = queries.byState();
            gauges.register(
                    Arrays.stream(ConnectionState.values())
                            .map(state ->
                                    MultiGauge.Row.of(Tags.of("state", state.name()), counts.getOrDefault(state, 0L)))
                            .toList(),
                    true);
        } catch (DataAccessException away) {
            log.warn("connections cannot be counted, cause={}", away.getMessage());
        }
    }
}
