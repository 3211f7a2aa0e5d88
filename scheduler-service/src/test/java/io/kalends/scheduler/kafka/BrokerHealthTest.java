package io.kalends.scheduler.kafka;

import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerHealthTest {

    @Test
    void a_broker_that_does_not_answer_is_down_and_asking_it_ends() {
        // Port 1 is reserved and refuses connections.
        var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"));

        try (var health = new BrokerHealth(admin)) {
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        }
    }
}
