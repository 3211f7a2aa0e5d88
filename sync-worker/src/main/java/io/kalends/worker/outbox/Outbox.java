package io.kalends.worker.outbox;

import java.util.List;

/// Where records wait for the relay, written in the same transaction as what they tell of.
public interface Outbox {

    /// Adds `rows` in this order. The caller's transaction must be open and hold the lock on the connection's row.
    void append(List<OutboxRow> rows);
}
