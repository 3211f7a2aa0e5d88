package io.kalends.simulator.control;

import java.util.List;
import java.util.function.Predicate;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Parameters;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.traffic.LoggedRequest;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.RequestLog;
import io.kalends.simulator.traffic.Vendor;

/// `/control/requests`.
final class RequestsControl {
    private static final int USUAL_LIMIT = 100;

    private final RequestLog log;

    RequestsControl(RequestLog log) {
        this.log = log;
    }

    Answer answer(Request request, List<String> path) {
        return switch (request.method() + " " + String.join("/", path)) {
            case "GET " -> list(request.query());
            case "GET count" -> count(request.query());
            case "DELETE " -> {
                log.clear();
                yield Answer.empty(204);
            }
            default -> throw new ControlApi.Unknown(request);
        };
    }

    private Answer list(Parameters query) {
        var limit = query.has("limit") ? Integer.parseInt(String.valueOf(query.first("limit"))) : USUAL_LIMIT;
        var found = log.matching(wanted(query));
        var shown = ControlJson.array();
        found.subList(Math.max(0, found.size() - limit), found.size())
                .forEach(logged -> shown.add(ControlJson.of(logged)));
        return ControlJson.answer(200, ControlJson.object().set("requests", shown));
    }

    private Answer count(Parameters query) {
        var count = query.names().isEmpty() ? log.count() : log.count(wanted(query));
        return ControlJson.answer(200, ControlJson.object().put("count", count));
    }

    private static Predicate<LoggedRequest> wanted(Parameters query) {
        var kind = query.first("kind");
        var provider = query.first("provider");
        var user = query.first("user");
        var calendar = query.first("calendar");
        var status = query.first("status");
        var wantedKind = kind == null ? null : FaultReader.constant(RequestKind.class, kind);
        var wantedProvider = provider == null ? null : FaultReader.constant(Vendor.class, provider);
        var wantedStatus = status == null ? -1 : Integer.parseInt(status);
        return logged -> (wantedKind == null || logged.kind() == wantedKind)
                && (wantedProvider == null || logged.provider() == wantedProvider)
                && (user == null || user.equals(logged.user()))
                && (calendar == null || calendar.equals(logged.calendar()))
                && (wantedStatus < 0 || logged.status() == wantedStatus);
    }
}
