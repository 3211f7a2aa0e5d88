package io.kalends.cli.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Reads fields of answers, whatever is missing.
public final class Fields {

    private Fields() {}

    /// The text of a field; null where there is none.
    public static @Nullable String text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /// The text of a field; `-` where there is none.
    public static String shown(JsonNode node, String field) {
        var text = text(node, field);
        return text == null || text.isBlank() ? "-" : text;
    }

    /// The time in a field; null where there is none.
    public static @Nullable Instant time(JsonNode node, String field) {
        try {
            var text = text(node, field);
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    /// The elements of an array; empty where there is none.
    public static List<JsonNode> list(JsonNode node, String field) {
        var elements = new ArrayList<JsonNode>();
        node.path(field).forEach(elements::add);
        return elements;
    }
}
