package io.kalends.cli.connection;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.kalends.cli.shell.Globals;

/// `deletions`: what was held back because it was too much at once.
@Command(
        name = "deletions",
        description = {
            "Lists, releases and discards deletions that were held back.",
            "When a large part of a calendar is gone at once, the CRM is not told until somebody has looked."
        },
        footer = {
            "",
            "Examples:",
            "  ./kalends deletions list",
            "  ./kalends deletions release acme/u1/google      # they are real: tell the CRM",
            "  ./kalends deletions discard acme/u1/google      # they are not: read the calendar anew"
        })
public final class Deletions {

    private Deletions() {}

    /// The command with its subcommands.
    public static CommandLine tree(Globals globals) {
        return new CommandLine(new Deletions())
                .addSubcommand(new ListHolds(globals))
                .addSubcommand(new DecideHold.Release(globals))
                .addSubcommand(new DecideHold.Discard(globals));
    }
}
