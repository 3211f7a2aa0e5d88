package io.kalends.cli.resync;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import io.kalends.cli.api.HealthApi;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;

@Command(
        name = "cancel",
        description =
                "Stops a resync: what it has not reached yet is left alone; runs that have begun end by themselves.",
        footer = {
            "",
            "Example:",
            "  ./kalends commands list --tenant acme",
            "  ./kalends resync cancel 0b9f6d3e-43a0-4c5e-9d8a-0d5b4f0f6c11"
        })
final class CancelResync implements Callable<Integer> {

    private final Globals globals;

    @Parameters(paramLabel = "COMMAND-ID", description = "what ./kalends resync printed")
    String id = "";

    @Mixin
    Following.Wish following = new Following.Wish();

    CancelResync(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
        var path = "/api/calendar/commands/" + HealthApi.part(id);
        try (var api = new HealthApi(globals.url())) {
            // The command itself is asked for first: an older server has no way to cancel, and says so differently.
            api.get(path);
            return new Following(api, globals).take(api.post(path + "/cancel", Screen.object()), following);
        }
    }
}
