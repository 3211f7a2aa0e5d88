package io.kalends.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.config.TopicConfig;

/// How one topic is kept.
///
/// @param name full name of the topic
/// @param compacted true when the last record per key stays for ever
/// @param kept how long records stay; of a compacted topic, how long tombstones do
public record TopicLayout(String name, boolean compacted, Duration kept) {

    /// Partitions of every topic unless an installation says otherwise: divides by 1, 2, 3, 4, 6, 8 and 12 workers.
    public static final int DEFAULT_PARTITIONS = 24;

    private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(14);

    /// All topics of the contract with their dead letters.
    public static List<TopicLayout> all(Topics topics) {
        var layouts = new ArrayList<>(List.of(
                new TopicLayout(topics.syncRequested(), false, Duration.ofDays(1)),
                new TopicLayout(topics.syncCompleted(), false, Duration.ofDays(7)),
                new TopicLayout(topics.syncFailed(), false, Duration.ofDays(7)),
                new TopicLayout(topics.syncDeferred(), false, Duration.ofDays(7)),
                new TopicLayout(topics.eventChanged(), true, Duration.ofDays(7)),
                new TopicLayout(topics.connectionChanged(), true, Duration.ofDays(7)),
                new TopicLayout(topics.connectionRequested(), false, Duration.ofDays(1)),
                new TopicLayout(topics.vaultKey(), true, Duration.ofDays(7)),
                new TopicLayout(topics.tenantRequested(), true, Duration.ofDays(7)),
                new TopicLayout(topics.resyncRequested(), false, Duration.ofDays(7)),
                new TopicLayout(topics.resyncChanged(), false, Duration.ofDays(7)),
                new TopicLayout(topics.incidentChanged(), true, Duration.ofDays(7))));
        layouts.addAll(layouts.stream()
                .map(layout -> new TopicLayout(Topics.deadLetters(layout.name()), false, DEAD_LETTERS_KEPT))
                .toList());
        return List.copyOf(layouts);
    }

    /// The topic's settings, by their names in Kafka.
    public Map<String, String> config() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                compacted ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE,
                compacted ? TopicConfig.DELETE_RETENTION_MS_CONFIG : TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(kept.toMillis()));
    }
}
