package io.kalends.allinone.watch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.serde.RegistryUnavailableException;
import io.kalends.schemas.serde.UnreadableRecordException;

/// Follows event changes and outcomes until it is stopped.
public final class Watch {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WatchOptions options;
    private final Topics topics;
    private final AvroCodec codec;
    private final PrintStream out;

    private Watch(WatchOptions options, PrintStream out) {
        this.options = options;
        this.topics = new Topics(options.prefix());
        this.codec = AvroCodec.create(options.registry(), false);
        this.out = out;
    }

    /// Runs the command.
    ///
    /// @return 0 when it was stopped, 1 when the broker cannot be reached, 2 when the options make no sense
    public static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            var options = WatchOptions.parse(args, environment);
            if (options.help()) {
                out.println(WatchOptions.HELP);
                return 0;
            }
            new Watch(options, out).follow();
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("kalends watch: " + e.getMessage());
            err.println(WatchOptions.HELP);
            return 2;
        } catch (KafkaException e) {
            err.println("kalends watch: " + e.getMessage());
            return 1;
        }
    }

    private void follow() {
        var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        options.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "kalends-watch-" + UUID.randomUUID(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        options.fromBeginning() ? "earliest" : "latest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        Runtime.getRuntime().addShutdownHook(new Thread(consumer::wakeup));
        try (consumer) {
            reach(consumer);
            consumer.subscribe(List.of(
                    topics.eventChanged(),
                    topics.syncCompleted(),
                    topics.syncFailed(),
                    topics.syncDeferred(),
                    topics.connectionChanged()));
            while (true) {
                consumer.poll(Duration.ofMillis(250)).forEach(this::print);
                if (out.checkError()) {
                    return;
                }
            }
        } catch (WakeupException stopped) {
            out.flush();
        }
    }

    private void reach(KafkaConsumer<String, byte[]> consumer) {
        try {
            consumer.partitionsFor(topics.syncCompleted(), PATIENCE);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new KafkaException("no Kafka answers at " + options.bootstrapServers()
                    + ": start ./kalends demo, or name a broker with --bootstrap HOST:PORT");
        }
    }

    private void print(ConsumerRecord<String, byte[]> record) {
        if (!options.wants(record.key())) {
            return;
        }
        out.println(line(record));
    }

    private String line(ConsumerRecord<String, byte[]> record) {
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
