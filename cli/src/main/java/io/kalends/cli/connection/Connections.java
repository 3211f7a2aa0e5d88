package io.kalends.cli.connection;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.kalends.cli.shell.Globals;

/// `connections`: the commands about one, and the list of all.
@Command(
        name = "connections",
        description = "List, look at, connect, disconnect, pause and resume connections.",
        footer = {
            "",
            "Examples:",
            "  ./kalends connections list --status degraded",
            "  ./kalends connections get acme/u1/google",
            "  ./kalends connections connect acme/u1/google < refresh-token.txt"
        })
public final class Connections {

    private Connections() {}

    /// The command with its subcommands.
    public static CommandLine tree(Globals globals) {
        return new CommandLine(new Connections())
                .addSubcommand(new ListConnections(globals))
                .addSubcommand(new GetConnection(globals))
                .addSubcommand(new Connect(globals))
                .addSubcommand(new Disconnect(globals))
                .addSubcommand(new Pause(globals))
                .addSubcommand(new Resume(globals));
    }
}
