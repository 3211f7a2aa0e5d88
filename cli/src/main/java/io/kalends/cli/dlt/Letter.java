package io.kalends.cli.dlt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.kalends.cli.shell.Screen;
import io.kalends.schemas.DeadLetter;
import io.kalends.schemas.Topics;

/// A dead letter where it lies.
///
/// @param told what its headers say
record Letter(ConsumerRecord<byte[], byte[]> record, DeadLetter told) {

    /// The record with what its headers say; one whose headers say nothing is told as such.
    static Letter of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Letter(record, DeadLetter.read(record));
        } catch (IllegalArgumentException e) {
            var topic = record.topic();
            return new Letter(
                    record,
                    new DeadLetter(
                            topic.substring(0, topic.length() - Topics.DEAD_LETTER_SUFFIX.length()),
                            -1,
                            -1,
                            null,
                            "",
                            "",
                            String.valueOf(e.getMessage()),
                            0));
        }
    }

    Instant arrived() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /// Where it lies, as `3@17`.
    String place() {
        return record.partition() + "@" + record.offset();
    }

    /// The key as it is: percent-encoded where Kalends wrote it.
    @Nullable
    String key() {
        return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
    }

    int size() {
        return record.value() == null ? 0 : record.value().length;
    }

    /// Why it may not be sent again; null when it may.
    @Nullable
    String obstacle() {
        if (told.cutFrom() > 0) {
            return "it was cut to fit, the whole record is at " + told.topic() + " " + told.partition() + "@"
                    + told.offset();
        }
        if (!Topics.deadLetters(told.topic()).equals(record.topic())) {
            return "its headers say it came from " + told.topic();
        }
        return null;
    }

    ObjectNode json() {
        var time = told.time();
        var json = Screen.object()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("time", arrived().toString())
                .put("key", key())
                .put("size", size())
                .put("cause", told.cause())
                .put("causeType", told.causeType())
                .put("reader", told.reader());
        json.putObject("from")
                .put("topic", told.topic())
                .put("partition", told.partition())
                .put("offset", told.offset())
                .put("time", time == null ? null : time.toString());
        return json.put("cutFrom", told.cutFrom());
    }
}
