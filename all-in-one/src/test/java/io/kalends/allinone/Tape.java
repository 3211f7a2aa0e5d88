package io.kalends.allinone;

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
            var partitions = Stream.of(
                            TOPICS.syncRequested(),
                            TOPICS.syncCompleted(),
                            TOPICS.syncFailed(),
                            TOPICS.syncDeferred(),
                            TOPICS.eventChanged(),
                            TOPICS.connectionChanged(),
                            TOPICS.connectionRequested())
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
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
