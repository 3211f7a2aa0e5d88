package io.kalends.cli.resync;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

import io.kalends.cli.api.Answer;
import io.kalends.cli.api.Fields;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.cli.shell.Trouble;

/// What comes after a command was taken: its id is printed, or it is followed to its end.
public final class Following {

    private static final Set<String> ENDED = Set.of("done", "rejected", "cancelled");
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /// Whether to follow.
    public static final class Wish {

        @Option(names = "--wait", description = "follow it to its end; exit code 0 when all of it was done")
        boolean wait;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                description = "with --wait: give up following, not the command, after this (default: ${DEFAULT-VALUE})")
        long timeout = 3_600;
    }

    private final HealthApi api;
    private final Globals globals;
    private final Screen screen;

    public Following(HealthApi api, Globals globals) {
        this.api = api;
        this.globals = globals;
        this.screen = globals.screen();
    }

    /// Prints what became of `answer`.
    ///
    /// @return the exit code
    public int take(Answer answer, Wish wish) throws InterruptedException {
        var id = id(answer.body());
        if (wish.wait) {
            return end(toEnd(id, Duration.ofSeconds(wish.timeout)));
        }
        if (screen.isJson()) {
            screen.json(answer.body());
        } else {
            screen.line("Taken as command " + id + ".");
            screen.note("Follow it with ./kalends commands get " + id + ", or add --wait the next time.");
        }
        return 0;
    }

    /// Looks at the command until it has ended.
    ///
    /// @throws Trouble when it takes longer than `patience`
    JsonNode toEnd(String id, Duration patience) throws InterruptedException {
        var shown = "";
        for (var waited = Duration.ZERO; ; waited = waited.plus(BETWEEN)) {
            var command = api.get("/api/calendar/commands/" + HealthApi.part(id));
            var progress = progress(command);
            if (!progress.equals(shown)) {
                screen.note("  " + Screen.plain(progress));
                shown = progress;
            }
            if (ENDED.contains(state(command))) {
                return command;
            }
            if (waited.compareTo(patience) >= 0) {
                throw new Trouble(
                        "Still going on",
                        "command " + id + " has not ended within " + patience.toSeconds() + " s; it is " + progress,
                        "it goes on without you; look again with ./kalends commands get " + id);
            }
            globals.surroundings().pause().of(BETWEEN);
        }
    }

    private int end(JsonNode command) {
        if (screen.isJson()) {
            screen.json(command);
        } else {
            screen.line(Screen.plain(ended(command)));
        }
        return state(command).equals("done") && !isFailed(command) ? 0 : 1;
    }

    /// Whether a connection failed and has not completed since.
    static boolean isFailed(JsonNode command) {
        return command.path("failed").asLong() > 0
                && command.path("completed").asLong()
                        < command.path("connections").asLong();
    }

    static String id(JsonNode answer) {
        var id = Fields.text(answer, "commandId");
        if (id == null) {
            throw new Trouble("Not understood", "health-api took the command and named no commandId", null);
        }
        return id;
    }

    static String state(JsonNode command) {
        var state = Fields.text(command, "state");
        return (state == null ? Fields.shown(command, "status") : state).toLowerCase(Locale.ROOT);
    }

    private static String progress(JsonNode command) {
        int connections = command.path("connections").asInt();
        if (connections == 0 || ENDED.contains(state(command))) {
            return state(command);
        }
        var joined = Fields.text(command, "joinedCommandId");
        return "%s: %d of %d done, %d failed%s"
                .formatted(
                        state(command),
                        command.path("completed").asLong(),
                        connections,
                        command.path("failed").asLong(),
                        joined == null ? "" : " (with command " + joined + ", which asks the same)");
    }

    private static String ended(JsonNode command) {
        var what = Fields.shown(command, "kind") + " " + state(command);
        long failed = command.path("failed").asLong();
        int connections = command.path("connections").asInt();
        var counts = command.path("completed").asLong() + failed == 0
                ? ""
                : ": %d of %d connections completed, %d failed"
                        .formatted(command.path("completed").asLong(), connections, failed);
        var message = Fields.text(command, "message");
        return what + counts + (message == null ? "" : ". " + message);
    }
}
