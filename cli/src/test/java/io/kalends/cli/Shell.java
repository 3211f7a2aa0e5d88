package io.kalends.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.kalends.cli.shell.Surroundings;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Runs commands as a shell would, and keeps what they print.
public final class Shell {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<String, String> environment = new HashMap<>();
    private boolean terminal;
    private String typed = "";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    public Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// Somebody sits at a terminal and types `text`.
    public Shell typing(String text) {
        terminal = true;
        typed = text;
        return this;
    }

    /// `text` comes through a pipe.
    public Shell piping(String text) {
        terminal = false;
        typed = text;
        return this;
    }

    /// @return the exit code
    public int run(String... args) {
        out.reset();
        err.reset();
        return Tree.run(
                new Surroundings(
                        environment,
                        new ByteArrayInputStream(typed.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        terminal,
                        InstantSource.fixed(NOON),
                        _ -> {}),
                args);
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public String err() {
        return err.toString(UTF_8);
    }

    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(out(), e);
        }
    }
}
