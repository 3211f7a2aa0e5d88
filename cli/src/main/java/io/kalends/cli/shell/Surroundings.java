package io.kalends.cli.shell;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Where a command runs.
///
/// @param terminal whether a person is there to answer, and to see colours
/// @param pause waits between two looks
public record Surroundings(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        InstantSource clock,
        Pause pause) {

    /// Waits.
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /// Where the JVM runs.
    public static Surroundings real() {
        return new Surroundings(
                System.getenv(),
                System.in,
                System.out,
                System.err,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                InstantSource.system(),
                Thread::sleep);
    }

    /// The variable, null when it says nothing.
    public @Nullable String variable(String name) {
        var text = Objects.requireNonNullElse(environment.get(name), "");
        return text.isBlank() ? null : text.strip();
    }

    /// The variable, else `otherwise`.
    public String variable(String name, String otherwise) {
        return Objects.requireNonNullElse(variable(name), otherwise);
    }
}
