package io.kalends.allinone.watch;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import io.kalends.schemas.Keys;

/// What `./kalends watch` was asked to show.
///
/// @param registry the schema registry, null when there is none
/// @param tenant only this one, null for all
record WatchOptions(
        String bootstrapServers,
        String prefix,
        @Nullable URI registry,
        boolean fromBeginning,
        @Nullable String tenant,
        boolean help) {

    static final String HELP = """
            usage: ./kalends watch [--bootstrap HOST:PORT] [--from-beginning] [--tenant ID] [--prefix PREFIX]
                                   [--schema-registry URL]

              --bootstrap HOST:PORT  the broker; else SPRING_KAFKA_BOOTSTRAP_SERVERS, else localhost:9092
              --from-beginning       show what the topics hold, then go on
              --tenant ID            only this tenant
              --prefix PREFIX        what topic names start with; else KALENDS_TOPICS_PREFIX, else calendar.
              --schema-registry URL  where schemas are looked up; else KALENDS_SCHEMA_REGISTRY_URL, else nowhere
            """;

    static WatchOptions parse(String[] args, Map<String, String> environment) {
        var bootstrap = environment.getOrDefault("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
        var prefix = environment.getOrDefault("KALENDS_TOPICS_PREFIX", "calendar.");
        var registry = environment.getOrDefault("KALENDS_SCHEMA_REGISTRY_URL", "");
        var fromBeginning = false;
        var help = false;
        @Nullable String tenant = null;
        Queue<String> rest = new ArrayDeque<>(List.of(args));
        while (!rest.isEmpty()) {
            var option = rest.remove();
            switch (option) {
                case "--bootstrap" -> bootstrap = value(option, rest);
                case "--prefix" -> prefix = value(option, rest);
                case "--schema-registry" -> registry = value(option, rest);
                case "--tenant" -> tenant = value(option, rest);
                case "--from-beginning" -> fromBeginning = true;
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("there is no option '" + option + "'");
            }
        }
        return new WatchOptions(
                bootstrap, prefix, registry.isBlank() ? null : URI.create(registry), fromBeginning, tenant, help);
    }

    /// Whether a record with this key is to be shown.
    boolean wants(@Nullable String key) {
        if (key == null) {
            return false;
        }
        var wanted = tenant;
        return wanted == null || key.startsWith(Keys.resync(wanted, null, null).replace("//", "/"));
    }

    private static String value(String option, Queue<String> rest) {
        var value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }
}
