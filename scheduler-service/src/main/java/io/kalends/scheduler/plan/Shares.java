package io.kalends.scheduler.plan;

import java.util.Map;

/// How much of the whole each tenant may have.
///
/// @param weights of tenants that are served more often than others, by tenant; else 1
/// @param caps most requests in flight of a tenant, by tenant
/// @param cap the same for every other tenant
public record Shares(Map<String, Integer> weights, Map<String, Integer> caps, int cap) {

    public Shares {
        weights = Map.copyOf(weights);
        caps = Map.copyOf(caps);
        check("weights", weights);
        check("tenant-caps", caps);
        if (cap < 1) {
            throw new IllegalArgumentException("kalends.scheduler.tenant-cap must be at least 1, it is " + cap);
        }
    }

    int weight(String tenantId) {
        return weights.getOrDefault(tenantId, 1);
    }

    int cap(String tenantId) {
        return caps.getOrDefault(tenantId, cap);
    }

    private static void check(String name, Map<String, Integer> figures) {
        figures.forEach((tenant, figure) -> {
            if (figure < 1) {
                throw new IllegalArgumentException("kalends.scheduler." + name + " of tenant '" + tenant
                        + "' must be at least 1, it is " + figure);
            }
        });
    }
}
