package io.kalends.cli.watch;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.kalends.cli.kafka.KafkaOptions;
import io.kalends.cli.shell.Globals;
import io.kalends.cli.shell.Surroundings;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.serde.UnreadableRecordException;

/// `watch`: follows event changes and outcomes until it is stopped.
@Command(
        name = "watch",
        description = "Follows event changes and sync outcomes as readable lines, until it is stopped.",
        footer = {
            "",
            "Examples:",
            "  ./kalends watch --tenant acme",
            "  ./kalends watch --bootstrap kafka:9092 --from-beginning"
        })
public final class Watch implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Globals globals;

    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--from-beginning", description = "show what the topics hold, then go on")
    boolean fromBeginning;

    @Option(names = "--tenant", paramLabel = "ID", description = "only this tenant")
    @Nullable
    String tenant;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "where schemas are looked up; else KALENDS_SCHEMA_REGISTRY_URL, else nowhere")
    @Nullable
    String registry;

    public Watch(Globals globals) {
        this.globals = globals;
    }

    @Override
    public Integer call() {
        var surroundings = globals.surroundings();
        var address = registry == null ? surroundings.variable("KALENDS_SCHEMA_REGISTRY_URL") : registry;
        @Nullable URI found = address == null ? null : globals.address(address, "--schema-registry");
        var codec = AvroCodec.create(found, false);
        var topics = kafka.topics(surroundings);
        kafka.reach(surroundings);
        var settings = new HashMap<>(kafka.client(surroundings, PATIENCE));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "kalends-watch-" + UUID.randomUUID());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, fromBeginning ? "earliest" : "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 30_000);
        follow(new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()), topics, codec);
        return 0;
    }

    private void follow(KafkaConsumer<String, byte[]> consumer, Topics topics, AvroCodec codec) {
        Runtime.getRuntime().addShutdownHook(new Thread(consumer::wakeup));
        var out = globals.surroundings().out();
        try (consumer) {
            reach(consumer, topics, globals.surroundings());
            consumer.subscribe(List.of(
                    topics.eventChanged(),
                    topics.syncCompleted(),
                    topics.syncFailed(),
                    topics.syncDeferred(),
                    topics.connectionChanged()));
            while (!out.checkError()) {
                for (var record : consumer.poll(Duration.ofMillis(250))) {
                    if (wants(record.key())) {
                        out.println(line(record, codec));
                    }
                }
            }
        } catch (WakeupException stopped) {
            out.flush();
        }
    }

    private void reach(KafkaConsumer<String, byte[]> consumer, Topics topics, Surroundings surroundings) {
        try {
            consumer.partitionsFor(topics.syncCompleted(), PATIENCE);
        } catch (TimeoutException e) {
            throw kafka.away(surroundings);
        }
    }

    /// Whether a record with this key is to be shown.
    boolean wants(@Nullable String key) {
        var wanted = tenant;
        return key != null && (wanted == null || key.startsWith(Keys.tenant(wanted) + "/"));
    }

    private static String line(ConsumerRecord<String, byte[]> record, AvroCodec codec) {
        if (record.value() == null) {
            return Line.erased(record.timestamp(), who(record.key()));
        }
        try {
            return Line.of(who(record.key()), codec.decode(record.topic(), record.value()));
        } catch (UnreadableRecordException | RegistryUnavailableException e) {
            return "?  " + record.topic() + "-" + record.partition() + "@" + record.offset() + " cannot be read: "
                    + e.getMessage();
        }
    }

    private static String who(String key) {
        var parts = key.split("/", -1);
        return parts.length < 3 ? key : String.join("/", parts[0], parts[1], parts[2]);
    }
}
