package io.kalends.worker.command;

/// A command that nobody can carry out, however often it is tried: a case for the dead letters.
final class CommandRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandRejectedException(String message) {
        super(message);
    }
}
