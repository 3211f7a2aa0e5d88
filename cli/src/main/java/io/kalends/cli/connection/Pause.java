package io.kalends.cli.connection;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.kalends.cli.api.HealthApi;
import io.kalends.cli.resync.Following;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

@Command(
        name = "pause",
        description =
                "Leaves a connection alone: it keeps its events and its token and is not synced until it is resumed.",
        footer = {"", "Example:", "  ./kalends connections pause acme/u1/google --wait"})
final class Pause implements Callable<Integer> {

    private final Globals globals;

    @Mixin
    Named named = new Named();

    @Mixin
    Following.Wish following = new Following.Wish();

    Pause(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
        var path = named.connection().path() + "/pause";
        try (var api = new HealthApi(globals.url())) {
            return new Following(api, globals).take(api.post(path, Screen.object()), following);
        }
    }
}
