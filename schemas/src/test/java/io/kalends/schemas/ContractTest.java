package io.kalends.schemas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What all records of the contract have in common, whoever adds the next field.
class ContractTest {

    static Stream<Schema> records() {
        return KalendsRecords.byName().values().stream();
    }

    static Stream<Schema> allTypes() {
        var types = new LinkedHashMap<String, Schema>();
        records().forEach(record -> collect(record, types));
        return types.values().stream();
    }

    @ParameterizedTest
    @MethodSource("allTypes")
    void every_type_and_every_field_is_documented(Schema type) {
        assertThat(type.getDoc()).isNotBlank();
        if (type.getType() == Schema.Type.RECORD) {
            assertThat(type.getFields())
                    .allSatisfy(
                            field -> assertThat(field.doc()).as(field.name()).isNotBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("allTypes")
    void every_enum_falls_back_to_unknown(Schema type) {
        if (type.getType() == Schema.Type.ENUM) {
            assertThat(type.getEnumDefault()).isEqualTo("UNKNOWN");
            assertThat(type.getEnumSymbols()).startsWith("UNKNOWN");
        } else {
            assertThat(type.getType()).isEqualTo(Schema.Type.RECORD);
        }
    }

    @ParameterizedTest
    @MethodSource("allTypes")
    void an_instant_is_in_milliseconds_and_says_so(Schema type) {
        if (type.getType() != Schema.Type.RECORD) {
            return;
        }
        for (var field : type.getFields()) {
            var value = withoutNull(field.schema());
            var name = type.getName() + "." + field.name();
            var instant = field.name().matches(".*(At|Start|Expiry)|start|end");

            if (instant) {
                assertThat(value.getLogicalType()).as(name).isInstanceOf(LogicalTypes.TimestampMillis.class);
                assertThat(field.doc()).as(name).contains("UTC");
            } else if (value.getLogicalType() != null) {
                assertThat(value.getLogicalType()).as(name).isInstanceOf(LogicalTypes.Date.class);
            }
            if (field.name().endsWith("Millis")) {
                assertThat(field.doc()).as(name).contains("milliseconds");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_says_what_it_is_about_and_when_it_was_made(Schema record) {
        var common = switch (record.getName()) {
            case "VaultKey" -> List.of("eventId", "occurredAt");
            case "IncidentChanged" -> List.of("eventId", "provider", "occurredAt");
            case "TenantSettingsRequested" -> List.of("eventId", "tenantId", "occurredAt");
            default -> List.of("eventId", "tenantId", "userId", "provider", "occurredAt");
        };

        assertThat(record.getFields().stream().map(Schema.Field::name)).containsAll(common);
        assertThat(record.getField("occurredAt").schema().getLogicalType())
                .isInstanceOf(LogicalTypes.TimestampMillis.class);
        assertThat(record.getDoc()).contains("opic"); // it says where it travels, or as which other record does
    }

    @ParameterizedTest
    @MethodSource("records")
    void ids_are_strings(Schema record) {
        record.getFields().stream()
                .filter(field -> field.name().endsWith("Id"))
                .forEach(field -> assertThat(withoutNull(field.schema()).getType())
                        .as(field.name())
                        .isEqualTo(Schema.Type.STRING));
        assertThat(record.getField("eventId").schema().getType()).isEqualTo(Schema.Type.STRING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SyncCompleted", "SyncFailed", "SyncDeferred", "CalendarEventChanged", "ConnectionChanged"})
    void records_of_the_worker_carry_a_sequence(String record) {
        var schema = Objects.requireNonNull(KalendsRecords.byName().get("io.kalends.schemas.v1." + record));
        var sequence = schema.getField("sequence");

        assertThat(sequence.schema().getType()).isEqualTo(Schema.Type.LONG);
    }

    @ParameterizedTest
    @MethodSource("records")
    void what_may_be_missing_is_null_by_default(Schema record) {
        assertThat(record.getFields())
                .filteredOn(field -> field.schema().isUnion())
                .allSatisfy(field -> {
                    assertThat(field.schema().getTypes().get(0).getType()).isEqualTo(Schema.Type.NULL);
                    assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
                });
    }

    @ParameterizedTest
    @MethodSource("records")
    void a_record_is_known_by_the_name_in_its_schema(Schema record) {
        assertThat(KalendsRecords.byName()).containsEntry("io.kalends.schemas.v1." + record.getName(), record);
    }

    private static Schema withoutNull(Schema schema) {
        return schema.isUnion() ? schema.getTypes().get(1) : schema;
    }

    private static void collect(Schema schema, Map<String, Schema> types) {
        if (Set.of(Schema.Type.RECORD, Schema.Type.ENUM, Schema.Type.FIXED).contains(schema.getType())) {
            types.put(schema.getFullName(), schema);
        }
        switch (schema.getType()) {
            case RECORD -> schema.getFields().forEach(field -> collect(field.schema(), types));
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, types));
            case ARRAY -> collect(schema.getElementType(), types);
            case MAP -> collect(schema.getValueType(), types);
            default -> {
                // primitive types hold no others
            }
        }
    }
}
