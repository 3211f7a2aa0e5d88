package io.kalends.worker.microsoft;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.microsoft.kiota.serialization.JsonParseNode;
import com.microsoft.kiota.serialization.ParseNode;
import com.microsoft.kiota.serialization.ParseNodeFactory;

/// Reads JSON for the client as it would itself, but keeps the tree at hand: read through the client, each single value
/// costs kilobytes.
final class GraphJson implements ParseNodeFactory {

    /// The client's node, and the tree under it.
    static final class Node extends JsonParseNode {

        private final JsonElement tree;

        private Node(JsonElement tree) {
            super(tree);
            this.tree = tree;
        }

        JsonElement tree() {
            return tree;
        }
    }

    @Override
    public String getValidContentType() {
        return "application/json";
    }

    /// @throws com.google.gson.JsonParseException when `json` is none
    @Override
    public ParseNode getParseNode(String contentType, InputStream json) {
        return new Node(JsonParser.parseReader(new InputStreamReader(json, StandardCharsets.UTF_8)));
    }
}
