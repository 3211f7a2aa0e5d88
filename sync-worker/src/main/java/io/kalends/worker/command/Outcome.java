package io.kalends.worker.command;

/// What became of a command.
enum Outcome {
    /// It is carried out.
    DONE,
    /// It was carried out before; nothing changed now.
    REPEATED,
    /// There is no such connection; nothing was to be done.
    UNKNOWN_CONNECTION
}
