package io.kalends.health.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Whether a broker answers within two seconds.
final class KafkaHealth extends AbstractHealthIndicator {

    private static final int PATIENCE_MILLIS = 2_000;

    private final Map<String, Object> settings;

    KafkaHealth(Map<String, Object> settings) {
        super("no broker answers");
        this.settings = new HashMap<>(settings);
        this.settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        this.settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    }

    @Override
    protected void doHealthCheck(Health.Builder health) throws Exception {
        try (var admin = Admin.create(settings)) {
            var nodes = admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
                    .nodes()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            health.up().withDetail("brokers", nodes.size());
        }
    }
}
