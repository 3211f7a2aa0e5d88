package io.kalends.cli.shell;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The root of the tree, with the options that every command takes.
@Command(
        name = "./kalends",
        description = "Looks after Kalends: what is wrong, why, and what to do about it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 it is so or it is done; 1 it is not, or it failed; 2 the command makes no sense.",
            "A connection is named as its key: tenantId/userId/provider, e.g. acme/u1/google; each part is",
            "percent-encoded. Every command explains itself with --help."
        })
public final class Globals {

    /// How answers are printed.
    public enum Format {
        table,
        json
    }

    private final Surroundings surroundings;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "where health-api is; else KALENDS_URL, else http://localhost:8080")
    @Nullable
    String url;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "table for people, json for programs (default: ${DEFAULT-VALUE})")
    Format output = Format.table;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "no colours; also when NO_COLOR is set or the output is no terminal")
    boolean plain;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "how to use this command")
    boolean help;

    public Globals(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Screen screen() {
        return new Screen(surroundings, output == Format.json, colours());
    }

    private boolean colours() {
        return surroundings.terminal() && !plain && surroundings.variable("NO_COLOR") == null;
    }

    /// Where health-api is, without a slash at the end.
    public URI url() {
        var text = url == null ? surroundings.variable("KALENDS_URL", "http://localhost:8080") : url;
        return address(text, url == null ? "KALENDS_URL" : "--url");
    }

    /// `text` as an address that can be asked.
    ///
    /// @param name of the option or variable it came from
    public URI address(String text, String name) {
        try {
            var address = URI.create(text.replaceAll("/+$", ""));
            if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw misused(name + " is '" + Screen.plain(text) + "', which is no address: " + e.getMessage());
        }
        throw misused(name + " is '" + Screen.plain(text) + "': give it as http://HOST:PORT");
    }

    /// What to throw when the command as given makes no sense; its exit code is 2.
    public CommandLine.ParameterException misused(String why) {
        if (spec == null) {
            throw new IllegalStateException(why);
        }
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }
}
