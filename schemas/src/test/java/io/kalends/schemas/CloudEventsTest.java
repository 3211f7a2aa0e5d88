package io.kalends.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CloudEventsTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.120Z");

    @Test
    void a_record_carries_the_headers_of_cloud_events_in_binary_mode() {
        var headers = CloudEvents.of("id-1", "sync.completed.v1", "/kalends/sync-worker", "acme/u%2F1/google", NOON);

        assertThat(headers)
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "id-1")
                .containsEntry("ce_type", "io.kalends.sync.completed.v1")
                .containsEntry("ce_source", "/kalends/sync-worker")
                .containsEntry("ce_subject", "acme/u%2F1/google")
                .containsEntry("ce_time", "2026-03-01T12:00:00.120Z")
                .containsEntry("content-type", "application/avro")
                .hasSize(7);
    }

    @Test
    void headers_are_added_as_utf_8_beside_those_that_are_there() {
        var headers = new RecordHeaders().add("traceparent", new byte[] {1});

        CloudEvents.addTo(headers, CloudEvents.of("ü", "t", "/s", "k", NOON));

        assertThat(headers.toArray()).hasSize(8);
        assertThat(headers.lastHeader("ce_id").value()).isEqualTo("ü".getBytes(StandardCharsets.UTF_8));
        assertThat(headers.lastHeader("traceparent").value()).containsExactly(1);
    }
}
