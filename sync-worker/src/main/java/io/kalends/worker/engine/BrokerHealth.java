package io.kalends.worker.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Whether the broker answers; for the `ops` health group only.
final class BrokerHealth extends AbstractHealthIndicator implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Admin admin;

    BrokerHealth(Admin admin) {
        super("the broker does not answer");
        this.admin = admin;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        var nodes = admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        builder.up().withDetail("brokers", nodes.size());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
