package io.kalends.health.page;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import tools.jackson.databind.json.JsonMapper;

/// Stands between the page and the service for resyncs: a command over many connections that comes no further until
/// somebody cancels it, and one over a single connection that is done at once.
final class Resync {

    private static final String ID = "00000000-0000-4000-8000-000000000001";

    private final int connections;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String kind = "";
    private volatile String tenant = "";
    private volatile String state;

    Resync(Page page, int connections) {
        this.connections = connections;
        this.state = connections == 1 ? "done" : "accepted";
        page.route("**/api/calendar/health/resync", this::ask);
        page.route("**/api/calendar/commands/*", route -> answer(route, 200, command()));
        page.route("**/api/calendar/commands/*/cancel", route -> {
            state = "cancelled";
            answer(route, 202, command());
        });
    }

    /// What was asked for, as JSON, in order.
    List<String> asked() {
        return asked;
    }

    private void ask(Route route) {
        var body = String.valueOf(route.request().postData());
        asked.add(body);
        var wish = JsonMapper.shared().readTree(body);
        kind = wish.get("verb").asString();
        tenant = wish.get("tenantId").asString();
        if (wish.has("dryRun")) {
            answer(route, 200, """
                    {"dryRun":true,"verb":"%s","tenantId":"%s","userId":null,"provider":"google","connections":%d,\
                    "calls":4500,"seconds":702,"minutes":12}
                    """.formatted(kind, tenant, connections));
        } else {
            answer(route, 202, command());
        }
    }

    private String command() {
        return """
                {"commandId":"%s","state":"%s","kind":"%s","tenantId":"%s","userId":null,"provider":"google",\
                "requestedAt":"2026-03-01T12:00:00Z","changedAt":"2026-03-01T12:00:00Z","connections":%d,\
                "completed":30,"failed":4,"remaining":%d,"message":null,"joinedCommandId":null,\
                "location":"/api/calendar/commands/%s"}
                """.formatted(ID, state, kind, tenant, connections, Math.max(0, connections - 34), ID);
    }

    private static void answer(Route route, int status, String json) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/json")
                .setBody(json));
    }
}
