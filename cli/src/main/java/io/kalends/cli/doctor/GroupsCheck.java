package io.kalends.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/// Whether somebody is in each group of the services, and how far behind.
final class GroupsCheck {

    private static final long MUCH = 10_000;

    /// By group, who is in it.
    private static final Map<String, String> GROUPS = Map.of(
            "kalends-sync-worker-commands", "sync-worker",
            "kalends-sync-worker-tenants", "sync-worker",
            "kalends-scheduler", "scheduler-service",
            "kalends-health-api", "health-api");

    private final Admin admin;
    private final Map<String, String> groups;

    /// @param loop the group of the worker's loop
    GroupsCheck(Admin admin, String loop) {
        this.admin = admin;
        this.groups = new TreeMap<>(GROUPS);
        groups.put(loop, "sync-worker");
    }

    List<Finding> look() throws InterruptedException {
        var findings = new ArrayList<Finding>();
        for (var group : groups.entrySet()) {
            findings.add(look(group.getKey(), group.getValue()));
        }
        return findings;
    }

    private Finding look(String group, String service) throws InterruptedException {
        var name = "group " + group;
        try {
            var description = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group);
            if (description == null) {
                return Finding.fail(name, "is unknown", "start " + service);
            }
            ConsumerGroupDescription described = description.get();
            int members = described.members().size();
            long lag = lag(group);
            if (members == 0) {
                return Finding.fail(name, "has no members; " + lag + " records wait", "start " + service);
            }
            var found = members + " member(s), " + lag + " records behind";
            return lag > MUCH
                    ? Finding.warn(name, found, "look at the log of " + service + "; more instances share the work")
                    : Finding.ok(name, found);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Finding.fail(name, "nobody has ever been in it", "start " + service);
            }
            return Finding.fail(name, KafkaCheck.reason(e), "look at the log of the broker");
        }
    }

    private long lag(String group) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        committed.values().removeIf(Objects::isNull);
        var ends = admin.listOffsets(
                        committed.keySet().stream().collect(Collectors.toMap(it -> it, _ -> OffsetSpec.latest())))
                .all()
                .get();
        long lag = 0;
        for (var entry : committed.entrySet()) {
            var end = ends.get(entry.getKey());
            lag += end == null ? 0 : Math.max(0, end.offset() - entry.getValue().offset());
        }
        return lag;
    }
}
