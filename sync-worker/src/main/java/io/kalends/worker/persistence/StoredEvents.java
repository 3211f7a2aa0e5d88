package io.kalends.worker.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Attendee;
import io.kalends.core.calendar.CalendarEvent.OnlineMeeting;
import io.kalends.core.calendar.CalendarEvent.Person;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.CalendarEvent.Revision;
import io.kalends.core.calendar.CalendarEvent.Status;
import io.kalends.core.calendar.CalendarEvent.Visibility;
import io.kalends.core.calendar.Span;
import io.kalends.schemas.v1.EventStatus;
import io.kalends.schemas.v1.EventVisibility;
import io.kalends.schemas.v1.ResponseStatus;

/// Events as they are stored: the contract's record in Avro single-object encoding, readable after the schema
/// has grown. All of an event is stored, however little of it the tenant lets leave.
final class StoredEvents {

    private StoredEvents() {}

    static byte[] bytes(CalendarEvent event) {
        try {
            ByteBuffer buffer = EventRecords.event(event).toByteBuffer();
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("writing an event to memory failed", e);
        }
    }

    /// What [#bytes] wrote, now or by an earlier version.
    static CalendarEvent read(byte[] bytes) {
        try {
            return event(io.kalends.schemas.v1.CalendarEvent.fromByteBuffer(ByteBuffer.wrap(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("a stored event cannot be read", e);
        }
    }

    /// The record as the core has it.
    static CalendarEvent event(io.kalends.schemas.v1.CalendarEvent stored) {
        var organizer = stored.getOrganizer();
        var meeting = stored.getOnlineMeeting();
        return new CalendarEvent(
                stored.getTitle(),
                span(stored),
                stored.getTimeZone(),
                stored.getStatus() == EventStatus.UNKNOWN
                        ? Status.CONFIRMED
                        : Status.valueOf(stored.getStatus().name()),
                stored.getLocation(),
                organizer == null ? null : new Person(organizer.getEmail(), organizer.getName(), organizer.getSelf()),
                attendees(stored.getAttendees()),
                stored.getAttendeesOmitted(),
                stored.getSeriesId(),
                stored.getOriginalStart(),
                meeting == null
                        ? null
                        : new OnlineMeeting(meeting.getJoinUrl(), meeting.getProduct(), meeting.getConferenceId()),
                stored.getVisibility() == EventVisibility.UNKNOWN
                        ? Visibility.DEFAULT
                        : Visibility.valueOf(stored.getVisibility().name()),
                stored.getBusy(),
                stored.getWebLink(),
                new Revision(stored.getProviderUpdatedAt(), stored.getEtag()));
    }

    private static Span span(io.kalends.schemas.v1.CalendarEvent stored) {
        var first = stored.getStartDate();
        var until = stored.getEndDate();
        return stored.getAllDay() && first != null && until != null
                ? new Span.AllDay(first, until)
                : new Span.Timed(stored.getStart(), stored.getEnd());
    }

    private static List<Attendee> attendees(List<io.kalends.schemas.v1.Attendee> stored) {
        return stored.stream()
                .map(attendee -> new Attendee(
                        new Person(attendee.getEmail(), attendee.getName(), attendee.getSelf()),
                        response(attendee.getResponse()),
                        attendee.getOptional(),
                        attendee.getResource(),
                        attendee.getOrganizer()))
                .toList();
    }

    private static Response response(ResponseStatus stored) {
        return Response.valueOf(stored.name());
    }
}
