package io.kalends.schemas.serde;

import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.schemas.v1.Person;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncFailed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoundTripTest {

    static FakeRegistry registry;
    static AvroCodec registered;
    static AvroCodec singleObject = new AvroCodec();

    @BeforeAll
    static void start() throws IOException {
        registry = new FakeRegistry();
        registered = AvroCodec.create(registry.uri());
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    static Stream<SpecificRecord> records() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_survives_single_object_encoding(SpecificRecord record) {
        var bytes = singleObject.encode("some.topic", record);

        assertThat(bytes).startsWith(0xC3, 0x01);
        assertThat(singleObject.decode("some.topic", bytes)).isEqualTo(record).hasSameClassAs(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_can_be_kept_in_a_set(SpecificRecord record) {
        var read = singleObject.decode("some.topic", singleObject.encode("some.topic", record));

        assertThat(new HashSet<>(List.of(read))).contains(record).contains(read);
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_survives_the_confluent_wire_format(SpecificRecord record) {
        var topic = "topic.of." + record.getSchema().getName();

        var bytes = registered.encode(topic, record);

        int id = registry.versions(topic + "-value").get(0);
        assertThat(bytes).startsWith(0, 0, 0, 0, id);
        assertThat(registered.decode(topic, bytes)).isEqualTo(record).hasSameClassAs(record);
        assertThat(AvroCodec.create(registry.uri()).decode(topic, bytes)).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void a_codec_with_a_registry_reads_single_object_encoding_too(SpecificRecord record) {
        assertThat(registered.decode("some.topic", singleObject.encode("some.topic", record)))
                .isEqualTo(record);
    }

    @Test
    void the_registry_is_asked_once_per_topic_and_once_per_id() throws IOException {
        try (var counted = new FakeRegistry()) {
            var codec = AvroCodec.create(counted.uri());
            var record = Samples.full("SyncCompleted");

            for (int i = 0; i < 3; i++) {
                codec.decode("a/b topic", codec.encode("a/b topic", record));
            }

            assertThat(counted.calls)
                    .containsExactly("POST /subjects/a%2Fb%20topic-value/versions", "GET /schemas/ids/1");
        }
    }

    @Test
    void one_codec_serves_many_threads() throws InterruptedException, ExecutionException {
        var records = Samples.all().toList();
        Callable<Boolean> work = () -> IntStream.range(0, 200)
                .allMatch(round -> records.stream()
                        .allMatch(record -> Stream.of(singleObject, registered)
                                .allMatch(codec -> codec.decode("shared", codec.encode("shared", record))
                                        .equals(record))));

        var threads = Executors.newFixedThreadPool(8);
        try {
            var results = threads.invokeAll(Collections.nCopies(8, work));

            for (var result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_record_is_handed_out_as_the_type_that_was_asked_for() {
        var record = Samples.full("SyncCompleted");
        var bytes = singleObject.encode("t", record);

        SyncCompleted read = singleObject.decode("t", bytes, SyncCompleted.class);

        assertThat(read).isEqualTo(record);
        assertThatThrownBy(() -> singleObject.decode("t", bytes, SyncFailed.class))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("SyncCompleted")
                .hasMessageContaining("SyncFailed");
    }

    @Test
    void a_record_without_a_required_field_is_refused_when_written() {
        assertThatThrownBy(() -> singleObject.encode("t", new SyncCompleted()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SyncCompleted");
    }

    @Test
    void a_part_of_a_record_does_not_travel_alone() {
        var person = Person.newBuilder().build();

        assertThatThrownBy(() -> singleObject.encode("t", person))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a record of Kalends");
    }
}
