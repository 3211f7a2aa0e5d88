package io.kalends.worker.persistence;

import java.time.Duration;
import java.util.UUID;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.plan.Brake;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.worker.outbox.Outbox;
import io.kalends.worker.tenant.TenantSettings;

/// The door to held deletions, for the tests of other rooms.
public final class TestHolds {

    private static final StoreProperties SETTINGS = new StoreProperties(
            Duration.ofDays(1), 3, Duration.ofDays(2), Duration.ofDays(30), Duration.ofMinutes(10), 4);

    private TestHolds() {}

    /// What is decided goes to `outbox`, in the transactions of `template`.
    public static Holds to(Outbox outbox, NamedParameterJdbcTemplate template) {
        var jdbc = JdbcClient.create(template);
        var configuration = new PersistenceConfiguration();
        var connections = configuration.storeConnections(jdbc);
        var journal =
                configuration.storeJournal(connections, outbox, new AvroCodec(), Topics.DEFAULT, UUID::randomUUID);
        var metrics = configuration.brakeMetrics(new SimpleMeterRegistry());
        var deletions = configuration.storeDeletions(
                template, connections, journal, _ -> TenantSettings.DEFAULT, Brake.USUAL, metrics, SETTINGS);
        return configuration.holds(jdbc, connections, deletions, metrics);
    }
}
