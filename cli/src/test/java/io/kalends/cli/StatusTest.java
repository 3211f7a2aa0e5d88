package io.kalends.cli;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTest {

    private static final String GOOD = """
            {"status": "healthy", "timestamp": "2026-03-01T12:00:00Z", "syncs": [
              {"tenantId": "acme", "userId": "u1", "provider": "google", "isActive": true, "state": "ACTIVE",
               "lastSync": "2026-03-01T11:59:00Z", "consecutiveFailures": 0, "warnings": [], "metrics": {},
               "calendarsFailing": 0, "waiting": null}],
             "summary": {"totalSyncs": 1, "activeSyncs": 1, "syncsWithErrors": 0, "connectedProviders": 1}}
            """;
    private static final String BAD = """
            {"status": "degraded", "timestamp": "2026-03-01T12:00:00Z", "syncs": [
              {"tenantId": "acme", "userId": "ü/1", "provider": "google", "isActive": false, "state": "NEEDS_RECONNECT",
               "lastSync": null, "consecutiveFailures": 3, "warnings": ["STALE"], "reason": "GRANT_REVOKED",
               "metrics": {"lastError": "gone\\u001b[31m"}, "calendarsFailing": 0,
               "waiting": {"until": "2026-03-01T12:00:47Z", "reason": "RATE_LIMIT"}}],
             "summary": {"totalSyncs": 700, "activeSyncs": 699, "syncsWithErrors": 1, "connectedProviders": 2}}
            """;

    private final FakeApi api = new FakeApi();
    private final Shell shell =
            new Shell().with("KALENDS_URL", api.url()).with("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:1");

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void all_is_well_with_zero() {
        api.on("GET /api/calendar/health", 200, GOOD)
                .on("GET /api/calendar/incidents", 200, "{\"incidents\": []}")
                .on("GET /api/calendar/holds", 200, "{\"holds\": []}");

        assertThat(shell.run("status")).isZero();

        assertThat(shell.out())
                .startsWith("HEALTHY  " + api.url())
                .contains("1 in all, 1 kept in step, 0 with errors")
                .contains("incidents     none")
                .contains("held back     no deletions")
                .contains("dead letters  unknown: no Kafka");
    }

    @Test
    void trouble_is_one_and_told_with_what_it_waits_for() {
        api.on("GET /api/calendar/health", 200, BAD);

        assertThat(shell.run("status")).isOne();

        assertThat(shell.out())
                .startsWith("DEGRADED")
                .contains("1 stale, 1 failing, 1 waiting (of the first 1)")
                .contains("acme/%C3%BC%2F1/google")
                .contains("needs-reconnect")
                .contains("goes on in 47 s (rate limit)")
                .contains("this server is older")
                .doesNotContain("\u001b");
    }

    @Test
    void an_incident_or_a_hold_alone_is_trouble() {
        api.on("GET /api/calendar/health", 200, GOOD)
                .on("GET /api/calendar/incidents", 200, """
                        {"incidents": [{"provider": "google", "kind": "OUTAGE", "openedAt": "2026-03-01T11:00:00Z",
                                        "message": "503 from many"}]}
                        """)
                .on("GET /api/calendar/holds", 200, """
                        {"holds": [{"tenantId": "acme", "userId": "u1", "provider": "google", "deletions": 90,
                                    "events": 100}]}
                        """);

        assertThat(shell.run("status")).isOne();

        assertThat(shell.out())
                .contains("google outage since 60 min ago: 503 from many")
                .contains("90 of 100 events of acme/u1/google (./kalends deletions list)");
    }

    @Test
    void the_fields_for_programs_are_these() {
        api.on("GET /api/calendar/health", 200, BAD).on("GET /api/calendar/holds", 200, "{\"holds\": []}");

        assertThat(shell.run("status", "-o", "json")).isOne();

        var json = shell.json();
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "status", "url", "timestamp", "connections", "incidents", "holds", "attention", "deadLetters");
        assertThat(json.path("status").asText()).isEqualTo("degraded");
        assertThat(json.at("/connections/byState/needs-reconnect").asLong()).isEqualTo(700);
        assertThat(json.path("incidents").isNull()).isTrue();
        assertThat(json.path("holds").isArray()).isTrue();
        assertThat(json.path("deadLetters").isNull()).isTrue();
        assertThat(json.at("/attention/connections/0").fieldNames())
                .toIterable()
                .containsExactly("connection", "state", "consecutiveFailures", "lastSync", "why");
    }

    @Test
    void colours_are_for_terminals_alone() {
        api.on("GET /api/calendar/health", 200, GOOD);

        shell.typing("").run("status");
        assertThat(shell.out()).contains("\u001b[32mHEALTHY");

        shell.run("status", "--no-color");
        assertThat(shell.out()).doesNotContain("\u001b");

        shell.with("NO_COLOR", "1").run("status");
        assertThat(shell.out()).doesNotContain("\u001b");
    }
}
