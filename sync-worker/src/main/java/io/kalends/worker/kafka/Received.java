package io.kalends.worker.kafka;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record as it came, with the assignment it came under.
///
/// @param arrived when it came, on the scale of [System#nanoTime()]
record Received(Assignment assignment, ConsumerRecord<byte[], byte[]> record, long arrived) {

    long offset() {
        return record.offset();
    }

    /// The text of the key; a record without one has a lane of its own.
    String lane() {
        byte[] key = record.key();
        return key == null
                ? "no key, " + record.partition() + "@" + record.offset()
                : new String(key, StandardCharsets.UTF_8);
    }

    boolean isOwned() {
        return assignment.state == Assignment.State.OWNED;
    }

    boolean isUnfinished() {
        return assignment.state != Assignment.State.ENDED && assignment.watermark.isUnfinished(offset());
    }
}
