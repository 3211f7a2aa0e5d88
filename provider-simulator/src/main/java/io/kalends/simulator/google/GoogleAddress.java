package io.kalends.simulator.google;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Request;
import io.kalends.simulator.traffic.RequestKind;

/// What the path of a request points at.
///
/// @param calendar as in the path, so perhaps `primary`; null if the path names none
/// @param event    empty if the path names none
record GoogleAddress(RequestKind kind, @Nullable String calendar, String event) {

    static GoogleAddress of(Request request) {
        var path = List.of(request.segments());
        if (path.equals(List.of("token"))) {
            return new GoogleAddress(RequestKind.TOKEN, null, "");
        }
        if (path.equals(List.of("revoke"))) {
            return new GoogleAddress(RequestKind.REVOKE, null, "");
        }
        if (path.equals(List.of("calendar", "v3", "users", "me", "calendarList"))) {
            return new GoogleAddress(RequestKind.CALENDAR_LIST, null, "");
        }
        var events = path.size() >= 5
                && path.subList(0, 3).equals(List.of("calendar", "v3", "calendars"))
                && path.get(4).equals("events");
        if (!events || path.size() > 7 || (path.size() == 7 && !path.get(6).equals("instances"))) {
            return new GoogleAddress(RequestKind.OTHER, null, "");
        }
        return switch (path.size()) {
            case 5 -> new GoogleAddress(RequestKind.EVENTS, path.get(3), "");
            case 6 -> new GoogleAddress(RequestKind.EVENT, path.get(3), path.get(5));
            default -> new GoogleAddress(RequestKind.INSTANCES, path.get(3), path.get(5));
        };
    }
}
