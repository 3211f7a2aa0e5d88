package io.kalends.worker.outbox;

/// A row that waits to be published.
record PendingRow(long position, int shard, OutboxRow row) {}
