package io.kalends.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// What the headers of a dead letter say: where the record came from, who could not handle it, and why.
///
/// The names are the same whoever wrote it. Beside them stand those that Spring's own recoverer uses, for tools that
/// know these; there partition, offset and time are big-endian numbers, here they are text.
///
/// @param topic where the record was
/// @param partition where in `topic`
/// @param offset where in `partition`
/// @param time the record's own timestamp, null when it is not known
/// @param reader the service that could not handle it, e.g. `scheduler-service`; empty when it is not known
/// @param causeType simple name of what was thrown
/// @param cause why, for people
/// @param cutFrom bytes that key and value had before they were cut to fit; 0 when all of it is there
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        @Nullable Instant time,
        String reader,
        String causeType,
        String cause,
        int cutFrom) {

    public static final String TOPIC = "kalends-topic";
    public static final String PARTITION = "kalends-partition";
    public static final String OFFSET = "kalends-offset";
    public static final String TIME = "kalends-time";
    public static final String READER = "kalends-reader";
    public static final String CAUSE_TYPE = "kalends-cause-type";
    public static final String CAUSE = "kalends-cause";
    public static final String CUT_FROM = "kalends-cut-from";

    /// On a record that was taken from the dead letters and sent again: `topic/partition/offset` of the letter.
    public static final String REPLAYED_FROM = "kalends-replayed-from";

    private static final String SPRING = "kafka_dlt-";
    private static final int LONGEST_CAUSE = 500;
    private static final int LONGEST_CUT_KEY = 1_024;
    private static final int LONGEST_CUT_VALUE = 16 * 1_024;

    /// The letter for `record`: key, value and headers as they came, and the headers of this type.
    ///
    /// @param partitions how many the topic of the dead letters has
    /// @param cause why, fit to be seen by whoever reads the topic: without tokens, titles, addresses
    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> record, int partitions, String reader, Class<?> causeType, String cause) {
        var letter = new ProducerRecord<>(
                Topics.deadLetters(record.topic()), record.partition() % partitions, record.key(), record.value());
        record.headers().forEach(header -> {
            if (!isOfLetter(header.key())) {
                letter.headers().add(header);
            }
        });
        explain(letter.headers(), record, reader, causeType, fit(cause));
        return letter;
    }

    /// The letter for a record that is too large for the topic with the headers of this type: the first bytes of
    /// key and value, and no header of the record's own. The whole record stays where it was for as long as its
    /// topic keeps it.
    public static ProducerRecord<byte[], byte[]> cut(
            ConsumerRecord<byte[], byte[]> record, int partitions, String reader, Class<?> causeType, String cause) {
        var letter = new ProducerRecord<>(
                Topics.deadLetters(record.topic()),
                record.partition() % partitions,
                first(record.key(), LONGEST_CUT_KEY),
                first(record.value(), LONGEST_CUT_VALUE));
        explain(letter.headers(), record, reader, causeType, fit(cause));
        put(letter.headers(), CUT_FROM, Integer.toString(length(record.key()) + length(record.value())));
        return letter;
    }

    /// Reads the headers of `letter`; those of Spring's recoverer where those of this type are missing.
    ///
    /// @throws IllegalArgumentException when they do not say where the record came from
    public static DeadLetter read(ConsumerRecord<byte[], byte[]> letter) {
        var headers = letter.headers();
        try {
            var topic = text(headers, TOPIC, text(headers, SPRING + "original-topic", ""));
            if (topic.isEmpty()) {
                throw new IllegalArgumentException(
                        "a record on " + letter.topic() + " does not say where it came from");
            }
            var time = text(headers, TIME, "");
            return new DeadLetter(
                    topic,
                    (int) number(headers, PARTITION, SPRING + "original-partition"),
                    number(headers, OFFSET, SPRING + "original-offset"),
                    time.isEmpty() ? springTime(headers) : Instant.parse(time),
                    text(headers, READER, text(headers, SPRING + "original-consumer-group", "")),
                    text(headers, CAUSE_TYPE, simpleName(springCauseType(headers))),
                    text(headers, CAUSE, text(headers, SPRING + "exception-message", "")),
                    Integer.parseInt(text(headers, CUT_FROM, "0")));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException("a record on " + letter.topic() + " has damaged headers", e);
        }
    }

    /// Whether the header belongs to the letter and not to the record in it.
    public static boolean isOfLetter(String header) {
        return header.startsWith(SPRING)
                || Arrays.asList(TOPIC, PARTITION, OFFSET, TIME, READER, CAUSE_TYPE, CAUSE, CUT_FROM)
                        .contains(header);
    }

    private static void explain(
            Headers headers, ConsumerRecord<byte[], byte[]> record, String reader, Class<?> causeType, String cause) {
        put(headers, TOPIC, record.topic());
        put(headers, PARTITION, Integer.toString(record.partition()));
        put(headers, OFFSET, Long.toString(record.offset()));
        put(headers, TIME, Instant.ofEpochMilli(record.timestamp()).toString());
        put(headers, READER, reader);
        put(headers, CAUSE_TYPE, causeType.getSimpleName());
        put(headers, CAUSE, cause);
        put(headers, SPRING + "original-topic", record.topic());
        headers.add(SPRING + "original-partition", bytes(record.partition()));
        headers.add(SPRING + "original-offset", bytes(record.offset()));
        headers.add(SPRING + "original-timestamp", bytes(record.timestamp()));
        put(headers, SPRING + "exception-fqcn", causeType.getName());
        put(headers, SPRING + "exception-cause-fqcn", causeType.getName());
        put(headers, SPRING + "exception-message", cause);
    }

    private static String fit(String cause) {
        var plain = cause.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= LONGEST_CAUSE ? plain : plain.substring(0, LONGEST_CAUSE);
    }

    private static String springCauseType(Headers headers) {
        return text(headers, SPRING + "exception-cause-fqcn", text(headers, SPRING + "exception-fqcn", ""));
    }

    private static String simpleName(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }

    private static @Nullable Instant springTime(Headers headers) {
        var header = headers.lastHeader(SPRING + "original-timestamp");
        return header == null || length(header.value()) != Long.BYTES
                ? null
                : Instant.ofEpochMilli(ByteBuffer.wrap(header.value()).getLong());
    }

    private static long number(Headers headers, String name, String springName) {
        var header = headers.lastHeader(springName);
        if (headers.lastHeader(name) != null || header == null) {
            return Long.parseLong(text(headers, name, "-1"));
        }
        return switch (length(header.value())) {
            case Integer.BYTES -> ByteBuffer.wrap(header.value()).getInt();
            case Long.BYTES -> ByteBuffer.wrap(header.value()).getLong();
            default -> -1;
        };
    }

    private static String text(Headers headers, String name, String otherwise) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? otherwise
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte @Nullable [] first(byte @Nullable [] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
