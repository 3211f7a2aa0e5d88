package io.kalends.schemas.example;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.serde.UnreadableRecordException;
import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ChangeReason;
import io.kalends.schemas.v1.EventChange;
import io.kalends.schemas.v1.EventStatus;

import static org.assertj.core.api.Assertions.assertThat;

class CalendarFollowerTest {

    static final TopicPartition PARTITION = new TopicPartition(Topics.DEFAULT.eventChanged(), 0);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String LUNCH = Keys.event("acme/u1/google", "primary", "lunch");
    static final String DINNER = Keys.event("acme/u1/google", "primary", "dinner");

    MockConsumer<String, SpecificRecord> consumer = new MockConsumer<>("earliest");
    CalendarFollower follower = new CalendarFollower();
    long offset;

    @BeforeEach
    void subscribe() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void an_event_comes_changes_and_goes() {
        send(LUNCH, change(1, EventChange.UPSERTED, "Lunch"));
        follower.step(consumer);
        assertThat(titles()).containsExactly("Lunch");

        send(LUNCH, change(2, EventChange.UPSERTED, "Long lunch"));
        send(DINNER, change(3, EventChange.UPSERTED, "Dinner"));
        follower.step(consumer);
        assertThat(titles()).containsExactlyInAnyOrder("Long lunch", "Dinner");

        send(LUNCH, change(4, EventChange.DELETED, null));
        send(DINNER, change(5, EventChange.LEFT_WINDOW, null));
        follower.step(consumer);
        assertThat(titles()).isEmpty();
        assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION).offset())
                .isEqualTo(5);
    }

    @Test
    void a_repeat_changes_nothing_even_for_a_moment() {
        send(LUNCH, change(1, EventChange.UPSERTED, "Lunch"));
        send(LUNCH, change(2, EventChange.DELETED, null));
        send(LUNCH, change(1, EventChange.UPSERTED, "Lunch"));

        follower.step(consumer);

        assertThat(titles()).isEmpty();
    }

    @Test
    void a_tombstone_erases() {
        send(LUNCH, change(1, EventChange.UPSERTED, "Lunch"));
        send(LUNCH, null);

        follower.step(consumer);

        assertThat(titles()).isEmpty();
    }

    @Test
    void what_a_newer_kalends_says_leaves_the_event_as_it_is() {
        send(LUNCH, change(1, EventChange.UPSERTED, "Lunch"));
        send(LUNCH, change(2, EventChange.UNKNOWN, null));

        follower.step(consumer);

        assertThat(titles()).containsExactly("Lunch");
    }

    @Test
    void an_unreadable_record_is_skipped_and_the_next_one_read() {
        consumer.setPollException(failure(new UnreadableRecordException("noise")));

        boolean goOn = follower.step(consumer);

        assertThat(goOn).isTrue();
        assertThat(consumer.position(PARTITION)).isEqualTo(1);
    }

    @Test
    void a_record_whose_schema_cannot_be_asked_for_is_tried_again() {
        consumer.setPollException(failure(new RegistryUnavailableException("away")));

        boolean goOn = follower.step(consumer);

        assertThat(goOn).isFalse();
        assertThat(consumer.position(PARTITION)).isZero();
    }

    private List<String> titles() {
        return follower.events().values().stream().map(CalendarEvent::getTitle).toList();
    }

    private void send(String key, CalendarEventChanged value) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset++, key, value));
    }

    private static RecordDeserializationException failure(RuntimeException cause) {
        return new RecordDeserializationException(
                DeserializationExceptionOrigin.VALUE,
                PARTITION,
                0,
                0,
                TimestampType.CREATE_TIME,
                null,
                null,
                new RecordHeaders(),
                "cannot read",
                cause);
    }

    private static CalendarEventChanged change(long sequence, EventChange change, String title) {
        return CalendarEventChanged.newBuilder()
                .setEventId("event-" + sequence)
                .setTenantId("acme")
                .setUserId("u1")
                .setProvider("google")
                .setOccurredAt(NOON)
                .setSequence(sequence)
                .setCalendarId("primary")
                .setExternalEventId("lunch")
                .setChange(change)
                .setReason(ChangeReason.DELTA)
                .setEvent(
                        title == null
                                ? null
                                : CalendarEvent.newBuilder()
                                        .setTitle(title)
                                        .setStart(NOON)
                                        .setEnd(NOON.plusSeconds(3600))
                                        .setAllDay(false)
                                        .setStatus(EventStatus.CONFIRMED)
                                        .build())
                .build();
    }
}
