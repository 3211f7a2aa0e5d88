package io.kalends.health;

import java.io.IOException;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaAdmin;

import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.Keys;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;
import io.kalends.schemas.v1.Share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RebuildIT {

    private static final String MODEL = """
            SELECT concat_ws('|', to_jsonb(c) - 'written_by',
                             (SELECT jsonb_agg(r ORDER BY r.sequence) FROM health.run r
                               WHERE r.connection_key = c.connection_key),
                             (SELECT jsonb_agg(k ORDER BY k.place) FROM health.calendar k
                               WHERE k.connection_key = c.connection_key),
                             (SELECT to_jsonb(s) FROM health.tenant_settings s WHERE s.tenant_id = c.tenant_id),
                             (SELECT jsonb_agg(to_jsonb(i) - 'written_by') FROM health.incident i
                               WHERE i.provider = 'outlook' AND i.kind = 'UNKNOWN'))
              FROM health.connection c WHERE tenant_id = :tenant ORDER BY connection_key
            """;

    private final Stack stack = Stack.shared();

    @Test
    void a_model_built_again_from_the_topics_equals_the_old_one() throws IOException {
        tell("rebuilt");

        try (var postgres = EmbeddedPostgres.builder().start()) {
            List<String> old;
            try (var service = start(postgres, 1)) {
                old = modelOnceComplete(service, "rebuilt");
            }
            try (var service = start(postgres, 2)) {
                assertThat(modelOnceComplete(service, "rebuilt")).isEqualTo(old);
            }
            try (var service = start(postgres, 2)) {
                assertThat(model(service, "rebuilt"))
                        .as("the same generation again empties nothing")
                        .isEqualTo(old);
            }
        }
    }

    @Test
    void the_topics_of_another_cluster_are_read_from_their_beginning() throws IOException {
        tell("moved");

        try (var postgres = EmbeddedPostgres.builder().start()) {
            List<String> old;
            try (var service = start(postgres, 1)) {
                old = modelOnceComplete(service, "moved");
                var jdbc = service.getBean(JdbcClient.class);
                assertThat(cluster(jdbc))
                        .isEqualTo(service.getBean(KafkaAdmin.class).clusterId());
                jdbc.sql("UPDATE health.projection SET cluster_id = 'one-that-is-gone'")
                        .update();
                jdbc.sql("DELETE FROM health.connection").update();
            }
            try (var service = start(postgres, 1)) {
                assertThat(modelOnceComplete(service, "moved")).isEqualTo(old);
                assertThat(cluster(service.getBean(JdbcClient.class))).isNotEqualTo("one-that-is-gone");
            }
        }
    }

    private void tell(String tenant) {
        stack.publish(
                stack.topics().tenantRequested(),
                Keys.tenant(tenant),
                Messages.decided(tenant, 1, Share.IDS).build());
        stack.publish(over(7));
        stack.publish(over(6));
        for (int user = 1; user <= 5; user++) {
            var key = new ConnectionKey(tenant, "u" + user, user % 2 == 0 ? "google" : "outlook");
            stack.publish(Messages.holding(key, 1, 30, 100).build(), key);
            stack.publish(Messages.completed(key, 2).build(), key);
            stack.publish(Messages.failed(key, 3).build(), key);
            stack.publish(Messages.deferred(key, 4).build(), key);
        }
        var gone = new ConnectionKey(tenant, "u1", "outlook");
        stack.publish(Messages.changed(gone, 5, ConnectionStatus.DISCONNECTED).build(), gone);
    }

    /// An incident that is over, so that it troubles nobody else.
    private static IncidentChanged over(long version) {
        return Messages.incident("outlook", IncidentKind.UNKNOWN, version)
                .setState(IncidentState.CLOSED)
                .setClosedAt(Messages.NOON)
                .build();
    }

    private static String cluster(JdbcClient jdbc) {
        return jdbc.sql("SELECT cluster_id FROM health.projection")
                .query(String.class)
                .single();
    }

    private ConfigurableApplicationContext start(EmbeddedPostgres postgres, int generation) {
        return stack.start(
                "--server.port=0",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.kafka.consumer.group-id=rebuild",
                "--kalends.projection.generation=" + generation);
    }

    private static List<String> modelOnceComplete(ConfigurableApplicationContext service, String tenant) {
        await().untilAsserted(() -> assertThat(model(service, tenant))
                .hasSize(5)
                .allSatisfy(row -> assertThat(row).contains("\"share\": \"IDS\""))
                .allSatisfy(row -> assertThat(row).contains("\"version\": 7"))
                .allSatisfy(row -> assertThat(row)
                        .satisfiesAnyOf(
                                text -> assertThat(text)
                                        .contains(
                                                "\"sequence\": 4",
                                                "\"moved_sequence\": 1",
                                                "\"held_deletions\": 30",
                                                "\"moved_deletions_held\": 30"),
                                text -> assertThat(text).contains("\"erased_through\": 5"))));
        await().untilAsserted(() -> assertThat(model(service, tenant).stream()
                        .filter(row -> row.contains("\"sequence\": 2") && row.contains("\"sequence\": 3"))
                        .count())
                .isEqualTo(4));
        return model(service, tenant);
    }

    private static List<String> model(ConfigurableApplicationContext service, String tenant) {
        return service.getBean(JdbcClient.class)
                .sql(MODEL)
                .param("tenant", tenant)
                .query(String.class)
                .list();
    }
}
