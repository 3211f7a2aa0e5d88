package io.kalends.worker.outbox;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// A record on its way to a topic.
///
/// @param id the record's `eventId`; stays the same when it is published again
/// @param connectionKey whose record it is: decides order and partition
/// @param topic full name of the topic
/// @param recordKey key of the record; on most topics the connection key
/// @param type what it is, e.g. `sync.completed.v1`
/// @param sequence the connection's counter, null for tombstones
/// @param headers as text, published as UTF-8
/// @param payload the final bytes, null for tombstones
@SuppressWarnings("ArrayRecordComponent") // a carrier: nobody compares rows, and copying payloads would cost
public record OutboxRow(
        UUID id,
        String connectionKey,
        String topic,
        String recordKey,
        String type,
        @Nullable Long sequence,
        Map<String, String> headers,
        byte @Nullable [] payload) {

    // Not the compact form: the compiler drops the annotation of its array parameter.
    public OutboxRow(
            UUID id,
            String connectionKey,
            String topic,
            String recordKey,
            String type,
            @Nullable Long sequence,
            Map<String, String> headers,
            byte @Nullable [] payload) {
        if (connectionKey.isBlank() || topic.isBlank() || recordKey.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException(
                    "outbox row " + id + " needs a connection key, topic, record key and type");
        }
        this.id = id;
        this.connectionKey = connectionKey;
        this.topic = topic;
        this.recordKey = recordKey;
        this.type = type;
        this.sequence = sequence;
        this.headers = Map.copyOf(headers);
        this.payload = payload;
    }
}
