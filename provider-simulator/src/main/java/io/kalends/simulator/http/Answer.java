package io.kalends.simulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// An answer: status, headers, body, and how it travels.
public final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final @Nullable Payload payload;
    private final Delivery delivery;

    private Answer(int status, Map<String, String> headers, byte[] body, @Nullable Payload payload, Delivery delivery) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
        this.payload = payload;
        this.delivery = delivery;
    }

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("Content-Type", contentType), body, null, new Delivery.Whole());
    }

    public static Answer text(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /// No body, and no content type.
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0], null, new Delivery.Whole());
    }

    /// A body too large to hold, written as it goes, chunked.
    public static Answer streamed(int status, String contentType, Payload payload) {
        return new Answer(status, Map.of("Content-Type", contentType), new byte[0], payload, new Delivery.Whole());
    }

    public Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, payload, delivery);
    }

    public Answer with(Delivery other) {
        return new Answer(status, headers, body, payload, other);
    }

    public Answer withBody(byte[] other) {
        return new Answer(status, headers, other, payload, delivery);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /// Empty when the answer is streamed.
    public byte[] body() {
        return body.clone();
    }

    /// Bytes of the body; 0 when it is streamed.
    public int length() {
        return body.length;
    }

    public @Nullable Payload payload() {
        return payload;
    }

    public Delivery delivery() {
        return delivery;
    }

    /// Writes a body piece by piece.
    @FunctionalInterface
    public interface Payload {
        void writeTo(OutputStream out) throws IOException;
    }
}
