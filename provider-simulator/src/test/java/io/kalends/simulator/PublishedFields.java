package io.kalends.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The fields a provider publishes for each resource, and a check of documents against them.
///
/// The lists, `google-calendar-v3-fields.json` and `microsoft-graph-v1-fields.json`, name each type's fields as
/// `string`, `boolean`, `integer`, `number`, `time` (RFC 3339 with an offset, or a date), `any`, another type, `[]` of
/// these or a map `{}` of these. A type that is a list is a choice of words. What a type has that the client's model
/// does not know is listed under the type's name with a `+`.
final class PublishedFields {
    private final JsonNode types;
    private final boolean loose;

    private PublishedFields(JsonNode types, boolean loose) {
        this.types = types;
        this.loose = loose;
    }

    static PublishedFields ofGoogle() {
        return read("/google-calendar-v3-fields.json", false);
    }

    /// Graph writes null for what is not there, and the times of errors without an offset.
    static PublishedFields ofGraph() {
        return read("/microsoft-graph-v1-fields.json", true);
    }

    JsonNode types() {
        return types;
    }

    /// What in `document` was never published for `type`; empty if all is well.
    List<String> violations(String type, JsonNode document) {
        var found = new ArrayList<String>();
        check(type, document, type, found);
        return found;
    }

    private static PublishedFields read(String resource, boolean loose) {
        try (var list = PublishedFields.class.getResourceAsStream(resource)) {
            return new PublishedFields(new ObjectMapper().readTree(list), loose);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void check(String type, JsonNode value, String path, List<String> found) {
        if (loose && value.isNull()) {
            return;
        }
        if (type.endsWith("[]")) {
            if (value.isArray()) {
                value.forEach(item -> check(type.substring(0, type.length() - 2), item, path + "[]", found));
            } else {
                found.add(path + " is no list: " + value);
            }
        } else if (type.startsWith("{")) {
            var inner = type.substring(1, type.length() - 1);
            value.properties().forEach(entry -> check(inner, entry.getValue(), path + "{}", found));
        } else if (types.path(type).isArray()) {
            if (!types.get(type).valueStream().toList().contains(value)) {
                found.add(path + " is none of " + types.get(type) + ": " + value);
            }
        } else if (types.has(type)) {
            checkObject(type, value, path, found);
        } else if (!scalar(type, value)) {
            found.add(path + " is no " + type + ": " + value);
        }
    }

    private void checkObject(String type, JsonNode value, String path, List<String> found) {
        if (!value.isObject()) {
            found.add(path + " is no object: " + value);
        }
        value.properties().forEach(entry -> {
            var inner = path + "." + entry.getKey();
            var known = types.path(type).path(entry.getKey());
            var more = types.path(type + "+").path(entry.getKey());
            if (known.isMissingNode() && more.isMissingNode()) {
                found.add(inner + " was never published");
            } else {
                check((known.isMissingNode() ? more : known).asText(), entry.getValue(), inner, found);
            }
        });
    }

    private boolean scalar(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "time" -> value.isTextual() && isTime(value.textValue());
            case "any" -> true;
            default -> false;
        };
    }

    private boolean isTime(String text) {
        try {
            return switch (text.length()) {
                case 10 -> LocalDate.parse(text).getYear() > 0;
                case 19 -> loose && LocalDateTime.parse(text).getYear() > 0;
                default -> OffsetDateTime.parse(text).getYear() > 0;
            };
        } catch (DateTimeException neither) {
            return false;
        }
    }
}
