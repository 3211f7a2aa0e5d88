package io.kalends.cli.connection;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.api.HealthApi;
import io.kalends.cli.resync.Following;
import io.kalends.cli.shell.Globals;

@Command(
        name = "disconnect",
        description = {
            "Disconnects an account: revokes the grant at the provider where it can, and erases its events here and",
            "at every consumer. Coming back takes the user's consent and a full sync."
        },
        footer = {"", "Example:", "  ./kalends connections disconnect acme/u1/google --yes"})
final class Disconnect implements Callable<Integer> {

    private final Globals globals;

    @Mixin
    Named named = new Named();

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    @Mixin
    Following.Wish following = new Following.Wish();

    Disconnect(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
        var connection = named.connection();
        if (!yes
                && !globals.screen()
                        .agrees("Disconnect " + connection + " and erase its events everywhere?", "--yes", globals)) {
            globals.screen().note("Nothing was done.");
            return 1;
        }
        try (var api = new HealthApi(globals.url())) {
            return new Following(api, globals).take(api.delete(connection.path()), following);
        }
    }
}
