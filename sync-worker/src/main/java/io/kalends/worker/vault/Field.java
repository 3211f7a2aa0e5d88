package io.kalends.worker.vault;

import io.kalends.core.connection.ConnectionKey;

/// The sealed fields of a credential.
enum Field {
    REFRESH("refresh"),
    ACCESS("access");

    private final String id;

    Field(String id) {
        this.id = id;
    }

    /// Where this field of `key` is stored; no part of a connection key holds a slash.
    String of(ConnectionKey key) {
        return row(key) + "/" + id;
    }

    /// The row of `key`.
    static String row(ConnectionKey key) {
        return new io.kalends.schemas.ConnectionKey(
                        key.tenantId(), key.userId(), key.provider().id())
                .text();
    }
}
