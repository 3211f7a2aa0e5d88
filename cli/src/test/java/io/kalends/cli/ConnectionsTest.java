package io.kalends.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionsTest {

    private static final String TAKEN = "{\"commandId\": \"c-1\", \"status\": \"requested\"}";
    private static final String DONE = """
            {"commandId": "c-1", "state": "done", "kind": "PAUSE", "connections": 0, "completed": 0, "failed": 0}
            """;
    private static final String REJECTED = """
            {"commandId": "c-1", "state": "rejected", "kind": "PAUSE", "message": "It is not connected."}
            """;

    private final FakeApi api = new FakeApi();
    private final Shell shell = new Shell().with("KALENDS_URL", api.url());

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void the_list_follows_cursors_up_to_the_limit() {
        api.on("GET /api/calendar/health", 200, page("u1", "next"));
        api.on("GET /api/calendar/health", 200, page("u2", "next"));
        api.on("GET /api/calendar/health", 200, page("u3", null));

        assertThat(shell.run("connections", "list", "-o", "json", "--tenant", "a b", "--limit", "9"))
                .isZero();

        assertThat(shell.json().path("connections").findValuesAsText("connection"))
                .containsExactly("acme/u1/google", "acme/u2/google", "acme/u3/google");
        assertThat(shell.json().fieldNames()).toIterable().containsExactly("connections", "total", "more");
        assertThat(shell.json().at("/connections/0/state").asText()).isEqualTo("ACTIVE");
        assertThat(api.asked().getFirst()).isEqualTo("GET /api/calendar/health?limit=9&tenantId=a%20b");
        assertThat(api.asked().getLast()).isEqualTo("GET /api/calendar/health?cursor=next&limit=7&tenantId=a%20b");
    }

    @Test
    void a_limit_that_cuts_says_so() {
        api.on("GET /api/calendar/health", 200, page("u1", "next"));

        assertThat(shell.run("connections", "list", "--limit", "1")).isZero();

        assertThat(shell.out())
                .contains("CONNECTION")
                .contains("acme/u1/google")
                .contains("active");
        assertThat(shell.err()).contains("1 of 3");
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void a_connection_is_shown_with_its_calendars_and_runs() {
        api.on("GET /api/calendar/connections/acme/u%201/google", 200, """
                {"connection": {"state": "ACTIVE", "consecutiveFailures": 0, "lastSync": "2026-03-01T11:59:00Z"},
                 "calendars": [{"calendarId": "primary", "selected": true, "status": "LIVE",
                                "held": {"deletions": 90, "events": 100}}],
                 "runs": [{"outcome": "COMPLETED", "endedAt": "2026-03-01T11:59:00Z", "detail": "DELTA SCHEDULE",
                           "eventsSynced": 4}]}
                """);

        assertThat(shell.run("connections", "get", "acme/u%201/google")).isZero();

        assertThat(shell.out())
                .contains("acme/u%201/google  active")
                .contains("60 s ago")
                .contains("primary")
                .contains("90 of 100 events")
                .contains("DELTA SCHEDULE");
    }

    @Test
    void what_the_server_says_is_wrong_is_shown_with_what_to_do() {
        api.on("GET /api/calendar/connections/acme/u1/google", 404, """
                {"title": "Unknown connection", "status": 404, "code": "unknown-connection",
                 "detail": "There is no connection 'acme/u1/google'."}
                """);

        assertThat(shell.run("connections", "get", "acme/u1/google")).isOne();

        assertThat(shell.err())
                .contains("Unknown connection: There is no connection 'acme/u1/google'.")
                .contains("What to do: ./kalends connections list");
    }

    @Test
    void a_token_comes_through_a_pipe_or_from_a_file_and_is_never_shown(@TempDir Path folder) throws IOException {
        api.on("POST /api/calendar/connections", 202, TAKEN);
        var file = Files.writeString(folder.resolve("token"), "1//secret\n");

        assertThat(shell.piping("1//secret\n").run("connections", "connect", "acme/u1/google"))
                .isZero();
        assertThat(shell.out() + shell.err()).contains("c-1").doesNotContain("secret");
        assertThat(shell.piping("").run("connections", "connect", "acme/u1/google", "--token-file", file.toString()))
                .isZero();

        assertThat(api.asked())
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked)
                        .isEqualTo("POST /api/calendar/connections {\"tenantId\":\"acme\",\"userId\":\"u1\","
                                + "\"provider\":\"google\",\"refreshToken\":\"1//secret\"}"));
    }

    @Test
    void a_token_as_an_argument_is_refused() {
        assertThat(shell.run("connections", "connect", "acme/u1/google", "1//secret"))
                .isEqualTo(2);
        assertThat(shell.piping("").run("connections", "connect", "acme/u1/google"))
                .isOne();
        assertThat(shell.piping("two\nlines").run("connections", "connect", "acme/u1/google"))
                .isOne();

        assertThat(api.asked()).isEmpty();
    }

    @Test
    void a_disconnect_asks_first() {
        api.on("DELETE /api/calendar/connections/acme/u1/google", 202, TAKEN);

        assertThat(shell.typing("n\n").run("connections", "disconnect", "acme/u1/google"))
                .isOne();
        assertThat(shell.typing("").run("connections", "disconnect", "acme/u1/google"))
                .isOne();
        assertThat(shell.piping("y\n").run("connections", "disconnect", "acme/u1/google"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("--yes");
        assertThat(api.asked()).isEmpty();

        assertThat(shell.typing("y\n").run("connections", "disconnect", "acme/u1/google"))
                .isZero();
        assertThat(shell.piping("").run("connections", "disconnect", "acme/u1/google", "--yes"))
                .isZero();
        assertThat(api.asked()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"pause", "resume"})
    void a_command_is_followed_to_its_end(String verb) {
        api.on("POST /api/calendar/connections/acme/u1/google/" + verb, 202, TAKEN)
                .on("GET /api/calendar/commands/c-1", 200, "{\"state\": \"requested\"}")
                .on("GET /api/calendar/commands/c-1", 200, DONE);

        assertThat(shell.run("connections", verb, "acme/u1/google", "--wait")).isZero();

        assertThat(shell.out()).contains("PAUSE done");
    }

    @Test
    void a_command_that_was_rejected_is_one() {
        api.on("POST /api/calendar/connections/acme/u1/google/pause", 202, TAKEN)
                .on("GET /api/calendar/commands/c-1", 200, REJECTED);

        assertThat(shell.run("connections", "pause", "acme/u1/google", "--wait"))
                .isOne();

        assertThat(shell.out()).contains("rejected. It is not connected.");
    }

    @Test
    void held_deletions_are_listed_released_and_discarded() {
        api.on("GET /api/calendar/holds", 200, """
                        {"holds": [{"tenantId": "acme", "userId": "u1", "provider": "google", "calendarId": "primary",
                                    "deletions": 90, "events": 100, "heldAt": "2026-03-01T10:00:00Z"}]}
                        """)
                .on("POST /api/calendar/connections/acme/u1/google/deletions/release", 202, TAKEN)
                .on("POST /api/calendar/connections/acme/u1/google/deletions/discard", 202, TAKEN);

        assertThat(shell.run("deletions", "list")).isZero();
        assertThat(shell.out()).contains("acme/u1/google").contains("primary").contains("2 h ago");
        assertThat(shell.run("deletions", "release", "acme/u1/google", "--yes")).isZero();
        assertThat(shell.run("deletions", "discard", "acme/u1/google", "--calendar", "a", "--calendar", "b", "-y"))
                .isZero();
        assertThat(shell.run("deletions", "release", "acme/u1/google")).isEqualTo(2);

        assertThat(api.asked().subList(1, 3))
                .containsExactly(
                        "POST /api/calendar/connections/acme/u1/google/deletions/release {}",
                        "POST /api/calendar/connections/acme/u1/google/deletions/discard {\"calendarIds\":[\"a\",\"b\"]}");
    }

    @Test
    void an_older_server_is_named_as_such() {
        assertThat(shell.run("deletions", "list")).isOne();

        assertThat(shell.err()).contains("Older server").contains("update health-api");
    }

    private static String page(String user, @Nullable String cursor) {
        return """
                {"status": "healthy", "syncs": [{"tenantId": "acme", "userId": "%s", "provider": "google",
                 "state": "ACTIVE", "consecutiveFailures": 0}], "summary": {"totalSyncs": 3},
                 "nextCursor": %s}
                """.formatted(user, cursor == null ? "null" : "\"" + cursor + "\"");
    }
}
