package io.kalends.cli.connection;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.api.ConnectionName;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.resync.Following;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

/// What becomes of held deletions.
abstract sealed class DecideHold implements Callable<Integer> {

    private final Globals globals;

    @Mixin
    Named named = new Named();

    @Option(
            names = "--calendar",
            paramLabel = "ID",
            description = "only this calendar; can be repeated (default: all that have any)")
    List<String> calendars = List.of();

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    @Mixin
    Following.Wish following = new Following.Wish();

    private DecideHold(Globals globals) {
        this.globals = globals;
    }

    abstract String verb();

    abstract String question(ConnectionName connection);

    @Override
    public Integer call() throws InterruptedException {
        var connection = named.connection();
        if (!yes && !globals.screen().agrees(question(connection), "--yes", globals)) {
            globals.screen().note("Nothing was done.");
            return 1;
        }
        var body = Screen.object();
        if (!calendars.isEmpty()) {
            calendars.forEach(body.putArray("calendarIds")::add);
        }
        try (var api = new HealthApi(globals.url())) {
            var answer = api.post(connection.path() + "/deletions/" + verb(), body);
            return new Following(api, globals).take(answer, following);
        }
    }

    @Command(
            name = "release",
            description = "The deletions are real: tells them to the CRM.",
            footer = {"", "Example:", "  ./kalends deletions release acme/u1/google --yes"})
    static final class Release extends DecideHold {
        Release(Globals globals) {
            super(globals);
        }

        @Override
        String verb() {
            return "release";
        }

        @Override
        String question(ConnectionName connection) {
            return "Tell the CRM that the held events of " + connection + " are deleted?";
        }
    }

    @Command(
            name = "discard",
            description = "The deletions are a mistake of the provider: forgets them and reads the calendar anew.",
            footer = {"", "Example:", "  ./kalends deletions discard acme/u1/google --calendar primary --yes"})
    static final class Discard extends DecideHold {
        Discard(Globals globals) {
            super(globals);
        }

        @Override
        String verb() {
            return "discard";
        }

        @Override
        String question(ConnectionName connection) {
            return "Forget the held deletions of " + connection + " and read its calendars anew?";
        }
    }
}
