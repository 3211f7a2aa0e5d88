package io.kalends.simulator.microsoft;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Span;

/// Events as Graph writes them, for one calendar and one reader.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/resources/event">Microsoft: event</a>
record EventJson(CalendarFacts calendar, String reader, Preferences wishes) {
    static final String ODATA_TYPE = "#microsoft.graph.event";
    private static final int PREVIEW = 255;

    /// A row of a delta: of an occurrence only when it is and which series it belongs to.
    ObjectNode row(Item item) {
        return item.type() == Item.Type.OCCURRENCE ? stub(item) : whole(item, ODATA_TYPE);
    }

    /// All there is to say.
    ///
    /// @param odataType null where the context tells it
    ObjectNode whole(Item item, @Nullable String odataType) {
        var entry = item.entry();
        var details = entry.details();
        var people = new PeopleJson(reader);
        var event = head(entry, odataType);
        event.put("createdDateTime", GraphTime.stamp(entry.created()));
        event.put("lastModifiedDateTime", GraphTime.stamp(entry.updated()));
        event.put("changeKey", EventWords.changeKey(calendar, entry));
        event.putArray("categories");
        event.putNull("transactionId");
        event.put("originalStartTimeZone", planned(entry.span()));
        event.put("originalEndTimeZone", planned(entry.span()));
        event.put("iCalUId", EventWords.iCalUid(entry));
        event.put("uid", EventWords.uid(entry));
        event.put("reminderMinutesBeforeStart", 15).put("isReminderOn", true);
        event.put("hasAttachments", false);
        event.put("subject", details.title());
        event.put("importance", "normal");
        event.put("sensitivity", EventWords.sensitivity(details));
        event.put("isAllDay", entry.span() instanceof Span.AllDay);
        event.put("isCancelled", details.calledOff());
        event.put("isOrganizer", people.organizes(details));
        event.put("responseRequested", true);
        event.put("seriesMasterId", entry.seriesId() == null ? null : id(entry.seriesId()));
        event.put("showAs", EventWords.showAs(details));
        event.put("type", item.type().word());
        event.put("webLink", link(entry));
        event.put("allowNewTimeProposals", true);
        event.put("isDraft", false);
        event.put("hideAttendees", false);
        people.put(event, details);
        body(event, details);
        place(event, details);
        meeting(event, details);
        times(event, item);
        return event;
    }

    /// The event with only what `select` names; ids and etags are always there.
    static ObjectNode selected(ObjectNode event, Set<String> select) {
        return select.isEmpty()
                ? event
                : event.deepCopy()
                        .retain(event.propertyStream()
                                .map(property -> property.getKey())
                                .filter(name -> name.startsWith("@") || name.equals("id") || select.contains(name))
                                .toList());
    }

    private ObjectNode stub(Item item) {
        var entry = item.entry();
        var event = head(entry, ODATA_TYPE);
        event.put("seriesMasterId", entry.seriesId() == null ? null : id(entry.seriesId()));
        event.put("type", item.type().word());
        event.set("start", start(entry.span()));
        event.set("end", end(entry.span()));
        return event;
    }

    private ObjectNode head(Entry entry, @Nullable String odataType) {
        var event = GraphJson.object();
        if (odataType != null) {
            event.put("@odata.type", odataType);
        }
        return event.put("@odata.etag", EventWords.etag(calendar, entry)).put("id", id(entry.id()));
    }

    private void times(ObjectNode event, Item item) {
        var entry = item.entry();
        event.set("start", start(entry.span()));
        event.set("end", end(entry.span()));
        var original = entry.original();
        if (original != null) {
            event.put("originalStart", originalStart(original));
        }
        var recurrence = entry.recurrence();
        event.set("recurrence", recurrence == null ? null : RecurrenceJson.of(recurrence, entry.span()));
    }

    private void body(ObjectNode event, EventDetails details) {
        var text = details.description() == null ? "" : details.description();
        event.put("bodyPreview", text.substring(0, Math.min(PREVIEW, text.length())));
        var content = wishes.textBody() || text.isEmpty() ? text : "<html><body>" + escaped(text) + "</body></html>";
        event.putObject("body")
                .put("contentType", wishes.textBody() ? "text" : "html")
                .put("content", content);
    }

    private static void place(ObjectNode event, EventDetails details) {
        var name = details.location() == null ? "" : details.location();
        var place = event.putObject("location").put("displayName", name).put("locationType", "default");
        var all = event.putArray("locations");
        if (name.isEmpty()) {
            place.put("uniqueIdType", "unknown");
        } else {
            place.put("uniqueId", name).put("uniqueIdType", "private");
            all.add(place.deepCopy());
        }
        place.putObject("address");
        place.putObject("coordinates");
    }

    private static void meeting(ObjectNode event, EventDetails details) {
        var link = details.meetingLink();
        event.putNull("onlineMeetingUrl");
        event.put("isOnlineMeeting", link != null);
        event.put("onlineMeetingProvider", link == null ? "unknown" : "teamsForBusiness");
        if (link == null) {
            event.putNull("onlineMeeting");
        } else {
            event.putObject("onlineMeeting").put("joinUrl", link);
        }
    }

    private String id(String heldId) {
        return GraphIds.event(heldId, wishes.immutable());
    }

    private ObjectNode start(Span span) {
        return switch (span) {
            case Span.AllDay days -> GraphTime.midnight(days.start(), wishes.zoneLabel());
            case Span.Timed timed -> GraphTime.in(wishes.zone(), wishes.zoneLabel(), timed.start());
        };
    }

    private ObjectNode end(Span span) {
        return switch (span) {
            case Span.AllDay days -> GraphTime.midnight(days.end(), wishes.zoneLabel());
            case Span.Timed timed -> GraphTime.in(wishes.zone(), wishes.zoneLabel(), timed.end());
        };
    }

    private static String originalStart(Span original) {
        return switch (original) {
            case Span.AllDay days -> days.start() + "T00:00:00Z";
            case Span.Timed timed -> timed.start().toString();
        };
    }

    private String planned(Span span) {
        return switch (span) {
            case Span.AllDay _ -> WindowsZones.name(calendar.zone());
            case Span.Timed timed -> WindowsZones.name(timed.zone());
        };
    }

    private String link(Entry entry) {
        return "https://outlook.office365.com/owa/?itemid=" + GraphQuery.encoded(id(entry.id()))
                + "&exvsurl=1&path=/calendar/item";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\n", "<br>");
    }
}
