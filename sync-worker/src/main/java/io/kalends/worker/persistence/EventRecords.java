package io.kalends.worker.persistence;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.schemas.Keys;
import io.kalends.schemas.v1.Attendee;
import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;
import io.kalends.schemas.v1.EventStatus;
import io.kalends.schemas.v1.EventVisibility;
import io.kalends.schemas.v1.OnlineMeeting;
import io.kalends.schemas.v1.Person;
import io.kalends.schemas.v1.ResponseStatus;
import io.kalends.worker.tenant.Sharing;

/// Events and their changes as the records of the contract.
final class EventRecords {

    private EventRecords() {}

    /// A change of one event.
    ///
    /// @param event null unless it was upserted
    static Draft changed(
            String key,
            CalendarId calendar,
            String eventId,
            @Nullable String iCalUid,
            EventChange change,
            ChangeReason reason,
            @Nullable CalendarEvent event) {
        var recordKey = Keys.event(key, calendar.value(), eventId);
        return new Draft(
                Draft.Kind.EVENT_CHANGED,
                recordKey,
                stamp -> CalendarEventChanged.newBuilder()
                        .setEventId(stamp.eventId().toString())
                        .setTenantId(stamp.key().tenantId())
                        .setUserId(stamp.key().userId())
                        .setProvider(stamp.key().provider().id())
                        .setOccurredAt(stamp.at())
                        .setSequence(stamp.sequence())
                        .setCalendarId(calendar.value())
                        .setExternalEventId(eventId)
                        .setICalUid(iCalUid)
                        .setChange(change)
                        .setReason(reason)
                        .setEvent(event)
                        .build());
    }

    /// What leaves of an event, null for nothing but its ids.
    static @Nullable CalendarEvent shared(io.kalends.core.calendar.CalendarEvent event, Sharing sharing) {
        var leaves = sharing.of(event);
        return leaves == null ? null : event(leaves);
    }

    static CalendarEvent event(io.kalends.core.calendar.CalendarEvent event) {
        var days = event.span() instanceof Span.AllDay allDay ? allDay : null;
        var organizer = event.organizer();
        var meeting = event.onlineMeeting();
        return CalendarEvent.newBuilder()
                .setTitle(event.title())
                .setStart(event.span().start())
                .setEnd(event.span().end())
                .setAllDay(days != null)
                .setStartDate(days == null ? null : days.first())
                .setEndDate(days == null ? null : days.until())
                .setTimeZone(event.timeZone())
                .setStatus(EventStatus.valueOf(event.status().name()))
                .setLocation(event.location())
                .setOrganizer(organizer == null ? null : person(organizer))
                .setAttendees(attendees(event))
                .setAttendeesOmitted(event.attendeesOmitted())
                .setSeriesId(event.seriesId())
                .setOriginalStart(event.originalStart())
                .setOnlineMeeting(meeting == null ? null : online(meeting))
                .setVisibility(EventVisibility.valueOf(event.visibility().name()))
                .setBusy(event.busy())
                .setWebLink(event.webLink())
                .setProviderUpdatedAt(event.revision().updatedAt())
                .setEtag(event.revision().etag())
                .build();
    }

    private static List<Attendee> attendees(io.kalends.core.calendar.CalendarEvent event) {
        return event.attendees().stream().map(EventRecords::attendee).toList();
    }

    private static Person person(io.kalends.core.calendar.CalendarEvent.Person person) {
        return new Person(person.email(), person.name(), person.self());
    }

    private static Attendee attendee(io.kalends.core.calendar.CalendarEvent.Attendee attendee) {
        return new Attendee(
                attendee.person().email(),
                attendee.person().name(),
                attendee.person().self(),
                ResponseStatus.valueOf(attendee.response().name()),
                attendee.optional(),
                attendee.resource(),
                attendee.organizer());
    }

    private static OnlineMeeting online(io.kalends.core.calendar.CalendarEvent.OnlineMeeting meeting) {
        return new OnlineMeeting(meeting.joinUrl(), meeting.product(), meeting.conferenceId());
    }
}
