package io.kalends.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.kafka.common.KafkaException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

import io.kalends.cli.connection.Connections;
import io.kalends.cli.connection.Deletions;
import io.kalends.cli.dlt.Dlt;
import io.kalends.cli.doctor.Doctor;
import io.kalends.cli.resync.Commands;
import io.kalends.cli.resync.Resync;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Screen;
import io.kalends.cli.shell.Surroundings;
import io.kalends.cli.shell.Trouble;
import io.kalends.cli.status.Status;
import io.kalends.cli.watch.Watch;

/// The tree of commands, and what its exit codes mean: 0 it is so or it is done, 1 it is not or it failed, 2 the
/// command makes no sense.
final class Tree {

    private Tree() {}

    /// Runs the command that `args` name.
    ///
    /// @return the exit code
    static int run(Surroundings surroundings, String... args) {
        return of(surroundings, Arrays.asList(args).contains("--no-color")).execute(args);
    }

    private static CommandLine of(Surroundings surroundings, boolean isPlain) {
        var globals = new Globals(surroundings);
        var tree = new CommandLine(globals)
                .addSubcommand(new Status(globals))
                .addSubcommand(Connections.tree(globals))
                .addSubcommand(Resync.tree(globals))
                .addSubcommand(Commands.tree(globals))
                .addSubcommand(Deletions.tree(globals))
                .addSubcommand(new Watch(globals))
                .addSubcommand(Dlt.tree(globals))
                .addSubcommand(new Doctor(globals));
        tree.addSubcommand(new Completion(() -> AutoComplete.bash("kalends", tree), surroundings));
        var ansi =
                surroundings.terminal() && !isPlain && surroundings.variable("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
        return tree.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(120)
                .setParameterExceptionHandler((misuse, _) -> misused(misuse, surroundings))
                .setExecutionExceptionHandler((thrown, _, _) -> failed(thrown, globals));
    }

    private static int misused(ParameterException misuse, Surroundings surroundings) {
        var command = misuse.getCommandLine().getCommandSpec().qualifiedName();
        surroundings.err().println("kalends: " + Screen.plain(String.valueOf(misuse.getMessage())));
        surroundings.err().println("What there is: " + command + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception thrown, Globals globals) {
        switch (thrown) {
            case ParameterException misuse -> {
                return misused(misuse, globals.surroundings());
            }
            case Trouble trouble -> tell(trouble, globals);
            case KafkaException kafka ->
                tell(
                        new Trouble("Kafka failed", String.valueOf(kafka.getMessage()), "is it the right broker?"),
                        globals);
            default ->
                tell(new Trouble("This should not have happened", thrown.toString(), "please report it"), globals);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void tell(Trouble trouble, Globals globals) {
        var screen = globals.screen();
        if (screen.isJson()) {
            var error = Screen.object();
            error.putObject("error")
                    .put("title", trouble.title())
                    .put("detail", trouble.detail())
                    .put("advice", trouble.advice())
                    .put("code", trouble.code())
                    .put("status", trouble.status());
            screen.note(error.toString());
            return;
        }
        screen.note("kalends: " + screen.in(Screen.Mood.BAD, trouble.title()) + ": " + Screen.plain(trouble.detail()));
        if (trouble.advice() != null) {
            screen.note("What to do: " + Screen.plain(trouble.advice()));
        }
    }
}
