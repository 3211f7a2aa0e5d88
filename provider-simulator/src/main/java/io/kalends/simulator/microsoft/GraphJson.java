package io.kalends.simulator.microsoft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.http.Answer;

/// JSON as Graph sends it.
final class GraphJson {
    private static final String TYPE =
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private GraphJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static Answer answer(int status, JsonNode body) {
        try {
            return Answer.of(status, TYPE, MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException treesAlwaysWrite) {
            throw new IllegalStateException(treesAlwaysWrite);
        }
    }
}
