package io.kalends.worker.command;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;

/// Tells everybody where a connection stands.
@FunctionalInterface
public interface ConnectionAnnouncer {

    /// Emits the state of `key` as the caller's open transaction has left it; the connection's row is there and
    /// locked.
    ///
    /// @param commandId the command that led here, null when none did
    void emit(ConnectionKey key, @Nullable String commandId);
}
