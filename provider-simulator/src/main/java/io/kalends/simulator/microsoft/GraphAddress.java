package io.kalends.simulator.microsoft;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Request;
import io.kalends.simulator.traffic.RequestKind;

/// What the path of a request points at. A calendar that is null is the default one.
sealed interface GraphAddress {
    /// The token endpoint of a tenant, or of `common`.
    record Token(String tenant) implements GraphAddress {}

    /// The list of calendars.
    record Calendars() implements GraphAddress {}

    /// One calendar.
    record Calendar(@Nullable String calendar) implements GraphAddress {}

    /// The events in a window.
    record View(@Nullable String calendar) implements GraphAddress {}

    /// The same, as a delta.
    record Delta(@Nullable String calendar) implements GraphAddress {}

    /// One event.
    record Event(@Nullable String calendar, String event) implements GraphAddress {}

    /// The instances of a series in a window.
    record Instances(@Nullable String calendar, String event) implements GraphAddress {}

    /// Something of Graph that is not here.
    record Unknown() implements GraphAddress {}

    /// The address of a request, or null if it is not for Microsoft.
    static @Nullable GraphAddress of(Request request) {
        var path = List.of(request.segments());
        if (path.size() == 4 && path.subList(1, 4).equals(List.of("oauth2", "v2.0", "token"))) {
            return new Token(path.getFirst());
        }
        if (path.isEmpty() || !List.of("v1.0", "beta").contains(path.getFirst())) {
            return null;
        }
        var mine = path.size() > 1 && path.getFirst().equals("v1.0") && is("me", path.get(1));
        return mine ? mine(path.subList(2, path.size())) : new Unknown();
    }

    default RequestKind kind() {
        return switch (this) {
            case Token _ -> RequestKind.TOKEN;
            case Calendars _, Calendar _ -> RequestKind.CALENDAR_LIST;
            case View _, Delta _ -> RequestKind.EVENTS;
            case Event _ -> RequestKind.EVENT;
            case Instances _ -> RequestKind.INSTANCES;
            case Unknown _ -> RequestKind.OTHER;
        };
    }

    private static GraphAddress mine(List<String> path) {
        if (path.isEmpty()) {
            return new Unknown();
        }
        if (is("calendar", path.getFirst())) {
            return of(null, path.subList(1, path.size()), true);
        }
        if (is("calendars", path.getFirst())) {
            return path.size() == 1 ? new Calendars() : of(path.get(1), path.subList(2, path.size()), true);
        }
        return of(null, path, false);
    }

    private static GraphAddress of(@Nullable String calendar, List<String> path, boolean calendarNamed) {
        if (path.isEmpty()) {
            return calendarNamed ? new Calendar(calendar) : new Unknown();
        }
        return switch (path.getFirst().toLowerCase(Locale.ROOT) + " " + path.size()) {
            case "calendarview 1" -> new View(calendar);
            case "calendarview 2" -> isDelta(path.get(1)) ? new Delta(calendar) : new Unknown();
            case "events 2" -> isDelta(path.get(1)) ? new Unknown() : new Event(calendar, path.get(1));
            case "events 3" -> is("instances", path.get(2)) ? new Instances(calendar, path.get(1)) : new Unknown();
            default -> new Unknown();
        };
    }

    /// The function may be written with and without its parentheses, and with its namespace.
    private static boolean isDelta(String segment) {
        return List.of("delta", "delta()", "microsoft.graph.delta", "microsoft.graph.delta()")
                .contains(segment.toLowerCase(Locale.ROOT));
    }

    private static boolean is(String word, String segment) {
        return word.equalsIgnoreCase(segment);
    }
}
