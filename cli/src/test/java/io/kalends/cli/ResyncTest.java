package io.kalends.cli;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResyncTest {

    private static final String RESYNC = "POST /api/calendar/health/resync";
    private static final String TAKEN = "{\"commandId\": \"c-1\", \"status\": \"requested\"}";
    private static final String ESTIMATE = """
            {"dryRun": true, "verb": "RECONCILE", "tenantId": "acme", "userId": null, "provider": null,
             "connections": 40, "calls": 900, "seconds": 300, "minutes": 5}
            """;

    private final FakeApi api = new FakeApi();
    private final Shell shell = new Shell().with("KALENDS_URL", api.url());

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void one_connection_is_asked_for_at_once() {
        api.on(RESYNC, 202, TAKEN);

        assertThat(shell.run("resync", "--tenant", "acme", "--user", "u1", "--provider", "google"))
                .isZero();

        assertThat(shell.out()).contains("Taken as command c-1");
        assertThat(api.asked())
                .containsExactly(RESYNC + " {\"tenantId\":\"acme\",\"verb\":\"SYNC_NOW\",\"userId\":\"u1\","
                        + "\"provider\":\"google\"}");
    }

    @Test
    void more_than_one_is_shown_and_asked_about_first() {
        api.on(RESYNC, 200, ESTIMATE).on(RESYNC, 202, TAKEN);

        assertThat(shell.typing("y\n").run("resync", "--tenant", "acme", "--verb", "reconcile"))
                .isZero();

        assertThat(shell.out())
                .contains("reconcile of tenant acme would sync 40 connections, ask the provider about 900 times")
                .contains("5 min");
        assertThat(api.asked())
                .containsExactly(
                        RESYNC + " {\"tenantId\":\"acme\",\"verb\":\"RECONCILE\",\"dryRun\":true}",
                        RESYNC + " {\"tenantId\":\"acme\",\"verb\":\"RECONCILE\"}");
    }

    @Test
    void whoever_says_no_or_cannot_be_asked_starts_nothing() {
        api.on(RESYNC, 200, ESTIMATE);

        assertThat(shell.typing("n\n").run("resync", "--tenant", "acme")).isOne();
        assertThat(api.asked()).hasSize(1).first().asString().contains("dryRun");

        assertThat(shell.piping("y\n").run("resync", "--tenant", "acme")).isEqualTo(2);
        assertThat(shell.err()).contains("--yes");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void yes_asks_nobody() {
        api.on(RESYNC, 202, TAKEN);

        assertThat(shell.run("resync", "--tenant", "acme", "--provider", "outlook", "--verb", "REBUILD", "--yes"))
                .isZero();

        assertThat(api.asked())
                .containsExactly(RESYNC + " {\"tenantId\":\"acme\",\"verb\":\"REBUILD\",\"provider\":\"outlook\"}");
    }

    @Test
    void a_dry_run_that_takes_longer_is_followed_to_its_estimate() {
        api.on(RESYNC, 202, TAKEN)
                .on("GET /api/calendar/commands/c-1", 200, "{\"state\": \"requested\"}")
                .on("GET /api/calendar/commands/c-1", 200, """
                        {"state": "done", "connections": 7, "estimatedCalls": 21, "estimatedSeconds": 90}
                        """);

        assertThat(shell.run("resync", "--tenant", "acme", "--dry-run", "-o", "json"))
                .isZero();

        assertThat(shell.json().fieldNames())
                .toIterable()
                .containsExactly(
                        "dryRun",
                        "verb",
                        "tenantId",
                        "userId",
                        "provider",
                        "connections",
                        "calls",
                        "seconds",
                        "minutes");
        assertThat(shell.json().path("calls").asInt()).isEqualTo(21);
        assertThat(shell.json().path("minutes").asInt()).isEqualTo(2);
    }

    @Test
    void a_server_that_knows_no_dry_run_starts_nothing_in_its_place() {
        api.on(RESYNC, 400, """
                {"title": "Unknown field", "status": 400, "code": "unknown-field",
                 "detail": "Field 'dryRun' is not known here; known are [tenantId]."}
                """);

        assertThat(shell.typing("y\n").run("resync", "--tenant", "acme")).isOne();

        assertThat(shell.err()).contains("'dryRun' is not known").contains("may be older");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void progress_is_followed_and_a_failure_is_one() {
        api.on(RESYNC, 202, TAKEN)
                .on("GET /api/calendar/commands/c-1", 200, """
                        {"state": "accepted", "connections": 3, "completed": 1, "failed": 0}
                        """)
                .on("GET /api/calendar/commands/c-1", 200, """
                        {"state": "accepted", "connections": 3, "completed": 2, "failed": 0}
                        """)
                .on("GET /api/calendar/commands/c-1", 200, """
                        {"state": "done", "kind": "SYNC_NOW", "connections": 3, "completed": 2, "failed": 1}
                        """);

        assertThat(shell.run("resync", "--tenant", "acme", "--yes", "--wait")).isOne();

        assertThat(shell.err()).contains("accepted: 1 of 3 done, 0 failed").contains("accepted: 2 of 3 done, 0 failed");
        assertThat(shell.out()).contains("SYNC_NOW done: 2 of 3 connections completed, 1 failed");
    }

    @Test
    void waiting_ends_and_says_that_the_command_goes_on() {
        api.on(RESYNC, 202, TAKEN).on("GET /api/calendar/commands/c-1", 200, "{\"state\": \"accepted\"}");

        assertThat(shell.run("resync", "--tenant", "acme", "--yes", "--wait", "--timeout", "3"))
                .isOne();

        assertThat(shell.err()).contains("Still going on").contains("./kalends commands get c-1");
    }

    @Test
    void a_resync_is_cancelled() {
        api.on("GET /api/calendar/commands/c-1", 200, "{\"state\": \"accepted\"}")
                .on("POST /api/calendar/commands/c-1/cancel", 202, "{\"commandId\": \"c-1\"}");

        assertThat(shell.run("resync", "cancel", "c-1")).isZero();
        assertThat(api.asked()).contains("POST /api/calendar/commands/c-1/cancel {}");
    }

    @Test
    void one_that_has_ended_cannot_be_cancelled() {
        api.on("GET /api/calendar/commands/c-1", 200, "{\"state\": \"done\"}")
                .on("POST /api/calendar/commands/c-1/cancel", 409, """
                        {"title": "Has ended", "status": 409, "code": "has-ended", "detail": "It is done."}
                        """);

        assertThat(shell.run("resync", "cancel", "c-1")).isOne();
        assertThat(shell.err()).contains("Has ended: It is done.");
    }

    @Test
    void commands_are_shown_and_listed() {
        var one = """
                {"commandId": "c-1", "kind": "SYNC_NOW", "tenantId": "acme", "userId": null, "provider": "google",
                 "state": "rejected", "requestedAt": "2026-03-01T11:00:00Z", "message": "There is no connection."}
                """;
        api.on("GET /api/calendar/commands/c-1", 200, one)
                .on("GET /api/calendar/commands", 200, "{\"commands\": [" + one + "]}");

        assertThat(shell.run("commands", "get", "c-1")).isOne();
        assertThat(shell.out()).contains("acme/*/google").contains("There is no connection.");
        assertThat(shell.run("commands", "list", "--tenant", "acme", "--limit", "5"))
                .isZero();
        assertThat(shell.out()).contains("c-1").contains("60 min ago");
        assertThat(api.asked()).contains("GET /api/calendar/commands?limit=5&tenantId=acme");
    }
}
