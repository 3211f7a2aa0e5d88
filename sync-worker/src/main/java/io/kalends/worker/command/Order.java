package io.kalends.worker.command;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.worker.persistence.KeyText;

/// Which command about which connection.
///
/// @param commandId the same over repeats
record Order(String commandId, ConnectionKey key) {

    /// The connection's key in the database and on Kafka.
    String row() {
        return KeyText.of(key);
    }
}
