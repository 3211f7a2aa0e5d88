package io.kalends.worker.persistence;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

import org.apache.avro.specific.SpecificRecord;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.schemas.Topics;

/// A record about to be emitted; what it needs of its transaction comes with the stamp.
record Draft(Kind kind, String recordKey, Function<Stamp, SpecificRecord> record) {

    /// What all records of the worker carry.
    record Stamp(UUID eventId, ConnectionKey key, Instant at, long sequence) {}

    /// Where it goes.
    enum Kind {
        EVENT_CHANGED,
        COMPLETED,
        FAILED,
        DEFERRED,
        CONNECTION_CHANGED;

        String topic(Topics topics) {
            return switch (this) {
                case EVENT_CHANGED -> topics.eventChanged();
                case COMPLETED -> topics.syncCompleted();
                case FAILED -> topics.syncFailed();
                case DEFERRED -> topics.syncDeferred();
                case CONNECTION_CHANGED -> topics.connectionChanged();
            };
        }
    }
}
