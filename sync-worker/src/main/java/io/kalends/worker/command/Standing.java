package io.kalends.worker.command;

import io.kalends.core.connection.ConnectionState;

/// Where a connection stands when it is a command's turn.
///
/// @param read whether a run has ever succeeded
record Standing(ConnectionState state, boolean read) {

    boolean isGone() {
        return state instanceof ConnectionState.Disconnected;
    }
}
