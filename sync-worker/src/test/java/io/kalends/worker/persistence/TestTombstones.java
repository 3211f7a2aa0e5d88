package io.kalends.worker.persistence;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.worker.outbox.Outbox;

/// The door to tombstones, for the tests of other rooms.
public final class TestTombstones {

    private TestTombstones() {}

    /// Tombstones that are handed to `outbox`.
    public static Tombstones to(Outbox outbox, JdbcClient jdbc) {
        var configuration = new PersistenceConfiguration();
        var connections = configuration.storeConnections(jdbc);
        return configuration.tombstones(
                connections,
                configuration.storeJournal(connections, outbox, new AvroCodec(), Topics.DEFAULT, UUID::randomUUID));
    }
}
