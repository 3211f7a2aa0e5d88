package io.kalends.worker.google;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.EventAttendee;
import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Attendee;
import io.kalends.core.calendar.CalendarEvent.Person;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.CalendarEvent.Revision;
import io.kalends.core.calendar.CalendarEvent.Status;
import io.kalends.core.calendar.CalendarEvent.Visibility;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.calendar.Span;
import io.kalends.core.provider.Change;
import io.kalends.worker.http.EventLimits;

/// Turns an entry of Google's event list into a change.
///
/// An event whose times cannot be understood is [Change.OutsideWindow]: it exists, but no window can be said to
/// hold it.
///
/// Texts and guests are cut to [EventLimits].
final class EventMapper {

    /// A change, and whether its times are Google's own.
    ///
    /// @param odd true when times had to be guessed or could not be understood
    record Mapped(Change change, boolean odd) {}

    private final EventWindow window;
    private final ZoneId zone;

    /// @param zone the calendar's own
    EventMapper(EventWindow window, ZoneId zone) {
        this.window = window;
        this.zone = zone;
    }

    Mapped map(String id, Event item) {
        if ("cancelled".equals(Given.value(item.getStatus()))) {
            return new Mapped(new Change.Removed(id), false);
        }
        var times = GoogleTimes.of(item, zone);
        var span = times.span();
        if (span == null) {
            return new Mapped(new Change.OutsideWindow(id), true);
        }
        var lived = span.in(zone);
        var change = window.contains(lived)
                ? new Change.Upserted(id, Given.name(item.getICalUID()), event(item, span), lived)
                : new Change.OutsideWindow(id);
        return new Mapped(change, times.mended());
    }

    /// What an event says, wherever in time it is; null when its times cannot be understood.
    static @Nullable CalendarEvent event(Event item) {
        var span = GoogleTimes.of(item, ZoneOffset.UTC).span();
        return span == null ? null : event(item, span);
    }

    private static CalendarEvent event(Event item, Span span) {
        var attendees = Given.all(item.getAttendees()).stream()
                .filter(attendee -> Given.value(attendee) != null)
                .toList();
        return new CalendarEvent(
                Given.text(item.getSummary(), EventLimits.TITLE),
                span,
                timeZone(item),
                "tentative".equals(Given.value(item.getStatus())) ? Status.TENTATIVE : Status.CONFIRMED,
                Given.text(item.getLocation(), EventLimits.LOCATION),
                organizer(Given.value(item.getOrganizer())),
                attendees(attendees),
                Given.flag(item.getAttendeesOmitted()) || attendees.size() > EventLimits.ATTENDEES,
                Given.name(item.getRecurringEventId()),
                GoogleTimes.originalStart(item),
                Meetings.of(item),
                visibility(Given.value(item.getVisibility())),
                !"transparent".equals(Given.value(item.getTransparency())),
                Given.webAddress(item.getHtmlLink()),
                new Revision(GoogleTimes.instant(item.getUpdated()), Given.text(item.getEtag())));
    }

    private static @Nullable String timeZone(Event item) {
        var start = Given.value(item.getStart());
        return start == null ? null : Given.name(start.getTimeZone());
    }

    private static @Nullable Person organizer(Event.@Nullable Organizer organizer) {
        return organizer == null
                ? null
                : new Person(
                        Given.text(organizer.getEmail(), EventLimits.NAME),
                        Given.text(organizer.getDisplayName(), EventLimits.NAME),
                        Given.flag(organizer.getSelf()));
    }

    private static List<Attendee> attendees(List<EventAttendee> attendees) {
        return attendees.stream()
                .limit(EventLimits.ATTENDEES)
                .map(EventMapper::attendee)
                .toList();
    }

    private static Attendee attendee(EventAttendee attendee) {
        var person = new Person(
                Given.text(attendee.getEmail(), EventLimits.NAME),
                Given.text(attendee.getDisplayName(), EventLimits.NAME),
                Given.flag(attendee.getSelf()));
        return new Attendee(
                person,
                response(Given.value(attendee.getResponseStatus())),
                Given.flag(attendee.getOptional()),
                Given.flag(attendee.getResource()),
                Given.flag(attendee.getOrganizer()));
    }

    private static Response response(@Nullable String status) {
        return switch (status) {
            case "needsAction" -> Response.NEEDS_ACTION;
            case "declined" -> Response.DECLINED;
            case "tentative" -> Response.TENTATIVE;
            case "accepted" -> Response.ACCEPTED;
            case null, default -> Response.UNKNOWN;
        };
    }

    private static Visibility visibility(@Nullable String visibility) {
        return switch (visibility) {
            case "public" -> Visibility.PUBLIC;
            case "private" -> Visibility.PRIVATE;
            case "confidential" -> Visibility.CONFIDENTIAL;
            case null, default -> Visibility.DEFAULT;
        };
    }
}
