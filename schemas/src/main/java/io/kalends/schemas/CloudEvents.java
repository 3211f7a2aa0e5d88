package io.kalends.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.kafka.common.header.Headers;

/// Headers of CloudEvents 1.0 in Kafka's binary mode.
///
/// @see <a href="https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/kafka-protocol-binding.md">Kafka
/// protocol binding</a>
public final class CloudEvents {

    private CloudEvents() {}

    /// The headers of one record, in a stable order.
    ///
    /// @param id the record's `eventId`
    /// @param type the record's topic without its prefix, e.g. `sync.completed.v1`
    /// @param source who publishes, e.g. `/kalends/sync-worker`
    /// @param subject the connection key
    public static Map<String, String> of(String id, String type, String source, String subject, Instant time) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_type", "io.kalends." + type);
        headers.put("ce_source", source);
        headers.put("ce_subject", subject);
        headers.put("ce_time", time.toString());
        headers.put("content-type", "application/avro");
        return headers;
    }

    /// Adds `values` to the headers of a Kafka record.
    public static void addTo(Headers headers, Map<String, String> values) {
        values.forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
