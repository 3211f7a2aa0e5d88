package io.kalends.cli.api;

import com.fasterxml.jackson.databind.JsonNode;

/// A success.
///
/// @param status of HTTP
public record Answer(int status, JsonNode body) {}
