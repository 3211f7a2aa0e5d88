package io.kalends.worker.microsoft;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParseNode;
import com.microsoft.kiota.serialization.SerializationWriter;
import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.ProviderText;

/// An object in one of Graph's answers, read field by field as it is asked for. What is missing, null or of another
/// type is nothing: a value that nobody expects costs that value only.
///
/// The client's own models read everything there is, bodies of events included, at ten times the memory.
final class GraphItem implements Parsable {

    private final JsonObject fields;

    private GraphItem(@Nullable JsonElement value) {
        fields = value instanceof JsonObject object ? object : new JsonObject();
    }

    /// What the client makes of an answer, read by [GraphJson].
    static GraphItem of(ParseNode node) {
        return new GraphItem(((GraphJson.Node) node).tree());
    }

    /// Whether there is a field `name`, whatever is in it.
    boolean has(String name) {
        return fields.has(name);
    }

    /// Text fit to be stored; null when there is none or it is empty.
    @Nullable
    String text(String name) {
        return text(name, Integer.MAX_VALUE);
    }

    /// Text fit to be stored, cut to at most `longest` characters; null when there is none or it is empty.
    @Nullable
    String text(String name, int longest) {
        if (fields.get(name) instanceof JsonPrimitive value && value.isString()) {
            var text = ProviderText.storable(value.getAsString(), longest);
            return text.isEmpty() ? null : text;
        }
        return null;
    }

    /// An address a browser may be sent to; null for anything else.
    @Nullable
    String webAddress(String name) {
        var text = text(name);
        return text == null ? null : ProviderText.webAddress(text);
    }

    boolean flag(String name) {
        return fields.get(name) instanceof JsonPrimitive value && value.isBoolean() && value.getAsBoolean();
    }

    /// The object in `name`, an empty one when there is none.
    GraphItem child(String name) {
        return new GraphItem(fields.get(name));
    }

    /// The entries of the list in `name`; null when that is no list.
    @Nullable
    List<GraphItem> list(String name) {
        return fields.get(name) instanceof JsonArray entries
                ? entries.asList().stream().map(GraphItem::new).toList()
                : null;
    }

    @Override
    public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
        return Map.of();
    }

    @Override
    public void serialize(SerializationWriter writer) {
        throw new UnsupportedOperationException("what Graph said is never sent back");
    }
}
