package io.kalends.cli;

import io.kalends.cli.shell.Surroundings;

/// Runs one command of the tree.
public final class Main {

    private Main() {}

    /// @param args the command with its options
    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        var status = Tree.run(Surroundings.real(), args);
        System.out.flush();
        System.exit(status);
    }
}
