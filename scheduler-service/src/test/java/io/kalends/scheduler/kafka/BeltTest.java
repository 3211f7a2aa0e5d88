package io.kalends.scheduler.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Trigger;
import io.kalends.scheduler.schedule.Announcement;
import io.kalends.scheduler.schedule.Request;
import io.kalends.scheduler.schedule.ResyncState;
import io.kalends.scheduler.schedule.Verb;
import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BeltTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    @Timeout(20)
    void a_full_batch_for_a_broker_that_is_away_fails_after_one_wait_not_after_one_for_each() {
        var producers = producers();
        producers.setPhysicalCloseTimeout(1);
        var belt = new KafkaRequestBelt(
                new Belt(new KafkaTemplate<>(producers), new AvroCodec(), "calendar."), Topics.DEFAULT.syncRequested());

        assertThatThrownBy(() -> belt.publish(Collections.nCopies(500, request(1))))
                .isInstanceOf(KafkaException.class);

        producers.destroy();
    }

    @Test
    void an_attempt_published_twice_has_one_event_id_and_the_next_attempt_another() {
        assertThat(KafkaRequestBelt.eventId(request(1))).isEqualTo(KafkaRequestBelt.eventId(request(1)));
        assertThat(KafkaRequestBelt.eventId(request(1))).isNotEqualTo(KafkaRequestBelt.eventId(request(2)));
    }

    @Test
    void a_request_and_a_command_are_traces_and_each_record_is_a_span() {
        var belt = new Belt(new KafkaTemplate<>(producers()), new AvroCodec(), "calendar.");
        var announcement = new Announcement(
                new UUID(2, 2),
                "c1",
                "acme",
                null,
                null,
                Verb.SYNC_NOW,
                ResyncState.DONE,
                1,
                0,
                null,
                null,
                null,
                null,
                NOON);

        var first = traceparent(new KafkaRequestBelt(belt, "calendar.a").message(request(1)));
        var second = traceparent(new KafkaRequestBelt(belt, "calendar.a").message(request(2)));
        var told = traceparent(new KafkaAnnouncementBelt(belt, "calendar.b").message(announcement));

        assertThat(first)
                .isEqualTo(CloudEvents.of(
                                KafkaRequestBelt.eventId(request(1)), "", "", "", NOON, new UUID(1, 1).toString())
                        .get("traceparent"));
        assertThat(second).startsWith(first.substring(0, 35)).isNotEqualTo(first);
        assertThat(told)
                .isEqualTo(CloudEvents.of(new UUID(2, 2).toString(), "", "", "", NOON, "c1")
                        .get("traceparent"));
    }

    private static DefaultKafkaProducerFactory<byte[], byte[]> producers() {
        return new DefaultKafkaProducerFactory<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ProducerConfig.MAX_BLOCK_MS_CONFIG, 200),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static String traceparent(ProducerRecord<byte[], byte[]> message) {
        return new String(message.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII);
    }

    private static Request request(int attempt) {
        return new Request(
                "acme",
                "u1",
                "google",
                new UUID(1, 1),
                null,
                Mode.DELTA,
                Trigger.SCHEDULE,
                Priority.SCHEDULED,
                NOON,
                NOON.plus(Duration.ofMinutes(10)),
                attempt);
    }
}
