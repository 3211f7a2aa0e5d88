package io.kalends.cli.resync;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.api.Answer;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

/// `resync`: of one connection at once, of more after having shown what it takes.
@Command(
        name = "resync",
        description = {
            "Syncs a connection, a provider of a tenant, or a whole tenant again.",
            "Asked for more than one connection, it first shows what that takes and asks whether to go on."
        },
        footer = {
            "",
            "Verbs:",
            "  sync-now    reads what has changed (the default)",
            "  reconcile   reads everything and tells what differs",
            "  rebuild     forgets where reading stands and what is kept, and reads everything anew",
            "  republish   reads nothing and tells everything again",
            "",
            "JSON: the command as GET /api/calendar/commands/{commandId} answers it; of a dry run",
            "{\"dryRun\", \"verb\", \"tenantId\", \"userId\", \"provider\", \"connections\", \"calls\", \"seconds\","
                    + " \"minutes\"}.",
            "",
            "Examples:",
            "  ./kalends resync --tenant acme --user u1 --provider google --wait",
            "  ./kalends resync --tenant acme --verb reconcile --dry-run",
            "  ./kalends resync --tenant acme --provider outlook --verb republish --yes --wait",
            "  ./kalends resync cancel 0b9f6d3e-..."
        })
public final class Resync implements Callable<Integer> {

    private final Globals globals;

    @Option(names = "--tenant", paramLabel = "ID", description = "whose connections")
    @Nullable
    String tenant;

    @Option(names = "--user", paramLabel = "ID", description = "only this user's")
    @Nullable
    String user;

    @Option(names = "--provider", paramLabel = "NAME", description = "only those at google or outlook")
    @Nullable
    String provider;

    @Option(
            names = "--verb",
            paramLabel = "VERB",
            description = "sync-now, reconcile, rebuild or republish (default: sync-now)")
    Verb verb = Verb.SYNC_NOW;

    @Option(names = "--dry-run", description = "only say what it would take")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    @Mixin
    Following.Wish following = new Following.Wish();

    private Resync(Globals globals) {
        this.globals = globals;
    }

    /// What a resync does. The API's own spelling is understood too.
    enum Verb {
        SYNC_NOW,
        RECONCILE,
        REBUILD,
        REPUBLISH;

        static Verb of(String word) {
            for (var verb : values()) {
                if (verb.toString().equalsIgnoreCase(word) || verb.name().equalsIgnoreCase(word)) {
                    return verb;
                }
            }
            throw new CommandLine.TypeConversionException(
                    "'" + word + "' is no verb: use sync-now, reconcile, rebuild or republish");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// The command with its subcommands.
    public static CommandLine tree(Globals globals) {
        return new CommandLine(new Resync(globals))
                .addSubcommand(new CancelResync(globals))
                .registerConverter(Verb.class, Verb::of);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (tenant == null) {
            throw globals.misused("resync needs --tenant ID; ./kalends resync --help shows examples");
        }
        try (var api = new HealthApi(globals.url())) {
            if (dryRun) {
                return estimate(api) ? 0 : 1;
            }
            var isOne = user != null && provider != null;
            if (!isOne && !yes) {
                if (!globals.surroundings().terminal()) {
                    throw globals.misused(
                            "This may be more than one connection and nobody is there to answer: add --yes, or look with"
                                    + " --dry-run first.");
                }
                if (!estimate(api) || !globals.screen().agrees("Go on?", "--yes", globals)) {
                    globals.screen().note("Nothing was done.");
                    return 1;
                }
            }
            return new Following(api, globals).take(ask(api, false), following);
        }
    }

    /// Shows what it would take.
    ///
    /// @return false when it would not be done
    private boolean estimate(HealthApi api) throws InterruptedException {
        var answer = ask(api, true);
        var estimate = answer.body();
        if (!estimate.path("dryRun").asBoolean()) {
            var command = new Following(api, globals).toEnd(Following.id(estimate), Duration.ofMinutes(1));
            if (Following.state(command).equals("rejected")) {
                globals.screen()
                        .note("It would be rejected: " + command.path("message").asText("no reason given"));
                return false;
            }
            estimate = estimateIn(command);
        }
        var screen = globals.screen();
        if (screen.isJson()) {
            screen.json(estimate);
        } else {
            screen.line("%s of %s would sync %d connections, ask the provider about %d times and take about %s."
                    .formatted(
                            verb,
                            Screen.plain(about()),
                            estimate.path("connections").asLong(),
                            estimate.path("calls").asLong(),
                            Screen.length(
                                    Duration.ofSeconds(estimate.path("seconds").asLong()))));
        }
        return true;
    }

    private ObjectNode estimateIn(JsonNode command) {
        long seconds = command.path("estimatedSeconds").asLong();
        return Screen.object()
                .put("dryRun", true)
                .put("verb", verb.name())
                .put("tenantId", tenant)
                .put("userId", user)
                .put("provider", provider)
                .put("connections", command.path("connections").asLong())
                .put("calls", command.path("estimatedCalls").asLong())
                .put("seconds", seconds)
                .put("minutes", (seconds + 59) / 60);
    }

    private Answer ask(HealthApi api, boolean dry) {
        var body = Screen.object().put("tenantId", tenant).put("verb", verb.name());
        if (user != null) {
            body.put("userId", user);
        }
        if (provider != null) {
            body.put("provider", provider);
        }
        if (dry) {
            // A server that does not know the field refuses it: nothing is ever done in its place.
            body.put("dryRun", true);
        }
        return api.post("/api/calendar/health/resync", body);
    }

    private String about() {
        return "tenant " + tenant
                + (user == null ? "" : ", user " + user)
                + (provider == null ? "" : ", at " + provider);
    }
}
