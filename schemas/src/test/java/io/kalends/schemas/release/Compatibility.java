package io.kalends.schemas.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/// What may change between a released schema and the next one: each must read what the other wrote. Beyond Avro's own
/// rules nothing released may go away and no value may change its meaning, because Avro lets both pass silently.
final class Compatibility {

    private Compatibility() {}

    /// What is wrong with `next` as the successor of `released`; empty when nothing is.
    static List<String> violations(Schema released, Schema next) {
        var violations = new ArrayList<String>();
        avro(violations, "next reads released", next, released);
        avro(violations, "released reads next", released, next);
        var after = namedTypes(next);
        namedTypes(released).forEach((name, before) -> {
            var same = after.get(name);
            if (same == null) {
                violations.add("type " + name + " is gone");
            } else if (before.getType() == Schema.Type.ENUM && same.getType() == Schema.Type.ENUM) {
                symbols(violations, before, same);
            } else if (before.getType() == Schema.Type.RECORD && same.getType() == Schema.Type.RECORD) {
                fields(violations, before, same);
            }
        });
        return violations;
    }

    private static void avro(List<String> violations, String direction, Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
            result.getResult()
                    .getIncompatibilities()
                    .forEach(one -> violations.add(
                            direction + ": " + one.getType() + " " + one.getMessage() + " at " + one.getLocation()));
        }
    }

    private static void symbols(List<String> violations, Schema before, Schema after) {
        for (var symbol : before.getEnumSymbols()) {
            if (!after.hasEnumSymbol(symbol)) {
                violations.add("symbol " + before.getName() + "." + symbol + " is gone");
            }
        }
        if (!Objects.equals(before.getEnumDefault(), after.getEnumDefault())) {
            violations.add("the default of " + before.getName() + " changed");
        }
    }

    private static void fields(List<String> violations, Schema before, Schema after) {
        for (var field : before.getFields()) {
            var name = before.getName() + "." + field.name();
            var same = after.getField(field.name());
            if (same == null) {
                violations.add("field " + name + " is gone");
                continue;
            }
            if (field.hasDefaultValue() && !Objects.equals(field.defaultVal(), same.defaultVal())) {
                violations.add("the default of " + name + " changed");
            }
            if (!logicalTypes(field.schema()).equals(logicalTypes(same.schema()))) {
                violations.add("the unit of " + name + " changed");
            }
        }
    }

    /// Logical types by the position of the branch that has them; Avro's compatibility does not look at them.
    private static List<String> logicalTypes(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(branch -> logicalTypes(branch).stream())
                        .toList();
            case ARRAY -> logicalTypes(schema.getElementType());
            case MAP -> logicalTypes(schema.getValueType());
            default ->
                schema.getLogicalType() == null
                        ? List.of()
                        : List.of(schema.getLogicalType().getName());
        };
    }

    /// All records and enums within `schema`, itself included, by full name.
    static Map<String, Schema> namedTypes(Schema schema) {
        var types = new LinkedHashMap<String, Schema>();
        collect(schema, types);
        return types;
    }

    private static void collect(Schema schema, Map<String, Schema> types) {
        switch (schema.getType()) {
            case RECORD -> {
                if (types.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), types));
                }
            }
            case ENUM, FIXED -> types.put(schema.getFullName(), schema);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, types));
            case ARRAY -> collect(schema.getElementType(), types);
            case MAP -> collect(schema.getValueType(), types);
            default -> {
                // primitive types hold no others
            }
        }
    }
}
