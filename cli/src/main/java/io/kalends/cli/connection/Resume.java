package io.kalends.cli.connection;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.kalends.cli.api.HealthApi;
import io.kalends.cli.resync.Following;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

@Command(
        name = "resume",
        description = "Takes a paused connection up again, with what changed meanwhile.",
        footer = {"", "Example:", "  ./kalends connections resume acme/u1/google --wait"})
final class Resume implements Callable<Integer> {

    private final Globals globals;

    @Mixin
    Named named = new Named();

    @Mixin
    Following.Wish following = new Following.Wish();

    Resume(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
        var path = named.connection().path() + "/resume";
        try (var api = new HealthApi(globals.url())) {
            return new Following(api, globals).take(api.post(path, Screen.object()), following);
        }
    }
}
