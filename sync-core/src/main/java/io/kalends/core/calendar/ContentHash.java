package io.kalends.core.calendar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Tells whether an event changed in a way worth telling: equal hashes, nothing to emit.
///
/// Only what is set goes in, each value under its name, so that a field added later leaves the hashes of events
/// without it as they are.
/// The [CalendarEvent.Revision] stays out: providers renew it also for what nobody can see.
public final class ContentHash {

    private static final int BYTES = 16;

    private final MessageDigest digest;

    private ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// 16 bytes that stand for the content of `event` and its iCalendar UID.
    public static byte[] of(CalendarEvent event, @Nullable String iCalUid) {
        var hash = new ContentHash();
        hash.add("iCalUid", iCalUid);
        hash.add("title", event.title());
        hash.add("span", event.span());
        hash.add("timeZone", event.timeZone());
        hash.add("status", event.status());
        hash.add("location", event.location());
        hash.add("organizer", event.organizer());
        event.attendees().forEach(attendee -> hash.add("attendee", attendee));
        hash.add("attendeesOmitted", event.attendeesOmitted() ? true : null);
        hash.add("seriesId", event.seriesId());
        hash.add("originalStart", event.originalStart());
        hash.add("onlineMeeting", event.onlineMeeting());
        hash.add("visibility", event.visibility());
        hash.add("busy", event.busy());
        hash.add("webLink", event.webLink());
        return Arrays.copyOf(hash.digest.digest(), BYTES);
    }

    private void add(String name, @Nullable Object value) {
        if (value == null) {
            return;
        }
        var text = value.toString().getBytes(StandardCharsets.UTF_8);
        digest.update((name + ":" + text.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(text);
    }
}
