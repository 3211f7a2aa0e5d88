package io.kalends.cli.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.api.HealthApi;
import io.kalends.cli.resync.Following;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.cli.shell.Trouble;

@Command(
        name = "connect",
        description = {
            "Connects an account, or connects it again, with a refresh token.",
            "The token is read from the standard input or from a file, never from an argument: arguments are seen by",
            "everybody on the machine and kept by the shell."
        },
        footer = {
            "",
            "Where the token comes from: the CRM's OAuth client asks the user for consent with offline access",
            "(Google: access_type=offline and the scope calendar.readonly; Microsoft: offline_access Calendars.Read)",
            "and gets it with the code. It is sealed for the worker before it leaves health-api.",
            "",
            "Examples:",
            "  ./kalends connections connect acme/u1/google --token-file token.txt --wait",
            "  pass show google/u1 | ./kalends connections connect acme/u1/google",
            "  ./kalends connections connect acme/u1/outlook        # asks for it, without showing it"
        })
final class Connect implements Callable<Integer> {

    private static final int LONGEST_TOKEN = 16_384;

    private final Globals globals;

    @Mixin
    Named named = new Named();

    @Option(names = "--token-file", paramLabel = "FILE", description = "holds the refresh token and nothing else")
    @Nullable
    Path file;

    @Mixin
    Following.Wish following = new Following.Wish();

    Connect(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() throws InterruptedException {
        var connection = named.connection();
        var token = token();
        try (var api = new HealthApi(globals.url())) {
            var body = Screen.object()
                    .put("tenantId", connection.key().tenantId())
                    .put("userId", connection.key().userId())
                    .put("provider", connection.key().provider())
                    .put("refreshToken", token);
            return new Following(api, globals).take(api.post("/api/calendar/connections", body), following);
        }
    }

    private String token() {
        try {
            var token = read().strip();
            if (token.isEmpty()
                    || token.length() > LONGEST_TOKEN
                    || token.chars().anyMatch(Character::isISOControl)) {
                throw new Trouble(
                        "No token",
                        "what was read has " + token.length() + " characters; a refresh token has 1 to " + LONGEST_TOKEN
                                + " on one line",
                        "./kalends connections connect --help tells where it comes from");
            }
            return token;
        } catch (IOException e) {
            throw new Trouble("No token", "it cannot be read from " + file + ": " + e.getMessage(), null);
        }
    }

    private String read() throws IOException {
        if (file != null) {
            return Files.readString(file);
        }
        if (globals.surroundings().terminal()) {
            return Optional.ofNullable(System.console())
                    .map(console -> console.readPassword("refresh token of %s: ", named.connection()))
                    .map(String::new)
                    .orElse("");
        }
        return new String(globals.surroundings().in().readNBytes(2 * LONGEST_TOKEN), StandardCharsets.UTF_8);
    }
}
