package io.kalends.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import io.kalends.schemas.ConnectionKey;

/// How a connection is named on the command line: as its key.
public record ConnectionName(ConnectionKey key) {

    /// The name of the connection that `entry` tells of.
    public static String of(JsonNode entry) {
        try {
            return new ConnectionKey(
                            entry.path("tenantId").asText(),
                            entry.path("userId").asText(),
                            entry.path("provider").asText())
                    .text();
        } catch (IllegalArgumentException e) {
            return "-";
        }
    }

    /// Where it is at health-api.
    public String path() {
        return "/api/calendar/connections/" + HealthApi.part(key.tenantId()) + "/" + HealthApi.part(key.userId()) + "/"
                + HealthApi.part(key.provider());
    }

    @Override
    public String toString() {
        return key.text();
    }

    /// From an argument.
    public static final class Converter implements ITypeConverter<ConnectionName> {
        @Override
        public ConnectionName convert(String text) {
            try {
                return new ConnectionName(ConnectionKey.parse(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        e.getMessage() + "; name it as tenantId/userId/provider, e.g. acme/u1/google");
            }
        }
    }
}
