package io.kalends.simulator.microsoft;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

import io.kalends.simulator.world.CalendarFacts;
import io.kalends.simulator.world.Entry;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Span;

/// Words of Graph about an event that follow from what the world holds: versions, iCalendar ids, and choices.
final class EventWords {
    private static final String NO_DAY = "00000000";

    private EventWords() {}

    static String changeKey(CalendarFacts calendar, Entry entry) {
        var bytes = ByteBuffer.allocate(24)
                .putLong(0x0F00_0000_1600_0000L)
                .putLong(calendar.id().hashCode() * 0x9E37_79B9_7F4A_7C15L)
                .putLong(entry.revision());
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    static String etag(CalendarFacts calendar, Entry entry) {
        return "W/\"" + changeKey(calendar, entry) + "\"";
    }

    /// The same for a whole series.
    static String uid(Entry entry) {
        return globalId(entry, NO_DAY);
    }

    /// Another for each occurrence of a series.
    static String iCalUid(Entry entry) {
        var original = entry.original();
        return globalId(entry, original == null ? NO_DAY : day(original));
    }

    /// What `showAs` says.
    static String showAs(EventDetails details) {
        if (details.calledOff()) {
            return "free";
        }
        return switch (details.type()) {
            case "outOfOffice" -> "oof";
            case "workingLocation" -> "workingElsewhere";
            default -> details.transparent() ? "free" : details.tentative() ? "tentative" : "busy";
        };
    }

    /// What `sensitivity` says.
    static String sensitivity(EventDetails details) {
        return switch (details.visibility()) {
            case "private", "confidential" -> details.visibility();
            default -> "normal";
        };
    }

    private static String globalId(Entry entry, String day) {
        var whole = entry.seriesId() == null ? entry.id() : entry.seriesId();
        return "040000008200E00074C5B7101A82E008" + day + "0000000000000000" + "000000001A000000"
                + HexFormat.of().withUpperCase().formatHex(whole.getBytes(StandardCharsets.UTF_8));
    }

    private static String day(Span original) {
        var date = original.startIn(ZoneOffset.UTC).atOffset(ZoneOffset.UTC);
        return String.format(Locale.ROOT, "%04X%02X%02X", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }
}
