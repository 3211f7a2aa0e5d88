package io.kalends.cli.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.TopicLayout;

/// Whether all topics of the contract are there, with as many partitions and kept as the contract says.
final class TopicsCheck {

    private static final String NAME = "topics";

    private final Admin admin;
    private final List<TopicLayout> layouts;
    private final @Nullable String partitions;

    /// @param partitions how many each topic should have, null when nobody says
    TopicsCheck(Admin admin, List<TopicLayout> layouts, @Nullable String partitions) {
        this.admin = admin;
        this.layouts = layouts;
        this.partitions = partitions;
    }

    List<Finding> look() throws ExecutionException, InterruptedException {
        var known = admin.listTopics().names().get();
        var missing = layouts.stream()
                .map(TopicLayout::name)
                .filter(name -> !known.contains(name))
                .toList();
        var there =
                layouts.stream().filter(layout -> known.contains(layout.name())).toList();
        var findings = new ArrayList<Finding>();
        if (!missing.isEmpty()) {
            findings.add(Finding.fail(
                    NAME,
                    "missing: " + String.join(", ", missing),
                    "start a service with kalends.topics.create=true, or create them (schemas/README.md says how each is"
                            + " kept)"));
        }
        var described = admin.describeTopics(
                        there.stream().map(TopicLayout::name).toList())
                .allTopicNames()
                .get();
        findings.addAll(policies(there));
        findings.addAll(partitions(described));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(NAME, there.size() + " topics, kept as the contract says"));
        }
        return findings;
    }

    private List<Finding> policies(List<TopicLayout> there) throws ExecutionException, InterruptedException {
        var resources = there.stream()
                .map(layout -> new ConfigResource(ConfigResource.Type.TOPIC, layout.name()))
                .toList();
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(resources).all().get();
        var findings = new ArrayList<Finding>();
        for (var layout : there) {
            var config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, layout.name()));
            var entry = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            var wanted = layout.config().get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (entry == null || !entry.value().equals(wanted)) {
                findings.add(Finding.fail(
                        NAME,
                        layout.name() + " has cleanup.policy " + (entry == null ? "unknown" : entry.value()) + ", not "
                                + wanted,
                        "kafka-configs.sh --alter --topic " + layout.name() + " --add-config cleanup.policy="
                                + wanted));
            }
        }
        return findings;
    }

    /// Topics of one connection are read side by side: with unlike partitions its records land apart.
    private List<Finding> partitions(Map<String, TopicDescription> described) {
        var counts = new HashMap<Integer, TreeSet<String>>();
        described.forEach((name, topic) -> {
            if (!name.endsWith(io.kalends.schemas.Topics.DEAD_LETTER_SUFFIX)) {
                counts.computeIfAbsent(topic.partitions().size(), _ -> new TreeSet<>())
                        .add(name);
            }
        });
        if (counts.size() > 1) {
            return List.of(Finding.warn(
                    NAME,
                    "unlike numbers of partitions: " + counts,
                    "give all topics as many as the largest has, while nothing is being synced"));
        }
        var wanted = partitions;
        if (wanted != null && counts.keySet().stream().anyMatch(count -> !wanted.equals(String.valueOf(count)))) {
            return List.of(Finding.warn(
                    NAME,
                    "topics have " + counts.keySet() + " partitions, KALENDS_TOPICS_PARTITIONS is " + wanted,
                    "the setting is for topics that are created; to change those that are there, use kafka-topics.sh"));
        }
        return List.of();
    }
}
