package io.kalends.cli.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.kalends.cli.shell.Surroundings;
import io.kalends.cli.shell.Trouble;
import io.kalends.schemas.Topics;

/// Where Kafka is and how to get in, as the services' own variables say unless an option does.
public final class KafkaOptions {

    private static final String PROPERTIES = "SPRING_KAFKA_PROPERTIES_";

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "the broker; else SPRING_KAFKA_BOOTSTRAP_SERVERS, else localhost:9092")
    @Nullable
    String bootstrap;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "what topic names start with; else KALENDS_TOPICS_PREFIX, else calendar.")
    @Nullable
    String prefix;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "properties of a Kafka client (TLS, SASL); else KALENDS_KAFKA_CONFIG, and"
                    + " SPRING_KAFKA_SECURITY_PROTOCOL and SPRING_KAFKA_PROPERTIES_... as the services read them")
    @Nullable
    Path config;

    /// The brokers, as `HOST:PORT`, separated by commas.
    public String bootstrap(Surroundings surroundings) {
        return bootstrap == null
                ? surroundings.variable("SPRING_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092")
                : bootstrap;
    }

    /// @throws Trouble when no topic could be named so
    public Topics topics(Surroundings surroundings) {
        try {
            return new Topics(
                    prefix == null ? surroundings.variable("KALENDS_TOPICS_PREFIX", Topics.DEFAULT.prefix()) : prefix);
        } catch (IllegalArgumentException e) {
            throw new Trouble("No such topics", String.valueOf(e.getMessage()), null);
        }
    }

    /// Settings of a client that gives up after `patience`.
    public Map<String, Object> client(Surroundings surroundings, Duration patience) {
        var settings = new HashMap<String, Object>();
        surroundings.environment().forEach((name, value) -> {
            if (name.startsWith(PROPERTIES)) {
                settings.put(
                        name.substring(PROPERTIES.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        var protocol = surroundings.variable("SPRING_KAFKA_SECURITY_PROTOCOL");
        if (protocol != null) {
            settings.put("security.protocol", protocol);
        }
        var file = config == null ? surroundings.variable("KALENDS_KAFKA_CONFIG") : config.toString();
        if (file != null) {
            read(file).forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        settings.put("bootstrap.servers", bootstrap(surroundings));
        settings.put("client.id", "kalends-cli");
        settings.put("request.timeout.ms", (int) patience.toMillis());
        settings.put("default.api.timeout.ms", (int) patience.toMillis());
        settings.put("socket.connection.setup.timeout.ms", patience.toMillis());
        return settings;
    }

    /// Whether anything listens at the first broker: a client would try for its whole patience.
    public boolean isListening(Surroundings surroundings, Duration patience) {
        var first = bootstrap(surroundings).split(",", 2)[0].strip();
        int colon = first.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            first.substring(0, colon).replaceAll("[\\[\\]]", ""),
                            Integer.parseInt(first.substring(colon + 1))),
                    (int) patience.toMillis());
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /// Refuses to go on where nothing listens.
    ///
    /// @throws Trouble that says how to start or find a broker
    public void reach(Surroundings surroundings) {
        if (!isListening(surroundings, Duration.ofSeconds(5))) {
            throw away(surroundings);
        }
    }

    /// What to say when no broker answers.
    public Trouble away(Surroundings surroundings) {
        return new Trouble(
                "Nothing answers",
                "no Kafka answers at " + bootstrap(surroundings),
                "start it (./kalends demo starts everything), or name a broker with --bootstrap HOST:PORT");
    }

    private static Properties read(String file) {
        var properties = new Properties();
        try (var in = Files.newInputStream(Path.of(file))) {
            properties.load(in);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new Trouble(
                    "No settings", "the Kafka settings in " + file + " cannot be read: " + e.getMessage(), null);
        }
    }
}
