package io.kalends.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The fields Google publishes for each resource, and a check of documents against them.
///
/// The list in `google-calendar-v3-fields.json` names each type's fields as `string`, `boolean`, `integer`, `time` (RFC
/// 3339
/// with an offset, or a date), `any`, another type, `[]` of these or a map `{}` of these.
final class PublishedFields {
    private final JsonNode types;

    private PublishedFields(JsonNode types) {
        this.types = types;
    }

    static PublishedFields read() {
        try (var list = PublishedFields.class.getResourceAsStream("/google-calendar-v3-fields.json")) {
            return new PublishedFields(new ObjectMapper().readTree(list));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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

    private void check(String type, JsonNode value, String path, List<String> found) {
        if (type.endsWith("[]")) {
            if (value.isArray()) {
                value.forEach(item -> check(type.substring(0, type.length() - 2), item, path + "[]", found));
            } else {
                found.add(path + " is no list: " + value);
            }
        } else if (type.startsWith("{")) {
            var inner = type.substring(1, type.length() - 1);
            value.properties().forEach(entry -> check(inner, entry.getValue(), path + "{}", found));
        } else if (types.has(type)) {
            checkObject(types.get(type), value, path, found);
        } else if (!scalar(type, value)) {
            found.add(path + " is no " + type + ": " + value);
        }
    }

    private void checkObject(JsonNode fields, JsonNode value, String path, List<String> found) {
        if (!value.isObject()) {
            found.add(path + " is no object: " + value);
        }
        value.properties().forEach(entry -> {
            var inner = path + "." + entry.getKey();
            if (fields.has(entry.getKey())) {
                check(fields.get(entry.getKey()).asText(), entry.getValue(), inner, found);
            } else {
                found.add(inner + " was never published");
            }
        });
    }

    private static boolean scalar(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "time" -> value.isTextual() && isTime(value.textValue());
            case "any" -> true;
            default -> false;
        };
    }

    private static boolean isTime(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).getYear() > 0
                    : OffsetDateTime.parse(text).getYear() > 0;
        } catch (DateTimeException neither) {
            return false;
        }
    }
}
