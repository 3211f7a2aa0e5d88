package io.kalends.worker.microsoft;

import java.util.Map;
import java.util.function.Consumer;

import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.serialization.ParseNode;
import org.jspecify.annotations.Nullable;

/// What the client throws when an answer reports a failure in JSON. The client's own error would be lost, and the
/// status with it, over a single value it does not expect; this one reads leniently.
final class GraphFailure extends ODataError {

    private static final long serialVersionUID = 1L;

    private final transient GraphItem answer;

    private GraphFailure(GraphItem answer) {
        this.answer = answer;
    }

    /// What the client makes of such an answer.
    static GraphFailure of(ParseNode node) {
        return new GraphFailure(GraphItem.of(node));
    }

    /// Null when the answer was not in Graph's error format.
    @Nullable
    GraphError error() {
        return GraphError.read(answer);
    }

    @Override
    public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
        return Map.of();
    }
}
