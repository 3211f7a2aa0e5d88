package io.kalends.cli.dlt;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.kalends.cli.shell.Globals;

/// `dlt`: the commands about dead letters.
@Command(
        name = "dlt",
        description = {
            "Shows dead letters, and sends them again once their cause is gone.",
            "A record that nobody could handle lies on <topic>.dlt for 14 days, as it came, with the cause in headers."
        },
        footer = {
            "",
            "Examples:",
            "  ./kalends dlt list",
            "  ./kalends dlt show --topic sync.failed.v1 --partition 3 --offset 17",
            "  ./kalends dlt replay --topic sync.failed.v1 --all --dry-run"
        })
public final class Dlt {

    private Dlt() {}

    /// The command with its subcommands.
    public static CommandLine tree(Globals globals) {
        return new CommandLine(new Dlt())
                .addSubcommand(new ListLetters(globals))
                .addSubcommand(new ShowLetter(globals))
                .addSubcommand(new Replay(globals));
    }
}
