package io.kalends.cli.shell;

import org.jspecify.annotations.Nullable;

/// Why a command could not do what it was asked: told on the error stream, and the exit code is 1.
public final class Trouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String title;
    private final @Nullable String advice;
    private final @Nullable String code;
    private final int status;

    /// @param title in a few words
    /// @param detail what was found, with what value
    /// @param advice what to do; null when `detail` says it
    public Trouble(String title, String detail, @Nullable String advice) {
        this(title, detail, advice, null, 0);
    }

    /// @param code stable, for programs
    /// @param status of HTTP, 0 when there was no answer
    public Trouble(String title, String detail, @Nullable String advice, @Nullable String code, int status) {
        super(detail);
        this.title = title;
        this.advice = advice;
        this.code = code;
        this.status = status;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public @Nullable String advice() {
        return advice;
    }

    public @Nullable String code() {
        return code;
    }

    public int status() {
        return status;
    }
}
