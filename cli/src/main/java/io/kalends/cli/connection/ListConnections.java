package io.kalends.cli.connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.kalends.cli.api.ConnectionName;
import io.kalends.cli.api.Fields;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

@Command(
        name = "list",
        description = "Lists connections with where they stand; disconnected ones are not listed.",
        footer = {
            "",
            "JSON: {\"connections\": [...], \"total\": N, \"more\": true|false}; each connection has the fields of",
            "GET /api/calendar/health and \"connection\", its name for the other commands.",
            "",
            "Examples:",
            "  ./kalends connections list --tenant acme --status needs-reconnect",
            "  ./kalends connections list -o json --limit 10000 | jq -r '.connections[].connection'"
        })
final class ListConnections implements Callable<Integer> {

    private static final int LARGEST_PAGE = 500;

    private final Globals globals;

    @Option(names = "--tenant", paramLabel = "ID", description = "only this tenant")
    @Nullable
    String tenant;

    @Option(names = "--user", paramLabel = "ID", description = "only this user")
    @Nullable
    String user;

    @Option(names = "--provider", paramLabel = "NAME", description = "only google or outlook")
    @Nullable
    String provider;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "healthy, degraded (with errors), linked, active, disabled, needs-reconnect or paused")
    @Nullable
    String status;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: ${DEFAULT-VALUE})")
    int limit = 100;

    ListConnections(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw globals.misused("--limit is " + limit + "; give 1 or more");
        }
        var answer = Screen.object();
        try (var api = new HealthApi(globals.url())) {
            fetch(api, answer);
        }
        var screen = globals.screen();
        if (screen.isJson()) {
            screen.json(answer);
        } else {
            show(screen, answer);
        }
        return 0;
    }

    private void fetch(HealthApi api, ObjectNode answer) {
        var found = answer.putArray("connections");
        var query = new HashMap<String, @Nullable Object>();
        query.put("tenantId", tenant);
        query.put("userId", user);
        query.put("provider", provider);
        query.put("status", status);
        JsonNode page;
        do {
            query.put("limit", Math.min(LARGEST_PAGE, limit - found.size()));
            page = api.get("/api/calendar/health", query);
            for (var sync : Fields.list(page, "syncs")) {
                var entry = Screen.object().put("connection", ConnectionName.of(sync));
                entry.setAll((ObjectNode) sync);
                found.add(entry);
            }
            query.put("cursor", Fields.text(page, "nextCursor"));
        } while (query.get("cursor") != null && found.size() < limit);
        answer.put("total", page.at("/summary/totalSyncs").asLong());
        answer.put("more", query.get("cursor") != null);
    }

    private static void show(Screen screen, ObjectNode answer) {
        var rows = new ArrayList<List<String>>();
        for (var entry : Fields.list(answer, "connections")) {
            rows.add(List.of(
                    Fields.shown(entry, "connection"),
                    Standing.state(entry),
                    screen.when(Fields.time(entry, "lastSync")),
                    Fields.shown(entry, "consecutiveFailures"),
                    Standing.why(entry, screen)));
        }
        if (rows.isEmpty()) {
            screen.note("There are no such connections. ./kalends connections connect --help tells how to make one.");
            return;
        }
        screen.table(List.of("CONNECTION", "STATE", "LAST SYNC", "FAILURES", "WHY"), rows);
        if (answer.path("more").asBoolean()) {
            screen.note("%d of %d; --limit shows more."
                    .formatted(rows.size(), answer.path("total").asLong()));
        }
    }
}
