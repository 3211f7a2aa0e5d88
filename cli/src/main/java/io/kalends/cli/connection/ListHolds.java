package io.kalends.cli.connection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.kalends.cli.api.ConnectionName;
import io.kalends.cli.api.Fields;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Globals;

@Command(
        name = "list",
        description = "Lists the calendars whose deletions are held back.",
        footer = {"", "JSON: what GET /api/calendar/holds answers.", "", "Example:", "  ./kalends deletions list"})
final class ListHolds implements Callable<Integer> {

    private final Globals globals;

    @Option(names = "--tenant", paramLabel = "ID", description = "only this tenant")
    @Nullable
    String tenant;

    ListHolds(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        var query = new HashMap<String, @Nullable Object>();
        query.put("tenantId", tenant);
        JsonNode answer;
        try (var api = new HealthApi(globals.url())) {
            answer = api.get("/api/calendar/holds", query);
        }
        var screen = globals.screen();
        if (screen.isJson()) {
            screen.json(answer);
            return 0;
        }
        var rows = new ArrayList<List<String>>();
        for (var hold : Fields.list(answer, "holds")) {
            rows.add(List.of(
                    ConnectionName.of(hold),
                    Fields.shown(hold, "calendarId"),
                    Fields.shown(hold, "deletions"),
                    Fields.shown(hold, "events"),
                    screen.when(Fields.time(hold, "heldAt"))));
        }
        if (rows.isEmpty()) {
            screen.note("No deletions are held back.");
        } else {
            screen.table(List.of("CONNECTION", "CALENDAR", "DELETIONS", "OF EVENTS", "HELD"), rows);
        }
        return 0;
    }
}
