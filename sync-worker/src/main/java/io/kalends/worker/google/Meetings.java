package io.kalends.worker.google;

import java.util.Objects;

import com.google.api.services.calendar.model.ConferenceData;
import com.google.api.services.calendar.model.Event;
import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent.OnlineMeeting;

/// Finds how to join an event online: the video entry point of its conference, else its Hangouts link.
final class Meetings {

    private Meetings() {}

    static @Nullable OnlineMeeting of(Event event) {
        var conference = Given.value(event.getConferenceData());
        var video = conference == null ? null : video(conference);
        var address = video == null ? Given.webAddress(event.getHangoutLink()) : video;
        if (address == null) {
            return null;
        }
        return conference == null
                ? new OnlineMeeting(address, null, null)
                : new OnlineMeeting(address, product(conference), Given.text(conference.getConferenceId()));
    }

    private static @Nullable String video(ConferenceData conference) {
        return Given.all(conference.getEntryPoints()).stream()
                .filter(entry -> Given.value(entry) != null && "video".equals(Given.value(entry.getEntryPointType())))
                .map(entry -> Given.webAddress(entry.getUri()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String product(ConferenceData conference) {
        var solution = Given.value(conference.getConferenceSolution());
        return solution == null ? null : Given.text(solution.getName());
    }
}
