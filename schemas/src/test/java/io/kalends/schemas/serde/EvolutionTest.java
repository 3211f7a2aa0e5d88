package io.kalends.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

import io.kalends.schemas.release.SchemaText;
import io.kalends.schemas.v1.SyncDeferred;

import static org.assertj.core.api.Assertions.assertThat;

/// Producer and consumer of different versions, in both directions.
class EvolutionTest {

    static final String NOW = SchemaText.compact(SyncDeferred.getClassSchema());
    static final Schema NEWER = parse(NOW.replace("\"NEXT_SLICE\"", "\"NEXT_SLICE\",\"FULL_MOON\"")
            .replace(
                    "{\"name\":\"resumeAt\"",
                    "{\"name\":\"moon\",\"type\":[\"null\",\"string\"],\"default\":null},{\"name\":\"resumeAt\""));
    static final Schema OLDER = parse(NOW.replaceAll("\\{\"name\":\"commandId\".*?\"default\":null},?", "")
            .replace("\"PROVIDER_INCIDENT\",", ""));

    @Test
    void a_field_and_a_symbol_of_a_newer_producer_do_not_stop_an_older_consumer() throws IOException {
        try (var registry = new FakeRegistry()) {
            int id = registry.add(NEWER.toString());
            var written = record(NEWER);
            written.put("moon", "waxing");
            written.put("reason", symbol(NEWER, "FULL_MOON"));
            var body = body(written);
            var bytes = ByteBuffer.allocate(5 + body.length)
                    .put((byte) 0)
                    .putInt(id)
                    .put(body);

            var read = AvroCodec.create(registry.uri()).decode("t", bytes.array(), SyncDeferred.class);

            assertThat(read.getReason()).hasToString("UNKNOWN");
            assertThat(read.getEventId()).isEqualTo("eventId");
            assertThat(read.getResumeAt()).hasToString("1970-01-01T00:00:00.042Z");
        }
    }

    @Test
    void what_an_older_producer_does_not_know_is_its_default_for_a_newer_consumer() throws IOException {
        assertThat(OLDER.getField("commandId")).isNull();
        var written = record(OLDER);
        written.put("reason", symbol(OLDER, "OPERATOR_INCIDENT"));

        var readers = KnownWriters.index(List.of(SyncDeferred.getClassSchema(), OLDER));
        var reader = Objects.requireNonNull(readers.get(SchemaNormalization.parsingFingerprint64(OLDER)));
        var read = (SyncDeferred) reader.read(body(written), 0);

        // the symbol has another number in the older schema; its name counts
        assertThat(read.getReason()).hasToString("OPERATOR_INCIDENT");
        assertThat(read.getCommandId()).isNull();
        assertThat(read.getSequence()).isEqualTo(42);
    }

    private static GenericRecord record(Schema schema) {
        var record = new GenericData.Record(schema);
        for (var field : schema.getFields()) {
            switch (field.schema().getType()) {
                case STRING -> record.put(field.name(), field.name());
                case LONG -> record.put(field.name(), 42L);
                default -> record.put(field.name(), null);
            }
        }
        return record;
    }

    private static GenericData.EnumSymbol symbol(Schema record, String symbol) {
        return new GenericData.EnumSymbol(record.getField("reason").schema(), symbol);
    }

    private static byte[] body(GenericRecord record) throws IOException {
        var out = new ByteArrayOutputStream();
        new GenericDatumWriter<GenericRecord>(record.getSchema())
                .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
        return out.toByteArray();
    }

    private static Schema parse(String schema) {
        return new Schema.Parser().parse(schema);
    }
}
