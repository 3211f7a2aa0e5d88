package io.kalends.worker.microsoft;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParseNode;
import com.microsoft.kiota.serialization.SerializationWriter;
import org.jspecify.annotations.Nullable;

import io.kalends.worker.http.ProviderText;

/// An object in one of Graph's answers, read field by field as it is asked for. What is missing, null or of another type
/// is nothing: a value that nobody expects costs that value only.
///
/// The client's own models read everything there is, bodies of events included, at many times the memory.
final class GraphItem implements Parsable {

    private final @Nullable ParseNode node;

    private GraphItem(@Nullable ParseNode node) {
        this.node = node;
    }

    /// What the client makes of each object it reads for us.
    static GraphItem of(ParseNode node) {
        return new GraphItem(node);
    }

    /// Whether there is a field `name`, whatever is in it.
    boolean has(String name) {
        return field(name) != null;
    }

    /// Text fit to be stored; null when there is none or it is empty.
    @Nullable String text(String name) {
        var field = field(name);
        var text = field == null ? null : field.getStringValue();
        var storable = text == null ? "" : ProviderText.storable(text);
        return storable.isEmpty() ? null : storable;
    }

    /// Text fit to be stored, cut to at most `longest` characters; null when there is none or it is empty.
    @Nullable String text(String name, int longest) {
        var text = text(name);
        return text == null ? null : ProviderText.storable(text, longest);
    }

    /// An address a browser may be sent to; null for anything else.
    @Nullable String webAddress(String name) {
        var text = text(name);
        return text == null ? null : ProviderText.webAddress(text);
    }

    boolean flag(String name) {
        return "true".equals(text(name));
    }

    /// The object in `name`, an empty one when there is none.
    GraphItem child(String name) {
        return new GraphItem(field(name));
    }

    /// The entries of the list in `name`; null when that is no list.
    @Nullable List<GraphItem> list(String name) {
        var field = field(name);
        return field == null ? null : field.getCollectionOfObjectValues(GraphItem::of);
    }

    private @Nullable ParseNode field(String name) {
        return node == null ? null : node.getChildNode(name);
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
