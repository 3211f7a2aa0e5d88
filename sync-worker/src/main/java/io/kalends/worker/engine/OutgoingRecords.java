package io.kalends.worker.engine;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;

/// The records a sync may emit.
record OutgoingRecords(AvroCodec codec, Topics topics) {

    /// Asks a schema registry for all it has to say of them, before a transaction is open that would wait for it.
    /// Costs nothing once it has answered.
    void prepare() {
        codec.prepare(topics.syncCompleted(), SyncCompleted.getClassSchema());
        codec.prepare(topics.syncFailed(), SyncFailed.getClassSchema());
        codec.prepare(topics.syncDeferred(), SyncDeferred.getClassSchema());
        codec.prepare(topics.eventChanged(), CalendarEventChanged.getClassSchema());
        codec.prepare(topics.connectionChanged(), ConnectionChanged.getClassSchema());
    }
}
