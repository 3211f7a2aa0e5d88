package io.kalends.scheduler.kafka;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.UnreadableRecordException;

/// Turns the bytes of a record into one of our own values, or says that no retry will.
final class Reading {

    private static final List<String> IDS = List.of("tenantId", "userId", "provider", "commandId", "requestId");
    private static final int LONGEST_ID = 200;

    private final AvroCodec codec;

    Reading(AvroCodec codec) {
        this.codec = codec;
    }

    /// The value of `message`; empty for a tombstone, and when `translation` knows nothing to do.
    ///
    /// @throws UnreadableRecordException when it is no record of the contract or holds what no connection has
    <T> Optional<T> value(ConsumerRecord<byte[], byte[]> message, Function<SpecificRecord, Optional<T>> translation) {
        if (message.value() == null) {
            return Optional.empty();
        }
        if (message.key() == null) {
            throw new UnreadableRecordException("a record on " + message.topic()
                    + " has no key: records of one connection would overtake each other; use its connection key");
        }
        var contents = codec.decode(message.topic(), message.value());
        IDS.forEach(name -> check(contents, name));
        try {
            return translation.apply(contents);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("a record on " + message.topic() + ": " + e.getMessage(), e);
        }
    }

    static UnreadableRecordException misplaced(SpecificRecord contents) {
        return new UnreadableRecordException("a " + contents.getSchema().getName()
                + " is not what this topic is for; its producer has mixed topics up");
    }

    /// Ids reach columns and logs.
    private static void check(SpecificRecord contents, String name) {
        var field = contents.getSchema().getField(name);
        if (field == null || !(contents.get(field.pos()) instanceof String id)) {
            return;
        }
        if (id.isBlank() || id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableRecordException(name + " has " + id.length() + " characters; it must have 1 to "
                    + LONGEST_ID + ", not all blank, none of them a control character");
        }
    }
}
