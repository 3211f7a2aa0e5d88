package io.kalends.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

import picocli.CommandLine.Command;

import io.kalends.cli.shell.Surroundings;

/// `completion`: a script for the shell.
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options in bash and zsh.",
        footer = {"", "Example:", "  source <(./kalends completion)"})
final class Completion implements Callable<Integer> {

    private final Supplier<String> script;
    private final Surroundings surroundings;

    Completion(Supplier<String> script, Surroundings surroundings) {
        this.script = script;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().print(script.get());
        return 0;
    }
}
