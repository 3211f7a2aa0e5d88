package io.kalends.health.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// How far the read model is behind the partitions of this process.
final class ProjectionLag {

    private final Map<TopicPartition, Long> records = new ConcurrentHashMap<>();

    void measure(Consumer<?, ?> consumer) {
        consumer.assignment()
                .forEach(partition -> records.put(
                        partition, Math.max(0, consumer.currentLag(partition).orElse(0))));
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(records::remove);
    }

    /// Records that are there but not in the read model yet.
    double total() {
        return records.values().stream().mapToLong(Long::longValue).sum();
    }
}
