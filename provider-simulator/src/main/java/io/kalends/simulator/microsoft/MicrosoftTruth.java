package io.kalends.simulator.microsoft;

import java.util.HashMap;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Span;

/// The truth about an instance, from what the world holds, as far as Graph can tell it.
final class MicrosoftTruth {
    private MicrosoftTruth() {}

    static EventTruth of(Entry entry, CalendarFacts calendar, String holder) {
        var details = entry.details();
        var attendees = new HashMap<String, String>();
        details.attendees().forEach(attendee -> attendees.put(attendee.email(), attendee.response()));
        var original = entry.original();
        var sensitivity = EventWords.sensitivity(details);
        return new EventTruth(
                GraphIds.event(entry.id(), true),
                EventWords.iCalUid(entry),
                entry.seriesId() == null ? null : GraphIds.event(entry.seriesId(), true),
                original == null ? null : EventTruth.start(original),
                details.title(),
                details.description(),
                details.location(),
                status(details),
                entry.span() instanceof Span.AllDay,
                EventTruth.start(entry.span()),
                EventTruth.end(entry.span()),
                zone(entry.span()),
                EventWords.showAs(details).equals("free"),
                sensitivity.equals("normal") ? "default" : sensitivity,
                details.organizer() == null ? holder : details.organizer(),
                details.meetingLink(),
                attendees,
                GraphTime.rounded(entry.updated()),
                EventWords.etag(calendar, entry));
    }

    private static String status(EventDetails details) {
        if (details.calledOff()) {
            return "cancelled";
        }
        return EventWords.showAs(details).equals("tentative") ? "tentative" : "confirmed";
    }

    private static @Nullable String zone(Span span) {
        return span instanceof Span.Timed timed
                ? WindowsZones.iana(WindowsZones.name(timed.zone())).orElse(null)
                : null;
    }
}
