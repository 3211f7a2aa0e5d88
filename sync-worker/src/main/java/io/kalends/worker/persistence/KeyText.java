package io.kalends.worker.persistence;

import io.kalends.core.connection.ConnectionKey;

/// A connection's key as it is written in tables and records.
final class KeyText {

    private KeyText() {}

    static String of(ConnectionKey key) {
        return new io.kalends.schemas.ConnectionKey(
                        key.tenantId(), key.userId(), key.provider().id())
                .text();
    }
}
