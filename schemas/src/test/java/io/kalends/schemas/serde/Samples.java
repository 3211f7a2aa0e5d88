package io.kalends.schemas.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import io.kalends.schemas.KalendsRecords;

/// One record of each kind, made from the schemas alone, so that a new field is tested as soon as it is there.
final class Samples {

    private static final SpecificData MODEL = new SpecificData(KalendsRecords.class.getClassLoader());

    private Samples() {}

    /// Every record of the contract, once with every optional field set and once with none.
    static Stream<SpecificRecord> all() {
        return KalendsRecords.byName().values().stream()
                .sorted((a, b) -> a.getName().compareTo(b.getName()))
                .flatMap(schema -> Stream.of(record(schema, true), record(schema, false)));
    }

    static SpecificRecord full(String record) {
        return record(Objects.requireNonNull(KalendsRecords.byName().get("io.kalends.schemas.v1." + record)), true);
    }

    private static SpecificRecord record(Schema schema, boolean full) {
        var record = (SpecificRecord) MODEL.newRecord(null, schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.name(), field.schema(), full)));
        return record;
    }

    private static @Nullable Object value(String name, Schema schema, boolean full) {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return Instant.parse("2026-03-01T12:00:00.123Z").plusSeconds(name.hashCode() % 1000);
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return LocalDate.of(2026, 3, 1);
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema, full);
            case UNION -> full ? value(name, schema.getTypes().get(1), true) : null;
            case ARRAY ->
                full
                        ? IntStream.range(0, 3)
                                .mapToObj(i -> value(name + i, schema.getElementType(), i > 0))
                                .toList()
                        : List.of();
            case MAP -> full ? Map.of("key", value(name, schema.getValueType(), true)) : Map.of();
            case ENUM -> MODEL.createEnum(schema.getEnumSymbols().get(1), schema);
            case STRING -> name + " ü/%\u0000🗓";
            case BYTES -> ByteBuffer.wrap(new byte[] {0, 1, -1, 127});
            case INT -> full ? Integer.MAX_VALUE : -1;
            case LONG -> full ? Long.MIN_VALUE : 63L;
            case FLOAT -> 1.5f;
            case DOUBLE -> -2.5;
            case BOOLEAN -> full;
            case NULL, FIXED -> throw new IllegalStateException("the contract has no " + schema.getType());
        };
    }
}
