package io.kalends.allinone;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

/// Everything the topics hold, read from the beginning to where they end now.
final class Tape {

    /// One record.
    record Entry(ConsumerRecord<String, byte[]> raw, SpecificRecord record) {
        Object field(String name) {
            return record.get(record.getSchema().getField(name).pos());
        }

        boolean has(String name) {
            return record.getSchema().getField(name) != null;
        }
    }

    private static final Topics TOPICS = Topics.DEFAULT;

    private final Map<String, List<ConsumerRecord<String, byte[]>>> byTopic = new HashMap<>();
    private final AvroCodec codec = new AvroCodec();

    private Tape() {}

    static Tape of(String bootstrapServers) {
        var tape = new Tape();
        var config = Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(info -> !info.topic().startsWith("__"))
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> tape.byTopic
                                .computeIfAbsent(record.topic(), _ -> new ArrayList<>())
                                .add(record));
            }
        }
        return tape;
    }

    /// Raw records of a topic, in order within each partition.
    List<ConsumerRecord<String, byte[]>> raw(String topic) {
        return byTopic.getOrDefault(topic, List.of());
    }

    /// Decoded records of a topic, tombstones left out.
    List<Entry> entries(String topic) {
        return raw(topic).stream()
                .filter(record -> record.value() != null)
                .map(record -> new Entry(record, codec.decode(topic, record.value())))
                .toList();
    }

    /// Every key, value and header of every topic, as Latin-1, so that plain text in bytes shows.
    List<String> texts() {
        return byTopic.values().stream()
                .flatMap(List::stream)
                .flatMap(record -> Stream.concat(
                        Stream.of(String.valueOf(record.key()), latin(record.value())),
                        Stream.of(record.headers().toArray())
                                .map(header -> header.key() + " " + latin(header.value()))))
                .toList();
    }

    private static String latin(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// What the worker said, without repeats.
    List<Entry> fromWorker() {
        var byEventId = new LinkedHashMap<Object, Entry>();
        Stream.of(
                        TOPICS.syncCompleted(),
                        TOPICS.syncFailed(),
                        TOPICS.syncDeferred(),
                        TOPICS.eventChanged(),
                        TOPICS.connectionChanged())
                .flatMap(topic -> entries(topic).stream())
                .forEach(entry -> byEventId.putIfAbsent(entry.field("eventId"), entry));
        return List.copyOf(byEventId.values());
    }
}
