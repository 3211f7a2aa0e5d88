package io.kalends.schemas.serde;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.apache.avro.Schema;

/// Holds a schema that came from outside against what reading with it may cost. A record that holds itself would read
/// without end, records nested in pairs double with each level, and items of no bytes can be claimed by the billion;
/// the contract has none of these.
final class SchemaGuard {

    private static final long LARGEST = 5_000;

    private final Map<String, Size> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private SchemaGuard() {}

    /// @throws UnreadableRecordException when `schema` is recursive, larger than any record of the contract could grow,
    /// or has list items that take no bytes
    static void check(Schema schema) {
        new SchemaGuard().sizeOf(schema);
    }

    /// @param nodes how many values one value of the type is made of, lists counted with one item
    /// @param leastBytes the fewest bytes it can take; 0 or 1 is all that matters
    private record Size(long nodes, int leastBytes) {}

    private Size sizeOf(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> sizeOfRecord(schema);
            case UNION -> {
                long nodes = 1;
                for (var branch : schema.getTypes()) {
                    nodes = limited(nodes + sizeOf(branch).nodes());
                }
                yield new Size(nodes, 1);
            }
            case ARRAY -> sizeOfList(sizeOf(schema.getElementType()));
            case MAP -> new Size(limited(1 + sizeOf(schema.getValueType()).nodes()), 1);
            case NULL -> new Size(1, 0);
            case FIXED -> new Size(1, schema.getFixedSize() == 0 ? 0 : 1);
            case ENUM, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN -> new Size(1, 1);
        };
    }

    private Size sizeOfRecord(Schema record) {
        var name = record.getFullName();
        var seen = known.get(name);
        if (seen != null) {
            return seen;
        }
        if (!open.add(name)) {
            throw new UnreadableRecordException("the schema of " + name + " is recursive");
        }
        long nodes = 1;
        int leastBytes = 0;
        for (var field : record.getFields()) {
            var size = sizeOf(field.schema());
            nodes = limited(nodes + size.nodes());
            leastBytes = Math.max(leastBytes, size.leastBytes());
        }
        open.remove(name);
        var size = new Size(nodes, leastBytes);
        known.put(name, size);
        return size;
    }

    private static Size sizeOfList(Size item) {
        if (item.leastBytes() == 0) {
            throw new UnreadableRecordException("the schema has a list whose items take no bytes");
        }
        return new Size(limited(1 + item.nodes()), 1);
    }

    private static long limited(long nodes) {
        if (nodes > LARGEST) {
            throw new UnreadableRecordException("the schema unfolds to more than " + LARGEST + " values");
        }
        return nodes;
    }
}
