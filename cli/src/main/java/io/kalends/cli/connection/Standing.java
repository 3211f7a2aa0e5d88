package io.kalends.cli.connection;

import java.util.ArrayList;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import io.kalends.cli.api.Fields;
import io.kalends.cli.shell.Screen;

/// Where a connection stands, in words.
public final class Standing {

    private Standing() {}

    /// Its state, as `needs-reconnect`.
    public static String state(JsonNode entry) {
        return Fields.shown(entry, "state").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What is wrong, and what it waits for; `-` when nothing is.
    public static String why(JsonNode entry, Screen screen) {
        var parts = new ArrayList<String>();
        if (entry.hasNonNull("reason")) {
            parts.add(word(entry.path("reason")));
        }
        if (entry.at("/metrics/lastError").isTextual()) {
            parts.add(entry.at("/metrics/lastError").asText());
        }
        var waiting = entry.path("waiting");
        if (waiting.isObject()) {
            parts.add("goes on " + screen.when(Fields.time(waiting, "until")) + " (" + word(waiting.path("reason"))
                    + ")");
        }
        entry.path("warnings").forEach(warning -> parts.add(word(warning)));
        int failing = entry.path("calendarsFailing").asInt();
        if (failing > 0) {
            parts.add(failing == 1 ? "1 calendar cannot be read" : failing + " calendars cannot be read");
        }
        return parts.isEmpty() ? "-" : String.join("; ", parts);
    }

    private static String word(JsonNode symbol) {
        return symbol.asText().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
