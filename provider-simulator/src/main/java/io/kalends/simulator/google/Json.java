package io.kalends.simulator.google;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.http.Answer;

/// JSON as Google sends it.
final class Json {
    static final String TYPE = "application/json; charset=UTF-8";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// The same answer, with only what `mask` keeps.
    static Answer masked(Answer answer, FieldMask mask) {
        try {
            return answer.withBody(MAPPER.writeValueAsBytes(mask.of(MAPPER.readTree(answer.body()))));
        } catch (IOException ownJsonIsAlwaysReadable) {
            throw new UncheckedIOException(ownJsonIsAlwaysReadable);
        }
    }

    static Answer answer(int status, JsonNode body) {
        try {
            return Answer.of(status, TYPE, MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException treesAlwaysWrite) {
            throw new IllegalStateException(treesAlwaysWrite);
        }
    }
}
