package io.kalends.cli.dlt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads the dead letters that are there now; it belongs to no group and leaves nothing behind.
final class Letters implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;

    Letters(Map<String, Object> client) {
        this.consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// Those on `topics` that are wanted, the newest first.
    ///
    /// @param topics full names of topics of dead letters; those that are not there have none
    /// @param each how many to look at per partition at most, the newest
    List<Letter> read(List<String> topics, long each, Predicate<Letter> wanted) {
        var partitions = new ArrayList<TopicPartition>();
        var known = consumer.listTopics();
        for (var topic : topics) {
            known.getOrDefault(topic, List.of())
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        var starts = consumer.beginningOffsets(partitions);
        var ends = consumer.endOffsets(partitions);
        partitions.removeIf(one -> start(starts, one) >= end(ends, one));
        consumer.assign(partitions);
        partitions.forEach(one -> consumer.seek(one, Math.max(start(starts, one), end(ends, one) - each)));

        var letters = new ArrayList<Letter>();
        while (partitions.stream().anyMatch(one -> consumer.position(one) < end(ends, one))) {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                var place = new TopicPartition(record.topic(), record.partition());
                var letter = Letter.of(record);
                if (record.offset() < end(ends, place) && wanted.test(letter)) {
                    letters.add(letter);
                }
            }
        }
        letters.sort(Comparator.comparing(Letter::arrived).reversed());
        return letters;
    }

    private static long start(Map<TopicPartition, Long> starts, TopicPartition one) {
        return starts.getOrDefault(one, 0L);
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition one) {
        return ends.getOrDefault(one, 0L);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
