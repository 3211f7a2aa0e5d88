package io.kalends.schemas.example;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.StringDeserializer;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.KalendsDeserializer;
import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.v1.CalendarEvent;
import io.kalends.schemas.v1.CalendarEventChanged;

/// Keeps a copy of all connected calendars in step. The two maps stand for two tables of your database, written in one
/// transaction.
public final class CalendarFollower {

    private final Map<String, CalendarEvent> events = new HashMap<>();
    private final Map<String, Long> lastSequences = new HashMap<>();

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "localhost:9092",
                "group.id",
                "crm-calendar",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                KalendsDeserializer.class);
        // with a schema registry, also: "kalends.schema-registry.url", "http://localhost:8081"
        var follower = new CalendarFollower();
        try (var consumer = new KafkaConsumer<String, SpecificRecord>(settings)) {
            consumer.subscribe(List.of(Topics.DEFAULT.eventChanged()));
            while (true) {
                if (!follower.step(consumer)) {
                    TimeUnit.SECONDS.sleep(1);
                }
            }
        }
    }

    /// Applies what has come since the last call. Offsets move after the work is done; when this throws, let the
    /// process end: the next one starts at the last offset and gets the same records again.
    ///
    /// @return false when it is better to wait a little before the next call
    boolean step(Consumer<String, SpecificRecord> consumer) {
        try {
            for (var message : consumer.poll(Duration.ofSeconds(1))) {
                apply(message.key(), message.value());
            }
            consumer.commitSync();
        } catch (RecordDeserializationException e) {
            if (e.getCause() instanceof RegistryUnavailableException) {
                return false; // nothing is wrong with the record: the next poll asks again
            }
            // e.valueBuffer() holds the bytes, should you want to keep them
            System.err.printf("skipped %s offset %d: %s%n", e.topicPartition(), e.offset(), e.getCause());
            consumer.seek(e.topicPartition(), e.offset() + 1);
        }
        return true;
    }

    void apply(String key, SpecificRecord value) {
        if (value == null) {
            events.remove(key); // a tombstone: the user disconnected, erase
            return;
        }
        if (!(value instanceof CalendarEventChanged change)) {
            return;
        }
        var connection = key.substring(0, key.lastIndexOf('/'));
        if (change.getSequence() <= lastSequences.getOrDefault(connection, 0L)) {
            return; // a repeat
        }
        switch (change.getChange()) {
            case UPSERTED -> events.put(key, change.getEvent()); // without an event where a tenant shares ids only
            case DELETED, LEFT_WINDOW -> events.remove(key);
            case UNKNOWN -> System.err.println(key + ": Kalends is newer than this jar, please update it");
        }
        lastSequences.put(connection, change.getSequence());
    }

    Map<String, CalendarEvent> events() {
        return Collections.unmodifiableMap(events);
    }
}
