package io.kalends.cli.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Surroundings;
import io.kalends.schemas.TopicLayout;
import io.kalends.schemas.Topics;

/// How many dead letters there are, by the difference of offsets: nothing is read.
final class DeadLetterCount {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private DeadLetterCount() {}

    /// By topic, only topics that have any; null when no broker answers.
    static @Nullable Map<String, Long> read(KafkaOptions kafka, Surroundings surroundings) {
        if (!kafka.isListening(surroundings, Duration.ofMillis(500))) {
            return null;
        }
        var topics = TopicLayout.all(kafka.topics(surroundings)).stream()
                .map(TopicLayout::name)
                .filter(name -> name.endsWith(Topics.DEAD_LETTER_SUFFIX))
                .toList();
        try (var admin = Admin.create(kafka.client(surroundings, PATIENCE))) {
            var known = admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            var there = topics.stream().filter(known::contains).toList();
            var first = new HashMap<TopicPartition, OffsetSpec>();
            var last = new HashMap<TopicPartition, OffsetSpec>();
            admin.describeTopics(there)
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((name, description) -> description.partitions().forEach(info -> {
                        first.put(new TopicPartition(name, info.partition()), OffsetSpec.earliest());
                        last.put(new TopicPartition(name, info.partition()), OffsetSpec.latest());
                    }));
            var starts = admin.listOffsets(first);
            var ends = admin.listOffsets(last);
            var counts = new TreeMap<String, Long>();
            for (var place : first.keySet()) {
                long count = ends.partitionResult(place).get().offset()
                        - starts.partitionResult(place).get().offset();
                if (count > 0) {
                    counts.merge(place.topic(), count, Long::sum);
                }
            }
            return counts;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
