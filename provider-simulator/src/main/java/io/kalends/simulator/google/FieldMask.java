package io.kalends.simulator.google;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The `fields` parameter: `items(id,start/date),nextPageToken` keeps just those; `*` keeps all.
final class FieldMask {
    private final Map<String, FieldMask> fields = new LinkedHashMap<>();

    private FieldMask() {}

    static FieldMask parse(String text) {
        var reader = new Reader(text);
        var mask = reader.list();
        if (reader.position < text.length()) {
            throw reader.unreadable();
        }
        return mask;
    }

    /// What is left of `node`.
    JsonNode of(JsonNode node) {
        if (fields.isEmpty() || fields.containsKey("*")) {
            return node;
        }
        return switch (node) {
            case ArrayNode list -> {
                var kept = list.arrayNode();
                list.forEach(item -> kept.add(of(item)));
                yield kept;
            }
            case ObjectNode object -> {
                var kept = object.objectNode();
                fields.forEach((name, inner) -> {
                    var value = object.get(name);
                    if (value != null) {
                        kept.set(name, inner.of(value));
                    }
                });
                yield kept;
            }
            default -> node;
        };
    }

    /// Reads a mask from left to right.
    private static final class Reader {
        private final String text;
        private int position;

        Reader(String text) {
            this.text = text;
        }

        FieldMask list() {
            var mask = new FieldMask();
            do {
                path(mask);
            } while (ahead(','));
            return mask;
        }

        private void path(FieldMask mask) {
            var begin = position;
            while (position < text.length() && ",/()".indexOf(text.charAt(position)) < 0) {
                position++;
            }
            if (begin == position) {
                throw unreadable();
            }
            var inner = mask.fields.computeIfAbsent(text.substring(begin, position), _ -> new FieldMask());
            if (ahead('/')) {
                path(inner);
            } else if (ahead('(')) {
                inner.fields.putAll(list().fields);
                if (!ahead(')')) {
                    throw unreadable();
                }
            }
        }

        private boolean ahead(char expected) {
            var there = position < text.length() && text.charAt(position) == expected;
            if (there) {
                position++;
            }
            return there;
        }

        Refusal unreadable() {
            return Refusal.parameter(400, "invalidParameter", "Invalid field selection " + text, "fields");
        }
    }
}
