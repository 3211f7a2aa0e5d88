package io.kalends.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.traffic.Vendor;

/// What is started here and what is found elsewhere, from the environment.
///
/// @param dataDirectory where everything is kept
/// @param keep false when the directory is a temporary one, to be removed at the end
/// @param bootstrapServers Kafka, null when it is started here
/// @param jdbcUrl PostgreSQL, null when it is started here
/// @param simulated the providers that are played here, because nobody says where else they are
/// @param environment all variables, for what they settle on their own
record DemoSettings(
        Path dataDirectory,
        boolean keep,
        @Nullable String bootstrapServers,
        @Nullable String jdbcUrl,
        Set<Vendor> simulated,
        Map<String, String> environment) {

    static DemoSettings from(Map<String, String> environment) throws IOException {
        var directory = directory(environment);
        return new DemoSettings(
                directory == null
                        ? Files.createTempDirectory("kalends-")
                        : Files.createDirectories(Path.of(directory).toAbsolutePath()),
                directory != null,
                value(environment, "SPRING_KAFKA_BOOTSTRAP_SERVERS"),
                value(environment, "SPRING_DATASOURCE_URL"),
                simulated(environment),
                Map.copyOf(environment));
    }

    private static Set<Vendor> simulated(Map<String, String> environment) {
        var simulated = EnumSet.allOf(Vendor.class);
        if (value(environment, "KALENDS_GOOGLE_API_URL") != null) {
            simulated.remove(Vendor.GOOGLE);
        }
        if (value(environment, "KALENDS_MICROSOFT_GRAPH_URL") != null) {
            simulated.remove(Vendor.MICROSOFT);
        }
        return simulated;
    }

    /// Null for a temporary one. A database that outlives the demo needs its key and its users the next time too.
    private static @Nullable String directory(Map<String, String> environment) {
        var asked = value(environment, "KALENDS_DATA_DIR");
        return asked == null && value(environment, "SPRING_DATASOURCE_URL") != null
                ? Path.of(System.getProperty("user.home"), ".kalends").toString()
                : asked;
    }

    /// The port a variable asks for, else `otherwise`.
    int port(String variable, int otherwise) {
        var text = value(environment, variable);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(variable + " is '" + text + "': it must be a port number", e);
        }
    }

    /// True when the variable says something.
    boolean says(String variable) {
        return value(environment, variable) != null;
    }

    private static @Nullable String value(Map<String, String> environment, String variable) {
        var text = Objects.requireNonNullElse(environment.get(variable), "");
        return text.isBlank() ? null : text.strip();
    }
}
