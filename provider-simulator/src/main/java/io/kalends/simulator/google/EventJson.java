package io.kalends.simulator.google;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.Attendee;
import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Span;

/// Events as the API writes them, for one calendar and one reader.
///
/// @param zone of the answer; offsets are written in it
/// @see <a href="https://developers.google.com/workspace/calendar/api/v3/reference/events">Google: events</a>
record EventJson(CalendarFacts calendar, String reader, ZoneId zone, int maxAttendees) {
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final long FIRST_ETAG = 3_500_000_000_000_000L;

    static String etag(long revision) {
        return "\"" + (FIRST_ETAG + revision * 1000) + "\"";
    }

    static String iCalUid(Entry entry) {
        return (entry.seriesId() == null ? entry.id() : entry.seriesId()) + "@google.com";
    }

    static String millis(Instant instant) {
        return MILLIS.format(instant.atOffset(ZoneOffset.UTC));
    }

    /// As listings write it: of what is cancelled only the guaranteed fields.
    ObjectNode listed(Entry entry) {
        return entry.cancelled() ? stub(entry) : whole(entry);
    }

    /// As a single reading writes it: cancelled events keep their details.
    ObjectNode whole(Entry entry) {
        var event = head(entry);
        if (calendar.role().equals("freeBusyReader")) {
            event.put("visibility", "private");
            event.set("start", start(entry.span()));
            event.set("end", end(entry.span()));
            return event;
        }
        var details = entry.details();
        event.put("htmlLink", link(entry));
        event.put("created", millis(entry.created()));
        event.put("updated", millis(entry.updated()));
        if (!details.title().isEmpty()) {
            event.put("summary", details.title());
        }
        putIf(event, "description", details.description());
        putIf(event, "location", details.location());
        var organizer = details.organizer() == null ? reader : details.organizer();
        event.set("creator", person(organizer));
        event.set("organizer", person(organizer));
        event.set("start", start(entry.span()));
        event.set("end", end(entry.span()));
        repetition(entry, event);
        if (details.transparent()) {
            event.put("transparency", "transparent");
        }
        if (!details.visibility().equals("default")) {
            event.put("visibility", details.visibility());
        }
        event.put("iCalUID", iCalUid(entry));
        event.put("sequence", entry.sequence());
        guests(details, event);
        meeting(details, event);
        event.putObject("reminders").put("useDefault", true);
        event.put("eventType", details.type());
        return event;
    }

    private ObjectNode stub(Entry entry) {
        var event = head(entry);
        var original = entry.original();
        if (entry.seriesId() != null && original != null) {
            event.put("recurringEventId", entry.seriesId());
            event.set("originalStartTime", start(original));
        }
        return event;
    }

    private ObjectNode head(Entry entry) {
        var status = entry.details().tentative() ? "tentative" : "confirmed";
        return Json.object()
                .put("kind", "calendar#event")
                .put("etag", etag(entry.revision()))
                .put("id", entry.id())
                .put("status", entry.cancelled() ? "cancelled" : status);
    }

    private void repetition(Entry entry, ObjectNode event) {
        var recurrence = entry.recurrence();
        if (recurrence != null) {
            event.putArray("recurrence").add(recurrence.rrule());
        }
        var original = entry.original();
        if (entry.seriesId() != null && original != null) {
            event.put("recurringEventId", entry.seriesId());
            event.set("originalStartTime", start(original));
        }
    }

    private void guests(EventDetails details, ObjectNode event) {
        if (details.attendees().isEmpty()) {
            return;
        }
        var list = event.putArray("attendees");
        details.attendees().stream().limit(maxAttendees).map(this::guest).forEach(list::add);
        if (details.attendees().size() > maxAttendees) {
            event.put("attendeesOmitted", true);
        }
    }

    private ObjectNode guest(Attendee attendee) {
        var guest = Json.object().put("email", attendee.email());
        putIf(guest, "displayName", attendee.name());
        if (attendee.organizer()) {
            guest.put("organizer", true);
        }
        if (attendee.email().equals(reader)) {
            guest.put("self", true);
        }
        if (attendee.optional()) {
            guest.put("optional", true);
        }
        return guest.put("responseStatus", attendee.response());
    }

    private static void meeting(EventDetails details, ObjectNode event) {
        var link = details.meetingLink();
        if (link == null) {
            return;
        }
        event.put("hangoutLink", link);
        var conference = event.putObject("conferenceData");
        var door = conference.putArray("entryPoints").addObject();
        door.put("entryPointType", "video").put("uri", link).put("label", link.replaceFirst("^https?://", ""));
        var solution = conference.putObject("conferenceSolution");
        solution.putObject("key").put("type", "hangoutsMeet");
        solution.put("name", "Google Meet");
        conference.put("conferenceId", link.substring(link.lastIndexOf('/') + 1));
    }

    private ObjectNode person(String email) {
        var person = Json.object().put("email", email);
        return email.equals(reader) ? person.put("self", true) : person;
    }

    private ObjectNode start(Span span) {
        return switch (span) {
            case Span.AllDay days -> Json.object().put("date", days.start().toString());
            case Span.Timed timed -> moment(timed.start(), timed.zone());
        };
    }

    private ObjectNode end(Span span) {
        return switch (span) {
            case Span.AllDay days -> Json.object().put("date", days.end().toString());
            case Span.Timed timed -> moment(timed.end(), timed.zone());
        };
    }

    private ObjectNode moment(Instant instant, ZoneId planned) {
        return Json.object()
                .put("dateTime", WITH_OFFSET.format(instant.atZone(zone)))
                .put("timeZone", planned.getId());
    }

    private String link(Entry entry) {
        var id = (entry.id() + " " + calendar.id()).getBytes(StandardCharsets.UTF_8);
        return "https://www.google.com/calendar/event?eid="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private static void putIf(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
