package io.kalends.worker.persistence;

import io.kalends.core.connection.ConnectionKey;

/// A connection's key as it is written in tables and records.
public final class KeyText {

    private KeyText() {}

    /// @throws IllegalArgumentException when a part of the key cannot be part of one
    public static String of(ConnectionKey key) {
        return new io.kalends.schemas.ConnectionKey(
                        key.tenantId(), key.userId(), key.provider().id())
                .text();
    }
}
