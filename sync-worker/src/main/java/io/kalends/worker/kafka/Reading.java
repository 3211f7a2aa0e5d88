package io.kalends.worker.kafka;

import org.apache.kafka.common.errors.SerializationException;

import io.kalends.schemas.v1.SyncPriority;
import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.SyncTrigger;

/// What a record turned out to be.
sealed interface Reading {

    Received received();

    record Legible(Received received, SyncRequested request) implements Reading {

        /// Whether this is long work that must leave half of the permits to others.
        boolean isBulk() {
            return switch (request.getMode()) {
                case FULL, REPUBLISH, REBUILD -> true;
                case DELTA, UNKNOWN ->
                    request.getTrigger() == SyncTrigger.CONTINUATION || request.getPriority() == SyncPriority.BULK;
            };
        }
    }

    record Illegible(Received received, SerializationException cause) implements Reading {}
}
