package io.kalends.simulator.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Request;

/// A JSON object read field by field; whatever is missing, of the wrong type or unknown is refused by name.
final class Fields {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode node;
    private final Set<String> asked = new HashSet<>();

    private Fields(JsonNode node) {
        this.node = node;
    }

    /// The body of `request`; an empty body is an empty object.
    static Fields of(Request request) {
        try {
            var text = request.text();
            return of(text.isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(text));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("the body is no JSON: " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    static Fields of(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected a JSON object, got " + node);
        }
        return new Fields(node);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return value(name).map(value -> {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("\"" + name + "\" must be a string, not " + value);
            }
            return value.textValue();
        });
    }

    @Nullable
    String textOrNull(String name) {
        return optionalText(name).orElse(null);
    }

    int number(String name, int otherwise) {
        return Math.toIntExact(longNumber(name, otherwise));
    }

    int number(String name) {
        if (!node.has(name)) {
            throw missing(name);
        }
        return number(name, 0);
    }

    long longNumber(String name, long otherwise) {
        return value(name)
                .map(value -> {
                    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
                        throw new IllegalArgumentException("\"" + name + "\" must be a whole number, not " + value);
                    }
                    return value.longValue();
                })
                .orElse(otherwise);
    }

    double part(String name, double otherwise) {
        return value(name)
                .map(value -> {
                    if (!value.isNumber()) {
                        throw new IllegalArgumentException("\"" + name + "\" must be a number, not " + value);
                    }
                    return value.doubleValue();
                })
                .orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return value(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw new IllegalArgumentException("\"" + name + "\" must be true or false, not " + value);
                    }
                    return value.booleanValue();
                })
                .orElse(otherwise);
    }

    /// A value that is written as a string, read by `parse`.
    <T> Optional<T> parsed(String name, Function<String, T> parse) {
        return optionalText(name).map(text -> {
            try {
                return parse.apply(text);
            } catch (RuntimeException unreadable) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" cannot be \"" + text + "\": " + unreadable.getMessage(), unreadable);
            }
        });
    }

    Optional<Fields> object(String name) {
        return value(name).map(Fields::of);
    }

    List<JsonNode> list(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isArray()) {
                        throw new IllegalArgumentException("\"" + name + "\" must be a list, not " + value);
                    }
                    var items = new ArrayList<JsonNode>();
                    value.forEach(items::add);
                    return List.copyOf(items);
                })
                .orElse(List.of());
    }

    boolean has(String name) {
        asked.add(name);
        return node.has(name);
    }

    /// Refuses fields nobody asked for.
    void nothingElse() {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        names.removeAll(asked);
        if (!names.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + names + "; known here: "
                    + asked.stream().sorted().toList());
        }
    }

    private Optional<JsonNode> value(String name) {
        asked.add(name);
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("\"" + name + "\" is missing");
    }
}
