package io.kalends.scheduler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/// Tenants take turns, each as often as its weight says, however much of it waits.
///
/// Every tenant has a pass that moves on with each turn, by less the more weight it has; the lowest pass goes next. Who
/// comes back after a while starts where the others are, so nobody saves up turns. (Stride scheduling: Waldspurger and
/// Weihl, 1995.)
public final class Turns {

    private final Shares shares;
    private final Map<String, Double> passes = new HashMap<>();

    /// The pass of the last turn.
    private double reached;

    public Turns(Shares shares) {
        this.shares = shares;
    }

    /// Shares out what `room` has among those that wait, all of the same priority, and takes it from the room.
    public List<Grant> share(List<Waiting> waiting, Room room) {
        var queue = new PriorityQueue<>(Comparator.comparingDouble((Tenant tenant) -> tenant.pass)
                .thenComparing(tenant -> tenant.next().waiting.oldest()));
        byTenant(waiting).forEach((id, groups) -> queue.add(new Tenant(id, groups, pass(id))));
        var grants = new ArrayList<Group>();
        while (!queue.isEmpty()) {
            var tenant = queue.remove();
            var group = tenant.next();
            if (!room.takes(group.waiting, shares)) {
                tenant.groups.remove(group);
            } else {
                reached = tenant.pass;
                tenant.pass += 1.0 / shares.weight(tenant.id);
                passes.put(tenant.id, tenant.pass);
                room.take(group.waiting);
                if (group.granted++ == 0) {
                    grants.add(group);
                }
                if (group.granted == group.waiting.connections()) {
                    tenant.groups.remove(group);
                }
            }
            if (!tenant.groups.isEmpty()) {
                queue.add(tenant);
            }
        }
        passes.values().removeIf(pass -> pass <= reached);
        return grants.stream().map(Group::grant).toList();
    }

    private double pass(String tenantId) {
        return Math.max(reached, passes.getOrDefault(tenantId, reached));
    }

    private static Map<String, List<Group>> byTenant(List<Waiting> waiting) {
        return waiting.stream()
                .filter(group -> group.connections() > 0)
                .collect(Collectors.groupingBy(
                        Waiting::tenantId,
                        LinkedHashMap::new,
                        Collectors.mapping(Group::new, Collectors.toCollection(ArrayList::new))));
    }

    private static final class Tenant {

        private final String id;
        private final List<Group> groups;
        private double pass;

        Tenant(String id, List<Group> groups, double pass) {
            this.id = id;
            this.groups = groups;
            this.pass = pass;
        }

        /// What of it has waited longest, and has had the fewest turns.
        Group next() {
            return groups.stream()
                    .min(Comparator.comparingInt((Group group) -> group.granted)
                            .thenComparing(group -> group.waiting.oldest()))
                    .orElseThrow();
        }
    }

    private static final class Group {

        private final Waiting waiting;
        private int granted;

        Group(Waiting waiting) {
            this.waiting = waiting;
        }

        Grant grant() {
            return new Grant(waiting.tenantId(), waiting.provider(), waiting.priority(), waiting.promised(), granted);
        }
    }
}
