package io.kalends.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.kafka.common.header.Headers;

/// Headers of CloudEvents 1.0 in Kafka's binary mode, with the trace that a record belongs to.
///
/// @see <a href="https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md">Kafka
/// protocol binding</a>
public final class CloudEvents {

    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private CloudEvents() {}

    /// The headers of one record that answers to nothing before it, in a stable order.
    ///
    /// @param id the record's `eventId`
    /// @param type the record's topic without its prefix, e.g. `sync.completed.v1`
    /// @param source who publishes, e.g. `/kalends/sync-worker`
    /// @param subject the connection key
    public static Map<String, String> of(String id, String type, String source, String subject, Instant time) {
        return of(id, type, source, subject, time, id);
    }

    /// The headers of one record, in a stable order.
    ///
    /// @param id the record's `eventId`
    /// @param type the record's topic without its prefix, e.g. `sync.completed.v1`
    /// @param source who publishes, e.g. `/kalends/sync-worker`
    /// @param subject the connection key
    /// @param correlationId what it belongs to, the `requestId` or else the `commandId`: all of it is one trace
    public static Map<String, String> of(
            String id, String type, String source, String subject, Instant time, String correlationId) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_type", "io.kalends." + type);
        headers.put("ce_source", source);
        headers.put("ce_subject", subject);
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/avro");
        headers.put("traceparent", traceparent(correlationId, id));
        return headers;
    }

    /// Adds `values` to the headers of a Kafka record; a header that it has already stays as it is.
    public static void addTo(Headers headers, Map<String, String> values) {
        values.forEach((name, value) -> {
            if (headers.lastHeader(name) == null) {
                headers.add(name, value.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /// W3C trace context: the same ids make the same header, in every process and at every repeat.
    private static String traceparent(String correlationId, String id) {
        return "00-" + digest(correlationId, TRACE_ID_BYTES) + "-" + digest(id, SPAN_ID_BYTES) + "-01";
    }

    private static String digest(String text, int bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
