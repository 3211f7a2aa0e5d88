package io.kalends.health;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.health.projection.ConnectionState;
import io.kalends.health.projection.Fact;
import io.kalends.health.store.JdbcProjection;
import io.kalends.schemas.ConnectionKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutagesIT {

    private static final String RESYNC = "{\"provider\":\"google\",\"tenantId\":\"outage\",\"userId\":\"u1\"}";

    private final Stack stack = Stack.shared();

    @Test
    void without_a_broker_reading_goes_on_and_commands_are_told_to_come_again() {
        var key = new ConnectionKey("outage", "u1", "google");
        try (var service = stack.start(
                "--server.port=0", "--spring.kafka.bootstrap-servers=127.0.0.1:1", "--kalends.topics.create=false")) {
            service.getBean(JdbcProjection.class).apply(List.of(active(key)), Map.of());
            var http = Http.to(Stack.port(service));

            var health = http.get("/api/calendar/health?tenantId=outage");
            var refused = http.post("/api/calendar/health/resync", RESYNC);
            var undecided = http.put("/api/calendar/tenants/outage/settings", "{\"share\":\"IDS\"}");

            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(Http.json(refused).get("code").asString()).isEqualTo("kafka-unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(service.getBean(JdbcClient.class)
                            .sql("SELECT count(*) FROM health.command WHERE tenant_id = 'outage'")
                            .query(Long.class)
                            .single())
                    .as("a command that nobody has is not followed")
                    .isZero();
            assertThat(undecided.statusCode()).isEqualTo(503);
            assertThat(Http.json(http.get("/api/calendar/tenants/outage/settings"))
                            .get("share")
                            .asString())
                    .as("settings that nobody heard of are not kept")
                    .isEqualTo("FULL");
            assertThat(http.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(http.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
            assertThat(http.get("/actuator/health/ops").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void without_a_database_the_answer_is_a_problem_and_liveness_stays() throws IOException {
        var postgres = EmbeddedPostgres.builder().start();
        try (var service = stack.start(
                "--server.port=0",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.hikari.connection-timeout=500",
                "--spring.kafka.consumer.group-id=outages")) {
            var http = Http.to(Stack.port(service));
            assertThat(http.get("/api/calendar/health").statusCode()).isEqualTo(200);

            postgres.close();

            var refused = http.get("/api/calendar/health");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(Http.json(refused).get("code").asString()).isEqualTo("database-unavailable");
            assertThat(http.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(http.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void nobody_starts_it_where_others_can_reach_it() {
        assertThatThrownBy(() -> stack.start("--server.port=0", "--server.address=0.0.0.0"))
                .hasStackTraceContaining("kalends.security.mode=none is allowed on a loopback address only");
        assertThatThrownBy(() -> stack.start("--server.port=0", "--kalends.security.mode=jwt"))
                .hasStackTraceContaining("not available in this version");
    }

    @Test
    void a_setting_that_is_misspelt_is_refused() {
        assertThatThrownBy(() -> stack.start("--server.port=0", "--kalends.health.stale-aftr=1h"))
                .hasStackTraceContaining("stale-aftr");
        assertThatThrownBy(() -> stack.start("--server.port=0", "--kalends.security.mod=none"))
                .hasStackTraceContaining("kalends.security.mod");
    }

    private static Fact active(ConnectionKey key) {
        return new Fact.Moved(
                "e", key, 1, null, Messages.NOON, ConnectionState.ACTIVE, null, null, null, 0, 0, 0, List.of());
    }
}
