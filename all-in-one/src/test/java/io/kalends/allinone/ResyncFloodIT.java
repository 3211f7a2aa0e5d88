package io.kalends.allinone;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.allinone.Stage.Person;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.ResyncRequested;
import io.kalends.schemas.v1.ResyncState;
import io.kalends.schemas.v1.ResyncVerb;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Somebody leans on the button.
class ResyncFloodIT {

    private static final int COMMANDS = 1_000;

    @Test
    void a_thousand_resyncs_of_one_connection_within_a_second_cost_two_walks_at_most_and_all_end(
            @TempDir Path directory) throws Exception {
        try (var stage = Stage.open(directory, Map.of("kalends.sync.interval", "1h"))) {
            var user = stage.side(Vendor.GOOGLE).addUser("anna@acme.example");
            stage.side(Vendor.GOOGLE).mutate(user, 10);
            var person = stage.connect("acme", "anna", Vendor.GOOGLE, user);
            stage.awaitSynced(Instant.EPOCH);
            stage.awaitPublished();
            var before = walks(stage);
            var commands = IntStream.range(0, COMMANDS)
                    .mapToObj(_ -> UUID.randomUUID().toString())
                    .toList();

            var took = ask(stage, person, commands);

            await().atMost(Stage.PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> ended(stage) == COMMANDS);
            assertThat(took).as("the commands came at once").isLessThan(Duration.ofSeconds(1));
            assertThat(walks(stage) - before).as("walks through the calendar").isBetween(1L, 2L);
            assertThat(Tape.of(stage.bootstrapServers()).entries(Topics.DEFAULT.resyncChanged()))
                    .filteredOn(entry -> entry.field("state") == ResyncState.DONE)
                    .extracting(entry -> entry.field("commandId"))
                    .containsExactlyInAnyOrderElementsOf(commands);
        }
    }

    /// Calls for events: an unchanged calendar is one each.
    private static long walks(Stage stage) {
        return stage.simulator().requests().count(RequestKind.EVENTS);
    }

    private static long ended(Stage stage) {
        return Tape.of(stage.bootstrapServers()).entries(Topics.DEFAULT.resyncChanged()).stream()
                .filter(entry -> entry.field("state") == ResyncState.DONE)
                .map(entry -> entry.field("commandId"))
                .distinct()
                .count();
    }

    private static Duration ask(Stage stage, Person person, List<String> commands) {
        var codec = new AvroCodec();
        var topic = Topics.DEFAULT.resyncRequested();
        var key = person.key();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stage.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.partitionsFor(topic);
            var from = System.nanoTime();
            for (var command : commands) {
                var wish = ResyncRequested.newBuilder()
                        .setEventId(UUID.nameUUIDFromBytes(command.getBytes(StandardCharsets.UTF_8))
                                .toString())
                        .setTenantId(key.tenantId())
                        .setUserId(key.userId())
                        .setProvider(key.provider())
                        .setOccurredAt(Instant.now())
                        .setCommandId(command)
                        .setVerb(ResyncVerb.SYNC_NOW)
                        .build();
                var _ = producer.send(new ProducerRecord<>(topic, key.text(), codec.encode(topic, wish)));
            }
            producer.flush();
            return Duration.ofNanos(System.nanoTime() - from);
        }
    }
}
