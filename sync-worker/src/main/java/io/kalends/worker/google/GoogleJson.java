package io.kalends.worker.google;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.Events;
import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.UnusablePageException;

/// Reads Google's JSON with Google's parser, which throws what it likes at values it does not expect.
final class GoogleJson {

    static final JsonFactory FACTORY = GsonFactory.getDefaultInstance();

    private GoogleJson() {}

    /// @throws UnusablePageException when `json` is no `type`
    static <T> T read(byte[] json, Class<T> type) throws UnusablePageException {
        var value = readOrNull(json, type);
        if (value == null) {
            throw new UnusablePageException("the answer is not the JSON Google documents");
        }
        return value;
    }

    /// Null when `json` is no `type`.
    static <T> @Nullable T readOrNull(byte[] json, Class<T> type) {
        try {
            return FACTORY.fromInputStream(new ByteArrayInputStream(json), StandardCharsets.UTF_8, type);
        } catch (IOException | RuntimeException _) {
            return null;
        }
    }

    /// Reads a page of events. One that the parser trips over is read event by event, so that a single value it does
    /// not like costs that event its details and nobody else anything.
    static Events events(byte[] json) throws UnusablePageException {
        var events = readOrNull(json, Events.class);
        if (events != null) {
            return events;
        }
        var tree = read(json, GenericJson.class);
        if (!(tree.remove("items") instanceof List<?> items)) {
            throw new UnusablePageException("the answer is not the JSON Google documents");
        }
        var page = read(bytes(tree), Events.class);
        var read = new ArrayList<Event>();
        for (var item : items) {
            read.add(event(item));
        }
        return page.setItems(read);
    }

    private static Event event(Object item) {
        if (!(item instanceof Map<?, ?> fields)) {
            return new Event();
        }
        var whole = readOrNull(bytes(fields), Event.class);
        if (whole != null) {
            return whole;
        }
        var rest = new Event();
        if (fields.get("id") instanceof String id) {
            rest.setId(id);
        }
        if (fields.get("status") instanceof String status) {
            rest.setStatus(status);
        }
        return rest;
    }

    private static byte[] bytes(Map<?, ?> tree) {
        try {
            return FACTORY.toByteArray(tree);
        } catch (IOException e) {
            throw new IllegalStateException("what was read as JSON cannot be written as JSON", e);
        }
    }
}
