package io.kalends.worker.microsoft;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Attendee;
import io.kalends.core.calendar.CalendarEvent.OnlineMeeting;
import io.kalends.core.calendar.CalendarEvent.Person;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.CalendarEvent.Revision;
import io.kalends.core.calendar.CalendarEvent.Status;
import io.kalends.core.calendar.CalendarEvent.Visibility;
import io.kalends.core.calendar.Span;
import io.kalends.worker.http.EventLimits;

/// Turns what Graph says of an event into a [CalendarEvent]. Texts and guests are cut to [EventLimits].
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/resources/event">Microsoft Graph: event</a>
final class EventMapper {

    private static final Set<String> NOT_BUSY = Set.of("free", "workingElsewhere");

    private EventMapper() {}

    static @Nullable String iCalUid(GraphItem event) {
        return GlobalObjectId.of(event, EventLimits.ID);
    }

    static CalendarEvent event(GraphItem event, Span span) {
        var guests = event.list("attendees");
        var attendees = guests == null ? List.<GraphItem>of() : guests;
        var organizer = organizer(event);
        var zone = GraphTimes.zone(event);
        return new CalendarEvent(
                event.text("subject", EventLimits.TITLE),
                span,
                zone == null ? null : zone.getId(),
                status(event),
                event.child("location").text("displayName", EventLimits.LOCATION),
                organizer,
                attendees(attendees, organizer),
                attendees.size() > EventLimits.ATTENDEES || (event.flag("hideAttendees") && !event.flag("isOrganizer")),
                event.text("seriesMasterId", EventLimits.ID),
                originalStart(event, span),
                meeting(event),
                visibility(event.text("sensitivity")),
                !NOT_BUSY.contains(String.valueOf(event.text("showAs"))),
                event.webAddress("webLink"),
                new Revision(
                        GraphTimes.instant(event.text("lastModifiedDateTime")),
                        event.text("@odata.etag", EventLimits.ID)));
    }

    /// An occurrence is where its series puts it, and Graph need not say so.
    private static @Nullable Instant originalStart(GraphItem event, Span span) {
        var told = GraphTimes.originalStart(event);
        return told == null && "occurrence".equals(event.text("type")) ? span.start() : told;
    }

    private static Status status(GraphItem event) {
        if (event.flag("isCancelled")) {
            return Status.CANCELLED;
        }
        var tentative = "tentative".equals(event.text("showAs"))
                || "tentativelyAccepted".equals(event.child("responseStatus").text("response"));
        return tentative ? Status.TENTATIVE : Status.CONFIRMED;
    }

    private static @Nullable Person organizer(GraphItem event) {
        var organizer = person(event.child("organizer"), event.flag("isOrganizer"));
        return organizer.email() == null && organizer.name() == null ? null : organizer;
    }

    private static Person person(GraphItem recipient, boolean self) {
        var address = recipient.child("emailAddress");
        return new Person(address.text("address", EventLimits.NAME), address.text("name", EventLimits.NAME), self);
    }

    private static List<Attendee> attendees(List<GraphItem> attendees, @Nullable Person organizer) {
        return attendees.stream()
                .limit(EventLimits.ATTENDEES)
                .map(attendee -> attendee(attendee, organizer))
                .toList();
    }

    /// Graph does not say which guest is the mailbox's own user.
    private static Attendee attendee(GraphItem attendee, @Nullable Person organizer) {
        var person = person(attendee, false);
        var type = attendee.text("type");
        return new Attendee(
                person,
                response(attendee.child("status").text("response")),
                "optional".equals(type),
                "resource".equals(type),
                organizer != null && person.email() != null && person.email().equalsIgnoreCase(organizer.email()));
    }

    private static Response response(@Nullable String response) {
        return switch (response) {
            case "none", "notResponded" -> Response.NEEDS_ACTION;
            case "declined" -> Response.DECLINED;
            case "tentativelyAccepted" -> Response.TENTATIVE;
            case "accepted", "organizer" -> Response.ACCEPTED;
            case null, default -> Response.UNKNOWN;
        };
    }

    private static @Nullable OnlineMeeting meeting(GraphItem event) {
        var meeting = event.child("onlineMeeting");
        var joinUrl = meeting.webAddress("joinUrl");
        var address = joinUrl == null ? event.webAddress("onlineMeetingUrl") : joinUrl;
        return address == null
                ? null
                : new OnlineMeeting(
                        address,
                        product(event.text("onlineMeetingProvider")),
                        meeting.text("conferenceId", EventLimits.NAME));
    }

    private static @Nullable String product(@Nullable String provider) {
        return switch (provider) {
            case "teamsForBusiness" -> "Microsoft Teams";
            case "skypeForBusiness" -> "Skype for Business";
            case "skypeForConsumer" -> "Skype";
            case null, default -> null;
        };
    }

    private static Visibility visibility(@Nullable String sensitivity) {
        return switch (sensitivity) {
            case "personal", "private" -> Visibility.PRIVATE;
            case "confidential" -> Visibility.CONFIDENTIAL;
            case null, default -> Visibility.DEFAULT;
        };
    }
}
