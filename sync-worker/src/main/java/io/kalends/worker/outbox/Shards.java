package io.kalends.worker.outbox;

import io.kalends.schemas.Keys;

/// How connections are spread over the shards that relays lease.
final class Shards {

    static final int COUNT = 16;

    private Shards() {}

    static int of(String connectionKey) {
        return Keys.partition(connectionKey, COUNT);
    }
}
