package io.kalends.benchmarks;

import java.time.Instant;
import java.util.List;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span;
import io.kalends.schemas.v1.Attendee;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;
import io.kalends.schemas.v1.EventStatus;
import io.kalends.schemas.v1.OnlineMeeting;
import io.kalends.schemas.v1.Person;
import io.kalends.schemas.v1.ResponseStatus;

/// One ordinary meeting, as everything here needs it: an hour, a room, four guests, a link, part of a series.
final class Meeting {

    static final String UID = "7kukuqrfedlm2f9t0a8v3n1c5q@google.com";
    private static final Instant START = Instant.parse("2026-11-23T09:00:00Z");
    private static final Instant END = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant UPDATED = Instant.parse("2026-11-20T16:42:11.250Z");
    private static final String TITLE = "Pipeline review, north";
    private static final String ZONE = "Europe/Berlin";
    private static final String LOCATION = "Room 4.12, Invalidenstraße 7, Berlin";
    private static final String SERIES = "7kukuqrfedlm2f9t0a8v3n1c5q";
    private static final String JOIN = "https://meet.google.com/abc-defg-hij";
    private static final String LINK =
            "https://www.google.com/calendar/event?eid=N2t1a3VxcmZlZGxtMmY5dDBhOHYzbjFjNXFfMjAyNjExMjNUMDkwMDAwWiBhbm5h";
    private static final String ETAG = "\"3541029462500000\"";
    private static final String ANNA = "anna.keller@example.com";
    private static final String NAME = "Anna Keller";
    private static final List<String> GUESTS =
            List.of("ben.ito@example.com", "carla.ruiz@example.org", "deniz.aydin@example.net", "emil@example.com");

    private Meeting() {}

    /// As it lies on the topic.
    static CalendarEventChanged changed() {
        return CalendarEventChanged.newBuilder()
                .setEventId("0b7e2f0c-5f0e-4b39-9a57-5d2f3a3c9e11")
                .setTenantId("acme")
                .setUserId("user-4711")
                .setProvider("google")
                .setOccurredAt(UPDATED)
                .setSequence(81_264)
                .setCalendarId(ANNA)
                .setExternalEventId(SERIES + "_20261123T090000Z")
                .setICalUid(UID)
                .setChange(EventChange.UPSERTED)
                .setReason(ChangeReason.DELTA)
                .setEvent(record())
                .build();
    }

    /// As the worker compares it.
    static CalendarEvent content() {
        return new CalendarEvent(
                TITLE,
                new Span.Timed(START, END),
                ZONE,
                CalendarEvent.Status.CONFIRMED,
                LOCATION,
                new CalendarEvent.Person(ANNA, NAME, true),
                GUESTS.stream()
                        .map(guest -> new CalendarEvent.Attendee(
                                new CalendarEvent.Person(guest, null, false),
                                CalendarEvent.Response.ACCEPTED,
                                false,
                                false,
                                false))
                        .toList(),
                false,
                SERIES,
                START,
                new CalendarEvent.OnlineMeeting(JOIN, "Google Meet", "abc-defg-hij"),
                CalendarEvent.Visibility.DEFAULT,
                true,
                LINK,
                new CalendarEvent.Revision(UPDATED, ETAG));
    }

    private static io.kalends.schemas.v1.CalendarEvent record() {
        return io.kalends.schemas.v1.CalendarEvent.newBuilder()
                .setTitle(TITLE)
                .setStart(START)
                .setEnd(END)
                .setAllDay(false)
                .setTimeZone(ZONE)
                .setStatus(EventStatus.CONFIRMED)
                .setLocation(LOCATION)
                .setOrganizer(Person.newBuilder()
                        .setEmail(ANNA)
                        .setName(NAME)
                        .setSelf(true)
                        .build())
                .setAttendees(GUESTS.stream().map(Meeting::attendee).toList())
                .setSeriesId(SERIES)
                .setOriginalStart(START)
                .setOnlineMeeting(OnlineMeeting.newBuilder()
                        .setJoinUrl(JOIN)
                        .setProduct("Google Meet")
                        .setConferenceId("abc-defg-hij")
                        .build())
                .setWebLink(LINK)
                .setProviderUpdatedAt(UPDATED)
                .setEtag(ETAG)
                .build();
    }

    private static Attendee attendee(String email) {
        return Attendee.newBuilder()
                .setEmail(email)
                .setResponse(ResponseStatus.ACCEPTED)
                .build();
    }
}
