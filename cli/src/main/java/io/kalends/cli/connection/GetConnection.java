package io.kalends.cli.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.kalends.cli.api.Fields;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

@Command(
        name = "get",
        description = "Shows one connection with its calendars and last runs.",
        footer = {
            "",
            "JSON: what GET /api/calendar/connections/{tenantId}/{userId}/{provider} answers.",
            "",
            "Example:",
            "  ./kalends connections get acme/u1/google"
        })
final class GetConnection implements Callable<Integer> {

    private final Globals globals;

    @Mixin
    Named named = new Named();

    GetConnection(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        JsonNode answer;
        try (var api = new HealthApi(globals.url())) {
            answer = api.get(named.connection().path());
        }
        var screen = globals.screen();
        if (screen.isJson()) {
            screen.json(answer);
        } else {
            show(screen, answer);
        }
        return 0;
    }

    private void show(Screen screen, JsonNode answer) {
        var connection = answer.path("connection");
        screen.line(screen.in(Screen.Mood.LOUD, named.connection() + "  " + Standing.state(connection)));
        fact(screen, "last sync", screen.when(Fields.time(connection, "lastSync")));
        fact(screen, "failures", Fields.shown(connection, "consecutiveFailures") + " in a row");
        fact(screen, "why", Screen.plain(Standing.why(connection, screen)));
        fact(screen, "token until", screen.when(Fields.time(connection, "tokenExpiry")));
        var calendars = new ArrayList<List<String>>();
        for (var calendar : Fields.list(answer, "calendars")) {
            calendars.add(List.of(
                    Fields.shown(calendar, "calendarId"),
                    calendar.path("selected").asBoolean() ? "in step" : "left alone",
                    Fields.shown(calendar, "status").toLowerCase(Locale.ROOT),
                    Fields.shown(calendar, "lastError"),
                    held(calendar.path("held"))));
        }
        if (!calendars.isEmpty()) {
            screen.line("");
            screen.table(List.of("CALENDAR", "KEPT", "STATUS", "ERROR", "HELD DELETIONS"), calendars);
        }
        var runs = new ArrayList<List<String>>();
        for (var run : Fields.list(answer, "runs")) {
            runs.add(List.of(
                    screen.when(Fields.time(run, "endedAt")),
                    Fields.shown(run, "outcome").toLowerCase(Locale.ROOT),
                    Fields.shown(run, "detail"),
                    Fields.shown(run, "eventsSynced"),
                    Fields.shown(run, "message")));
        }
        if (!runs.isEmpty()) {
            screen.line("");
            screen.table(List.of("RUN", "OUTCOME", "DETAIL", "EVENTS", "MESSAGE"), runs);
        }
    }

    private static String held(JsonNode held) {
        return held instanceof ObjectNode
                ? held.path("deletions").asInt() + " of " + held.path("events").asInt() + " events"
                : "-";
    }

    private static void fact(Screen screen, String name, String value) {
        screen.line("  %-12s %s".formatted(name, value));
    }
}
