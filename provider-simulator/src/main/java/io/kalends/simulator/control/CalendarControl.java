package io.kalends.simulator.control;

import java.time.Instant;
import java.util.List;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

/// `/control/{provider}/users/{email}/calendars/…`: calendars, events, and the truth.
final class CalendarControl {
    private final SimulatedUser user;

    CalendarControl(SimulatedUser user) {
        this.user = user;
    }

    Answer answer(Request request, List<String> path) {
        if (path.isEmpty() && request.method().equals("POST")) {
            var json = Fields.of(request);
            var summary = json.text("summary");
            json.nothingElse();
            return created(user.addCalendar(summary).id());
        }
        if (path.isEmpty()) {
            throw new ControlApi.Unknown(request);
        }
        var calendar = path.getFirst().equals("primary") ? user.primary() : user.calendar(path.getFirst());
        var rest = path.subList(1, path.size());
        return switch (request.method() + " " + (rest.isEmpty() ? "" : rest.getFirst()) + rest.size()) {
            case "DELETE 0" -> {
                calendar.remove();
                yield Answer.empty(204);
            }
            case "POST forget-cursors1" -> {
                calendar.forgetCursors();
                yield Answer.empty(204);
            }
            case "GET truth1" -> truth(calendar, request);
            case "POST events1" -> create(calendar, Fields.of(request));
            case "PATCH events2" -> change(calendar, rest.get(1), Fields.of(request));
            case "DELETE events2" -> {
                calendar.delete(rest.get(1));
                yield Answer.empty(204);
            }
            case "POST events3" -> {
                if (!rest.get(2).equals("cancel-meeting")) {
                    throw new ControlApi.Unknown(request);
                }
                calendar.cancelMeeting(rest.get(1));
                yield Answer.empty(204);
            }
            default -> throw new ControlApi.Unknown(request);
        };
    }

    private static Answer truth(SimulatedCalendar calendar, Request request) {
        var query = request.query();
        var from = query.first("timeMin");
        var to = query.first("timeMax");
        var events = ControlJson.array();
        calendar.truth(from == null ? null : Instant.parse(from), to == null ? null : Instant.parse(to))
                .values()
                .forEach(event -> events.add(ControlJson.of(event)));
        return ControlJson.answer(200, ControlJson.object().set("events", events));
    }

    private static Answer create(SimulatedCalendar calendar, Fields json) {
        var span =
                json.parsed("span", Span::parse).orElseThrow(() -> new IllegalArgumentException("\"span\" is missing"));
        var details = EventDetails.titled(json.text("title"))
                .withLocation(json.textOrNull("location"))
                .withDescription(json.textOrNull("description"));
        var recurrence = json.parsed("recurrence", Recurrence::parse);
        json.nothingElse();
        return created(recurrence
                .map(rule -> calendar.createSeries(span, rule, details))
                .orElseGet(() -> calendar.create(span, details)));
    }

    private static Answer change(SimulatedCalendar calendar, String id, Fields json) {
        var title = json.optionalText("title");
        var location = json.optionalText("location");
        var span = json.parsed("span", Span::parse);
        var recurrence = json.parsed("recurrence", Recurrence::parse);
        json.nothingElse();
        title.ifPresent(text -> calendar.rename(id, text));
        location.ifPresent(text -> calendar.update(id, details -> details.withLocation(text)));
        if (recurrence.isPresent() && span.isPresent()) {
            calendar.reschedule(id, span.get(), recurrence.get());
        } else if (recurrence.isPresent()) {
            calendar.repeat(id, recurrence.get());
        } else {
            span.ifPresent(where -> calendar.move(id, where));
        }
        return Answer.empty(204);
    }

    private static Answer created(String id) {
        return ControlJson.answer(201, ControlJson.object().put("id", id));
    }
}
