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
                .containsKey("traceparent")
                .hasSize(8);
    }

    @Test
    void what_belongs_together_is_one_trace_with_a_span_for_each_record() {
        var asked = CloudEvents.of("e1", "sync.requested.v1", "/s", "k", NOON, "request-1");
        var done = CloudEvents.of("e2", "sync.completed.v1", "/s", "k", NOON, "request-1");
        var alone = CloudEvents.of("e2", "vault.key.v1", "/s", "k", NOON);

        // printf request-1 | sha256sum, and so on
        assertThat(asked).containsEntry("traceparent", "00-19f1064b619d49d35392eac7261cd726-8b5cc4df7eec7d32-01");
        assertThat(done).containsEntry("traceparent", "00-19f1064b619d49d35392eac7261cd726-ac0f09c0f8bf5e7a-01");
        assertThat(alone).containsEntry("traceparent", "00-ac0f09c0f8bf5e7a4b063d863255f16d-ac0f09c0f8bf5e7a-01");
    }

    @Test
    void headers_are_added_as_utf_8_and_those_that_are_there_stay() {
        var headers = new RecordHeaders().add("traceparent", new byte[] {1});

        CloudEvents.addTo(headers, CloudEvents.of("ü", "t", "/s", "k", NOON));

        assertThat(headers.toArray()).hasSize(8);
        assertThat(headers.lastHeader("ce_id").value()).isEqualTo("ü".getBytes(StandardCharsets.UTF_8));
        assertThat(headers.lastHeader("traceparent").value()).containsExactly(1);
    }
}
