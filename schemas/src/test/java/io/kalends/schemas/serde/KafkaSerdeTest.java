package io.kalends.schemas.serde;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaSerdeTest {

    static final String URL = "kalends.schema-registry.url";
    static final String AUTO = "kalends.schema-registry.auto-register";

    FakeRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void without_settings_records_travel_in_single_object_encoding() {
        var serializer = new KalendsSerializer();
        var deserializer = new KalendsDeserializer();
        serializer.configure(Map.of("bootstrap.servers", "localhost:9092"), false);
        deserializer.configure(Map.of(URL, " "), false);
        var record = Samples.full("SyncFailed");

        var bytes = serializer.serialize("t", record);

        assertThat(bytes).startsWith(0xC3, 0x01);
        assertThat(deserializer.deserialize("t", bytes)).isEqualTo(record);
    }

    @Test
    void with_a_registry_records_travel_with_its_ids() {
        var serializer = new KalendsSerializer();
        var deserializer = new KalendsDeserializer();
        serializer.configure(Map.of(URL, registry.uri(), AUTO, true), false);
        deserializer.configure(Map.of(URL, registry.uri().toString()), false);
        var record = Samples.full("SyncFailed");

        var bytes = serializer.serialize("t", record);

        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
        assertThat(deserializer.deserialize("t", bytes)).isEqualTo(record);
        assertThat(registry.versions("t-value")).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", " false "})
    void a_serializer_told_not_to_register_does_not(String no) {
        var serializer = new KalendsSerializer();
        serializer.configure(Map.of(URL, registry.uri().toString(), AUTO, no), false);

        assertThatThrownBy(() -> serializer.serialize("t", Samples.full("SyncFailed")))
                .isInstanceOf(RegistryUnavailableException.class);
        assertThat(registry.versions("t-value")).isEmpty();
    }

    @Test
    void a_tombstone_stays_a_tombstone() {
        assertThat(new KalendsSerializer().serialize("t", null)).isNull();
        assertThat(new KalendsDeserializer().deserialize("t", null)).isNull();
    }

    @Test
    void a_codec_that_was_handed_in_is_kept_whatever_the_client_is_configured_with() {
        var serializer = new KalendsSerializer(new AvroCodec());
        var deserializer = new KalendsDeserializer(AvroCodec.create(registry.uri()));
        serializer.configure(Map.of(URL, "http://registry.invalid"), false);
        deserializer.configure(Map.of(), false);
        var record = Samples.full("SyncFailed");
        var withId = AvroCodec.create(registry.uri()).encode("t", record);

        assertThat(serializer.serialize("t", record)).startsWith(0xC3, 0x01);
        assertThat(deserializer.deserialize("t", withId)).isEqualTo(record);
    }

    @Test
    void keys_are_not_ours_to_encode() {
        assertThatThrownBy(() -> new KalendsSerializer().configure(Map.of(), true))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> new KalendsDeserializer().configure(Map.of(), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("strings");
    }

    @Test
    void malformed_settings_are_refused_without_repeating_a_password() {
        assertThatThrownBy(() -> new KalendsSerializer().configure(Map.of(URL, "http://me:secret@host"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(URL)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new KalendsSerializer().configure(Map.of(URL, "http://a b:secret@host"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new KalendsSerializer().configure(Map.of(URL, "http://host", AUTO, "maybe"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(AUTO);
    }

    @Test
    void a_kafka_producer_takes_the_serializer() {
        try (var producer = new MockProducer<>(true, null, new StringSerializer(), new KalendsSerializer())) {
            var record = Samples.full("SyncFailed");

            assertThat(producer.send(new ProducerRecord<>("t", "key", record))).isDone();

            assertThat(producer.history()).hasSize(1);
            assertThat(producer.history().get(0).value()).isEqualTo(record);
        }
    }

    @Test
    void a_kafka_consumer_makes_and_configures_the_deserializer_by_its_class() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:9",
                "group.id",
                "crm",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                KalendsDeserializer.class.getName());
        var malformed = new HashMap<>(settings);
        malformed.put(URL, "registry");

        try (var consumer = new KafkaConsumer<String, SpecificRecord>(settings)) {
            assertThat(consumer.subscription()).isEmpty();
        }
        assertThatThrownBy(() -> new KafkaConsumer<>(malformed)).hasStackTraceContaining(URL + " is not an address");
    }
}
