package io.kalends.cli.status;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.kalends.cli.api.ConnectionName;
import io.kalends.cli.api.Fields;
import io.kalends.cli.api.HealthApi;
import io.kalends.cli.connection.Standing;
import io.kalends.cli.shell.Screen;

/// What `status` asks health-api, as its JSON.
final class Counts {

    private static final List<String> STATES = List.of("active", "linked", "disabled", "needs-reconnect", "paused");
    private static final int LOOKED_AT = 500;
    private static final int SHOWN = 10;

    private final HealthApi api;
    private final Screen screen;

    Counts(HealthApi api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    ObjectNode read() {
        var status = Screen.object();
        var page = health(null, LOOKED_AT);
        var incidents = api.getIfKnown("/api/calendar/incidents", Map.of("state", "open"));
        var holds = api.getIfKnown("/api/calendar/holds", Map.of());
        var isBad =
                !page.path("status").asText().equals("healthy") || any(incidents, "incidents") || any(holds, "holds");
        status.put("status", isBad ? "degraded" : "healthy");
        status.put("url", api.root().toString());
        status.put("timestamp", Fields.text(page, "timestamp"));
        connections(status.putObject("connections"), page);
        status.set("incidents", incidents == null ? null : incidents.path("incidents"));
        status.set("holds", holds == null ? null : holds.path("holds"));
        attention(status, page);
        return status;
    }

    private void connections(ObjectNode connections, JsonNode page) {
        var summary = page.path("summary");
        connections.put("total", summary.path("totalSyncs").asLong());
        connections.put("active", summary.path("activeSyncs").asLong());
        connections.put("withErrors", summary.path("syncsWithErrors").asLong());
        connections.put("providers", summary.path("connectedProviders").asLong());
        var states = connections.putObject("byState");
        for (var state : STATES) {
            states.put(state, health(state, 1).at("/summary/totalSyncs").asLong());
        }
    }

    /// Counts over the first page, which is said where there are more: no installation is read whole for one look.
    private void attention(ObjectNode status, JsonNode page) {
        var syncs = Fields.list(page, "syncs");
        var bad = new ArrayList<JsonNode>();
        int stale = 0;
        int failing = 0;
        int waiting = 0;
        for (var sync : syncs) {
            boolean isStale = sync.path("warnings").toString().contains("STALE");
            boolean isFailing = sync.path("consecutiveFailures").asInt() > 0
                    || sync.path("calendarsFailing").asInt() > 0;
            stale += isStale ? 1 : 0;
            failing += isFailing ? 1 : 0;
            waiting += sync.path("waiting").isObject() ? 1 : 0;
            if (isStale || isFailing || !sync.path("isActive").asBoolean()) {
                bad.add(sync);
            }
        }
        var counts = status.putObject("attention");
        counts.put("lookedAt", syncs.size());
        counts.put("stale", stale);
        counts.put("failing", failing);
        counts.put("waiting", waiting);
        var shown = counts.putArray("connections");
        bad.stream()
                .limit(SHOWN)
                .forEach(sync -> shown.addObject()
                        .put("connection", ConnectionName.of(sync))
                        .put("state", Standing.state(sync))
                        .put(
                                "consecutiveFailures",
                                sync.path("consecutiveFailures").asInt())
                        .put("lastSync", Fields.text(sync, "lastSync"))
                        .put("why", Standing.why(sync, screen)));
        counts.put("more", bad.size() > SHOWN);
    }

    private JsonNode health(@Nullable String state, int limit) {
        var query = new HashMap<String, @Nullable Object>();
        query.put("status", state);
        query.put("limit", limit);
        return api.get("/api/calendar/health", query);
    }

    private static boolean any(@Nullable JsonNode answer, String field) {
        return answer != null && !answer.path(field).isEmpty();
    }
}
