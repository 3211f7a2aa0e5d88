package io.kalends.cli.resync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.kalends.cli.api.Fields;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

/// `commands`: what was asked, and what became of it.
@Command(
        name = "commands",
        description = "Shows what was asked for (resync, connect, pause, ...) and what became of it.",
        footer = {"", "Examples:", "  ./kalends commands list --tenant acme", "  ./kalends commands get 0b9f6d3e-..."})
public final class Commands {

    private static final List<String> HEADS =
            List.of("COMMAND", "KIND", "ABOUT", "STATE", "DONE", "FAILED", "OF", "ASKED", "MESSAGE");

    private Commands() {}

    /// The command with its subcommands.
    public static CommandLine tree(Globals globals) {
        return new CommandLine(new Commands()).addSubcommand(new Get(globals)).addSubcommand(new Latest(globals));
    }

    @Command(
            name = "get",
            description = "Shows one command; exit code 1 when it was rejected, cancelled or failed for a connection.",
            footer = {"", "JSON: what GET /api/calendar/commands/{commandId} answers."})
    static final class Get implements Callable<Integer> {

        private final Globals globals;

        @Parameters(paramLabel = "COMMAND-ID", description = "what the command printed when it was taken")
        String id = "";

        Get(Globals globals) {
            this.globals = globals;
        }

        @Override
        public Integer call() {
            JsonNode command;
            try (var api = new HealthApi(globals.url())) {
                command = api.get("/api/calendar/commands/" + HealthApi.part(id));
            }
            var screen = globals.screen();
            if (screen.isJson()) {
                screen.json(command);
            } else {
                screen.table(HEADS, List.of(row(command, screen)));
            }
            return switch (Following.state(command)) {
                case "rejected", "cancelled" -> 1;
                default -> Following.isFailed(command) ? 1 : 0;
            };
        }
    }

    @Command(
            name = "list",
            description = "Lists the latest commands.",
            footer = {"", "JSON: what GET /api/calendar/commands answers."})
    static final class Latest implements Callable<Integer> {

        private final Globals globals;

        @Option(names = "--tenant", paramLabel = "ID", description = "only about this tenant")
        @Nullable
        String tenant;

        @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: ${DEFAULT-VALUE})")
        int limit = 20;

        Latest(Globals globals) {
            this.globals = globals;
        }

        @Override
        public Integer call() {
            var query = new HashMap<String, @Nullable Object>();
            query.put("tenantId", tenant);
            query.put("limit", limit);
            JsonNode answer;
            try (var api = new HealthApi(globals.url())) {
                answer = api.get("/api/calendar/commands", query);
            }
            var screen = globals.screen();
            if (screen.isJson()) {
                screen.json(answer);
                return 0;
            }
            var rows = new ArrayList<List<String>>();
            for (var command : Fields.list(answer, "commands")) {
                rows.add(row(command, screen));
            }
            if (rows.isEmpty()) {
                screen.note("Nothing was asked for in the last 7 days.");
            } else {
                screen.table(HEADS, rows);
            }
            return 0;
        }
    }

    private static List<String> row(JsonNode command, Screen screen) {
        return List.of(
                Fields.shown(command, "commandId"),
                Fields.shown(command, "kind"),
                about(command),
                Following.state(command),
                Fields.shown(command, "completed"),
                Fields.shown(command, "failed"),
                Fields.shown(command, "connections"),
                screen.when(Fields.time(command, "requestedAt")),
                Fields.shown(command, "message"));
    }

    private static String about(JsonNode command) {
        var user = Fields.text(command, "userId");
        var provider = Fields.text(command, "provider");
        return Fields.shown(command, "tenantId") + "/" + (user == null ? "*" : user) + "/"
                + (provider == null ? "*" : provider);
    }
}
