package io.kalends.schemas.serde;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpHandler;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.schemas.release.SchemaText;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncFailed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistryTest {

    static final String TOPIC = "calendar.sync.completed.v1";
    static final Duration SOON = Duration.ofMillis(400);

    FakeRegistry registry;
    AvroCodec codec;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        codec = AvroCodec.create(registry.uri(), true, Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void known_schemas_keep_working_while_the_registry_is_away() {
        var record = Samples.full("SyncCompleted");
        var bytes = codec.encode(TOPIC, record);
        codec.decode(TOPIC, bytes);
        registry.close();

        assertThat(codec.decode(TOPIC, codec.encode(TOPIC, record))).isEqualTo(record);
    }

    @Test
    void what_was_prepared_is_encoded_without_asking_the_registry() {
        var record = Samples.full("SyncCompleted");
        codec.prepare(TOPIC, record.getSchema());
        int asked = registry.calls.size();
        assertThat(asked).isPositive();

        codec.prepare(TOPIC, record.getSchema());
        var bytes = codec.encode(TOPIC, record);

        assertThat(registry.calls).hasSize(asked);
        assertThat(codec.decode(TOPIC, bytes)).isEqualTo(record);
    }

    @Test
    void a_preparation_waits_while_the_registry_is_away_and_needs_none_without_one() {
        var schema = Samples.full("SyncCompleted").getSchema();
        registry.close();

        assertAway(() -> codec.prepare(TOPIC, schema), "does not answer");
        assertThatCode(() -> new AvroCodec().prepare(TOPIC, schema)).doesNotThrowAnyException();
    }

    @Test
    void an_unknown_id_waits_while_the_registry_is_away_and_is_read_once_it_is_back() {
        var record = Samples.full("SyncCompleted");
        var bytes = codec.encode(TOPIC, record);
        registry.trouble(exchange -> FakeRegistry.answer(exchange, 503, "{}"));

        assertAway(() -> codec.decode(TOPIC, bytes), "503");

        registry.trouble(null);
        assertThat(codec.decode(TOPIC, bytes)).isEqualTo(record);
    }

    @Test
    void a_registry_that_refuses_connections_is_away() {
        var bytes = codec.encode(TOPIC, Samples.full("SyncCompleted"));
        registry.close();

        assertAway(() -> codec.decode(TOPIC, bytes), "does not answer");
        assertAway(() -> AvroCodec.create(registry.uri()).encode(TOPIC, Samples.full("SyncFailed")), "does not answer");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 401, 403, 409, 422, 429, 500})
    void an_answer_that_settles_nothing_is_no_reason_to_give_a_record_up(int status) {
        registry.trouble(exchange -> {
            exchange.getResponseHeaders().add("Location", registry.uri() + "/elsewhere");
            FakeRegistry.answer(exchange, status, "{\"message\":\"no\\n\"}");
        });

        assertAway(() -> codec.decode(TOPIC, withId(1)), String.valueOf(status));
        assertAway(() -> codec.encode(TOPIC, Samples.full("SyncCompleted")), String.valueOf(status));
        assertThat(registry.calls).noneMatch(call -> call.contains("elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>proxy</html>", "[]", "null", "{}", "{\"id\":\"1\"}", "{\"id\":1e40}"})
    void a_proxy_that_answers_in_the_registrys_place_is_noticed(String body) {
        registry.trouble(exchange -> FakeRegistry.answer(exchange, 200, body));

        assertAway(() -> codec.decode(TOPIC, withId(1)), "check its address");
        assertAway(() -> codec.encode(TOPIC, Samples.full("SyncCompleted")), "check its address");
    }

    @Test
    void a_body_that_never_ends_is_cut_by_the_deadline() {
        var over = new CountDownLatch(1);
        HttpHandler dripping = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        registry.trouble(dripping);

        assertAway(() -> AvroCodec.create(registry.uri(), true, SOON).decode(TOPIC, withId(1)), "longer than 400 ms");
        over.countDown();
    }

    @Test
    void a_body_without_end_is_cut_by_its_size() {
        var chunk = new byte[64 * 1024];
        Arrays.fill(chunk, (byte) ' ');
        registry.trouble(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 1_000; i++) {
                    out.write(chunk);
                }
            }
        });

        assertRefused(withId(1), "longer than 524288 bytes");
        assertAway(() -> codec.encode(TOPIC, Samples.full("SyncCompleted")), "sent no id");
    }

    @Test
    void an_id_the_registry_does_not_know_is_unreadable() {
        assertRefused(withId(77), "knows no schema 77");
    }

    @Test
    void a_negative_id_is_read_as_the_unsigned_number_it_is() {
        registry.trouble(exchange -> FakeRegistry.answer(exchange, 404, "{\"error_code\":40403}"));

        assertRefused(withId(-1), "4294967295");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>404</html>", "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"})
    void a_wrong_address_gives_no_record_up(String body) {
        registry.trouble(exchange -> FakeRegistry.answer(exchange, 404, body));

        assertAway(() -> codec.decode(TOPIC, withId(1)), "check its address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"record\",\"name\":\"Payroll\",\"namespace\":\"com.evil\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"SyncCompleted\",\"namespace\":\"com.evil\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"Person\",\"namespace\":\"io.kalends.schemas.v1\",\"fields\":[]}",
                "{\"type\":\"string\",\"java-class\":\"java.net.URL\"}",
                "[\"null\",\"string\"]",
                "{\"type\":\"array\",\"items\":\"null\"}",
                "{\"type\":\"record\",\"name\":\"SyncFailed\",\"namespace\":\"io.kalends.schemas.v1\",\"fields\":[]}",
                "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[]}",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":-1}",
                "no schema at all",
                "{\"type\":\"record\"}"
            })
    void a_schema_that_is_not_of_kalends_is_unreadable(String schema) {
        assertRefused(withId(registry.add(schema)), "");
    }

    @Test
    void a_recursive_schema_is_refused() {
        var recursive = withField("""
                {"name":"deeper","default":null,"type":["null",
                  {"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}]}""");

        assertRefused(withId(registry.add(recursive)), "recursive");
    }

    @Test
    void a_record_that_holds_itself_is_refused() {
        assertRefused(
                withId(registry.add(withField("{\"name\":\"me\",\"type\":\"io.kalends.schemas.v1.SyncCompleted\"}"))),
                "recursive");
    }

    @Test
    void a_schema_that_doubles_with_every_level_is_refused() {
        var type = "\"int\"";
        for (int level = 0; level < 40; level++) {
            type =
                    "{\"type\":\"record\",\"name\":\"L%d\",\"fields\":[{\"name\":\"a\",\"type\":%s},{\"name\":\"b\",\"type\":\"%s\"}]}"
                            .formatted(level, type, level == 0 ? "int" : "L" + (level - 1));
        }

        assertRefused(withId(registry.add(withField("{\"name\":\"big\",\"type\":" + type + "}"))), "unfolds");
    }

    @Test
    void a_list_of_nothing_is_refused() {
        var nothing = withField("{\"name\":\"none\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}");

        assertRefused(withId(registry.add(nothing)), "take no bytes");
    }

    @Test
    void a_schema_of_a_thousand_levels_is_refused() {
        var type = "{\"type\":\"array\",\"items\":".repeat(990) + "\"int\"" + "}".repeat(990);
        var deeper = "{\"type\":\"array\",\"items\":".repeat(10_000) + "\"int\"" + "}".repeat(10_000);

        assertRefused(withId(registry.add(type)), "no record");
        assertRefused(withId(registry.add(deeper)), "");
    }

    @Test
    void java_class_names_in_a_schema_are_never_loaded() {
        var schema = SchemaText.compact(SyncCompleted.getClassSchema())
                .replace(
                        "{\"name\":\"eventId\",\"type\":\"string\"",
                        "{\"name\":\"eventId\",\"type\":{\"type\":\"string\",\"java-class\":\"no.such.Thing\"}");
        assertThat(schema).contains("no.such.Thing");
        var record = Samples.full("SyncCompleted");
        var bytes = codec.encode(TOPIC, record);
        ByteBuffer.wrap(bytes).putInt(1, registry.add(schema));

        assertThat(codec.decode(TOPIC, bytes)).isEqualTo(record);
    }

    @Test
    void an_id_of_another_record_never_reads_as_the_wrong_one() {
        var bytes = codec.encode(TOPIC, Samples.full("SyncCompleted"));
        ByteBuffer.wrap(bytes).putInt(1, registry.add(SchemaText.compact(SyncFailed.getClassSchema())));

        assertRefused(bytes, "does not hold what its schema says");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
                "{\"schema\":\"{}\",\"references\":[{\"name\":\"x\",\"subject\":\"x\",\"version\":1}]}"
            })
    void a_schema_that_is_not_avro_or_not_whole_is_refused(String answer) {
        registry.trouble(exchange -> FakeRegistry.answer(exchange, 200, answer));

        assertRefused(withId(5), "not one self-contained Avro schema");
    }

    @Test
    void without_auto_register_encoding_waits_until_somebody_registered_the_schema() {
        var careful = AvroCodec.create(registry.uri(), false);
        var record = Samples.full("SyncCompleted");
        assertAway(() -> careful.encode(TOPIC, record), "auto-register");
        assertThat(registry.versions(TOPIC + "-value")).isEmpty();

        codec.encode(TOPIC, record);

        assertThat(careful.decode(TOPIC, careful.encode(TOPIC, record))).isEqualTo(record);
        assertThat(registry.calls).contains("POST /subjects/calendar.sync.completed.v1-value");
    }

    @Test
    void a_path_before_the_api_is_kept() {
        registry.trouble(exchange -> FakeRegistry.answer(exchange, 200, "{\"id\":9}"));
        var behindPath = AvroCodec.create(URI.create(registry.uri() + "/apis/ccompat/v7/"));

        behindPath.encode(TOPIC, Samples.full("SyncCompleted"));

        assertThat(registry.calls)
                .containsExactly("POST /apis/ccompat/v7/subjects/calendar.sync.completed.v1-value/versions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry:8081",
                "ftp://registry:8081",
                "http:///x",
                "/local",
                "http://me:secret@registry:8081",
                "http://registry?secret=1",
                "http://registry#x"
            })
    void an_address_that_cannot_be_one_is_refused_and_not_repeated(String address) {
        assertThatThrownBy(() -> AvroCodec.create(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must look like")
                .hasMessageNotContaining("secret");
    }

    private void assertAway(ThrowingCallable call, String hint) {
        assertThatThrownBy(call)
                .isInstanceOf(RegistryUnavailableException.class)
                .isInstanceOf(RetriableException.class)
                .isNotInstanceOf(SerializationException.class)
                .hasMessageContaining(hint)
                .hasMessageNotContaining("\n");
    }

    private void assertRefused(byte[] bytes, String hint) {
        assertThatThrownBy(() -> codec.decode(TOPIC, bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(hint);
    }

    private static byte[] withId(int id) {
        return ByteBuffer.allocate(40).put((byte) 0).putInt(id).array();
    }

    /// The schema of SyncCompleted with one more field at its end.
    private static String withField(String field) {
        var schema = SchemaText.compact(SyncCompleted.getClassSchema());
        return schema.substring(0, schema.lastIndexOf(']')) + "," + field + "]}";
    }
}
