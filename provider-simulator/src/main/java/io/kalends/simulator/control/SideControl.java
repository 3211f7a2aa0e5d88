package io.kalends.simulator.control;

import java.time.ZoneId;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.side.ProviderSide;
import io.kalends.simulator.side.SimulatedUser;

/// `/control/google/…` and `/control/microsoft/…`: users, and what befalls them.
final class SideControl {
    private final ProviderSide<?> side;

    SideControl(ProviderSide<?> side) {
        this.side = side;
    }

    Answer answer(Request request, List<String> path) {
        if (path.equals(List.of("forget-cursors")) && request.method().equals("POST")) {
            side.forgetCursors(null);
            return Answer.empty(204);
        }
        if (path.isEmpty() || !path.getFirst().equals("users")) {
            throw new ControlApi.Unknown(request);
        }
        if (path.size() == 1) {
            return switch (request.method()) {
                case "GET" -> list();
                case "POST" -> add(Fields.of(request));
                default -> throw new ControlApi.Unknown(request);
            };
        }
        var user = side.user(path.get(1)).orElseThrow(() -> new ControlApi.Unknown(request));
        if (path.size() >= 3 && path.get(2).equals("calendars")) {
            return new CalendarControl(user).answer(request, path.subList(3, path.size()));
        }
        return of(user, request, path.subList(2, path.size()));
    }

    private Answer of(SimulatedUser user, Request request, List<String> path) {
        switch (request.method() + " " + String.join("/", path)) {
            case "GET " -> {}
            case "POST mutate" -> {
                var json = Fields.of(request);
                var count = json.number("count", 1);
                json.nothingElse();
                side.mutate(user, count);
            }
            case "POST revoke" -> user.revoke();
            case "POST grant" -> user.grantAgain();
            case "POST expire-tokens" -> user.expireAccessTokens();
            case "POST forget-cursors" -> user.forgetCursors();
            default -> throw new ControlApi.Unknown(request);
        }
        return ControlJson.answer(200, json(user));
    }

    private Answer list() {
        var all = ControlJson.array();
        side.users().forEach(user -> all.add(json(user)));
        return ControlJson.answer(200, ControlJson.object().set("users", all));
    }

    private Answer add(Fields json) {
        var email = json.text("email");
        var zone = json.parsed("timeZone", ZoneId::of);
        var calendars = json.number("calendars", 1);
        var edits = json.number("edits", 0);
        json.nothingElse();
        var user = zone.isPresent() ? side.addUser(email, zone.get()) : side.addUser(email);
        for (var number = user.calendars().size(); number < calendars; number++) {
            user.addCalendar("Calendar " + number);
        }
        side.mutate(user, edits);
        return ControlJson.answer(201, json(user));
    }

    private static ObjectNode json(SimulatedUser user) {
        var json = ControlJson.object().put("email", user.email()).put("refreshToken", user.refreshToken());
        var calendars = json.putArray("calendars");
        user.calendars().forEach(calendar -> {
            var facts = calendar.facts();
            calendars
                    .addObject()
                    .put("id", calendar.id())
                    .put("summary", facts.summary())
                    .put("timeZone", facts.zone().getId())
                    .put("deleted", facts.deleted());
        });
        return json;
    }
}
