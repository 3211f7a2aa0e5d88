package io.kalends.simulator.world;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What an event says, apart from when it is.
///
/// @param organizer    e-mail address; null for the holder of the calendar
/// @param tentative    otherwise confirmed
/// @param transparent  does not block time
/// @param visibility   `default`, `public`, `private` or `confidential`
/// @param meetingLink  address of an online meeting, if there is one
/// @param calledOff    by the organizer, where such a meeting stays on the calendar
/// @param type         `default`, `outOfOffice`, `focusTime` and so on
public record EventDetails(
        String title,
        @Nullable String description,
        @Nullable String location,
        @Nullable String organizer,
        List<Attendee> attendees,
        boolean tentative,
        boolean transparent,
        String visibility,
        @Nullable String meetingLink,
        String type,
        boolean calledOff) {
    public EventDetails {
        attendees = List.copyOf(attendees);
    }

    public static EventDetails titled(String title) {
        return new EventDetails(title, null, null, null, List.of(), false, false, "default", null, "default", false);
    }

    public EventDetails withTitle(String other) {
        return new EventDetails(
                other,
                description,
                location,
                organizer,
                attendees,
                tentative,
                transparent,
                visibility,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withDescription(@Nullable String other) {
        return new EventDetails(
                title,
                other,
                location,
                organizer,
                attendees,
                tentative,
                transparent,
                visibility,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withLocation(@Nullable String other) {
        return new EventDetails(
                title,
                description,
                other,
                organizer,
                attendees,
                tentative,
                transparent,
                visibility,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withOrganizer(@Nullable String other) {
        return new EventDetails(
                title,
                description,
                location,
                other,
                attendees,
                tentative,
                transparent,
                visibility,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withAttendees(List<Attendee> others) {
        return new EventDetails(
                title,
                description,
                location,
                organizer,
                others,
                tentative,
                transparent,
                visibility,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withTentative(boolean unsure) {
        return new EventDetails(
                title,
                description,
                location,
                organizer,
                attendees,
                unsure,
                transparent,
                visibility,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withTransparent(boolean free) {
        return new EventDetails(
                title,
                description,
                location,
                organizer,
                attendees,
                tentative,
                free,
                visibility,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withVisibility(String other) {
        return new EventDetails(
                title,
                description,
                location,
                organizer,
                attendees,
                tentative,
                transparent,
                other,
                meetingLink,
                type,
                calledOff);
    }

    public EventDetails withMeetingLink(@Nullable String other) {
        return new EventDetails(
                title,
                description,
                location,
                organizer,
                attendees,
                tentative,
                transparent,
                visibility,
                other,
                type,
                calledOff);
    }

    public EventDetails withType(String other) {
        return new EventDetails(
                title,
                description,
                location,
                organizer,
                attendees,
                tentative,
                transparent,
                visibility,
                meetingLink,
                other,
                calledOff);
    }

    public EventDetails withCalledOff(boolean off) {
        return new EventDetails(
                title,
                description,
                location,
                organizer,
                attendees,
                tentative,
                transparent,
                visibility,
                meetingLink,
                type,
                off);
    }
}
