package io.kalends.worker.persistence;

import java.util.HexFormat;
import java.util.List;

import io.kalends.core.connection.ConnectionKey;

/// Erases events from their topic.
///
/// Whoever removes rows of events for good calls this in the same transaction.
public final class Tombstones {

    private final Connections connections;
    private final Journal journal;

    Tombstones(Connections connections, Journal journal) {
        this.connections = connections;
        this.journal = journal;
    }

    /// Writes a tombstone for each event.
    ///
    /// @param key of a connection that has a row; the row is locked here unless the caller has done so
    /// @param hashes the events' `key_hash`
    /// @throws IllegalArgumentException when the connection has no row
    public void write(ConnectionKey key, List<byte[]> hashes) {
        var row = connections.lock(key);
        if (row == null) {
            throw new IllegalArgumentException("connection " + KeyText.of(key) + " has no row: nothing can be erased");
        }
        write(row, hashes);
    }

    void write(ConnectionRow row, List<byte[]> hashes) {
        journal.erase(
                row,
                hashes.stream()
                        .map(hash -> row.text() + "/" + HexFormat.of().formatHex(hash))
                        .toList());
    }
}
