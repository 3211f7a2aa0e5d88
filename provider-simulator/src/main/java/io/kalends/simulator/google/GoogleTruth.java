package io.kalends.simulator.google;

import java.time.temporal.ChronoUnit;
import java.util.HashMap;

import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.Span;

/// The truth about an instance, from what the world holds.
final class GoogleTruth {
    private GoogleTruth() {}

    static EventTruth of(Entry entry, String holder) {
        var details = entry.details();
        var attendees = new HashMap<String, String>();
        details.attendees().forEach(attendee -> attendees.put(attendee.email(), attendee.response()));
        var original = entry.original();
        return new EventTruth(
                entry.id(),
                EventJson.iCalUid(entry),
                entry.seriesId(),
                original == null ? null : EventTruth.start(original),
                details.title(),
                details.description(),
                details.location(),
                details.tentative() ? "tentative" : "confirmed",
                entry.span() instanceof Span.AllDay,
                EventTruth.start(entry.span()),
                EventTruth.end(entry.span()),
                entry.span() instanceof Span.Timed timed ? timed.zone().getId() : null,
                details.transparent(),
                details.visibility(),
                details.organizer() == null ? holder : details.organizer(),
                details.meetingLink(),
                attendees,
                entry.updated().truncatedTo(ChronoUnit.MILLIS),
                EventJson.etag(entry.revision()));
    }
}
