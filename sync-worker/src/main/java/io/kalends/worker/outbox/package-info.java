/// What leaves the worker: rows written in the caller's transaction, published afterwards in order per
/// connection.
///
/// Start at [io.kalends.worker.outbox.OutboxWriter] for the way in and [io.kalends.worker.outbox.OutboxRelay]
/// for the way out; `ShardLeases` sees to it that one relay at a time publishes a shard. A row carries its
/// final bytes: no Avro record, provider or token may enter.
@NullMarked
package io.kalends.worker.outbox;

import org.jspecify.annotations.NullMarked;
