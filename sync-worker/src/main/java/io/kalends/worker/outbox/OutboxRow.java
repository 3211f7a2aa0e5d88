package io.kalends.worker.outbox;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// One record on its way to Kafka.
///
/// @param id the record's `eventId`
/// @param connectionKey decides shard, order and partition
/// @param type the topic's name without its prefix
/// @param sequence the connection's counter; null for a tombstone
/// @param payload final bytes; null for a tombstone
public record OutboxRow(
        UUID id,
        String connectionKey,
        String topic,
        String recordKey,
        String type,
        @Nullable Long sequence,
        Map<String, String> headers,
        byte @Nullable [] payload) {

    public OutboxRow {
        headers = Map.copyOf(headers);
    }
}
