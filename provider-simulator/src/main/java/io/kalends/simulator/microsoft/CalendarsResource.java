package io.kalends.simulator.microsoft;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.HeldCalendar;

/// `me/calendars`, of which there is no delta, and one calendar.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/resources/calendar">Microsoft: calendar</a>
final class CalendarsResource {
    private static final String COLLECTION = "users('me')/calendars";
    private static final List<String> WRITERS = List.of("owner", "writer");

    private CalendarsResource() {}

    static Answer list(Ask ask) {
        var all = ask.account().calendars();
        var numbered = IntStream.range(0, all.size())
                .mapToObj(number -> new Numbered(number, all.get(number).facts()))
                .filter(calendar -> !calendar.facts().deleted())
                .toList();
        return new Listing(ask, "/me/calendars", COLLECTION)
                .page(numbered, Numbered::key, calendar -> json(ask, calendar.facts()));
    }

    static Answer get(Ask ask, HeldCalendar held) {
        var calendar = GraphJson.object().put("@odata.context", ask.context(COLLECTION + "/$entity"));
        calendar.setAll(json(ask, held.facts()));
        return GraphJson.answer(200, EventJson.selected(calendar, ask.query().select()));
    }

    private static ObjectNode json(Ask ask, CalendarFacts facts) {
        var owner = ask.account().email();
        var mine = facts.role().equals("owner");
        var json = GraphJson.object()
                .put("id", GraphIds.calendar(facts.id()))
                .put("name", facts.primary() && facts.summary().equals(owner) ? "Calendar" : facts.summary())
                .put("color", "auto")
                .put("hexColor", "")
                .put("isDefaultCalendar", facts.primary())
                .put("changeKey", "DwAAABYAAAD" + Long.toString(facts.listRevision(), 36))
                .put("canShare", mine)
                .put("canViewPrivateItems", mine)
                .put("canEdit", WRITERS.contains(facts.role()))
                .put("isTallyingResponses", facts.primary())
                .put("isRemovable", !facts.primary())
                .put("defaultOnlineMeetingProvider", "teamsForBusiness");
        json.putArray("allowedOnlineMeetingProviders").add("teamsForBusiness");
        json.putObject("owner").put("name", owner).put("address", owner);
        return json;
    }

    private record Numbered(int number, CalendarFacts facts) {
        String key() {
            return String.format(Locale.ROOT, "%06d", number);
        }
    }
}
