package io.kalends.schemas.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/// A schema as JSON for everybody: docs, defaults and logical types are kept, what only Java's generated classes need
/// is not.
public final class SchemaText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaText() {}

    /// One self-contained schema on one line, as a registry stores it.
    public static String compact(Schema schema) {
        return plain(schema).toString();
    }

    /// One self-contained schema, indented, as an `.avsc` file holds it.
    public static String pretty(Schema schema) {
        return plain(schema).toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private static JsonNode plain(Schema schema) {
        try {
            return withoutJavaStrings(JSON.readTree(schema.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote a schema that is not JSON: " + schema.getFullName(), e);
        }
    }

    private static JsonNode withoutJavaStrings(JsonNode node) {
        if (node.isObject()
                && node.size() == 2
                && node.has(GenericData.STRING_PROP)
                && node.path("type").asText().equals("string")) {
            return TextNode.valueOf("string");
        }
        if (node.isArray()) {
            var items = JSON.createArrayNode();
            node.forEach(item -> items.add(withoutJavaStrings(item)));
            return items;
        }
        if (node.isObject()) {
            var fields = JSON.createObjectNode();
            node.properties().forEach(field -> fields.set(field.getKey(), withoutJavaStrings(field.getValue())));
            return fields;
        }
        return node;
    }
}
