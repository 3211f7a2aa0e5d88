package io.kalends.allinone;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import io.kalends.schemas.Topics;

/// One line that says what happens: syncs, changes, failures, and what waits.
final class LiveLine implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofSeconds(1);
    private static final Duration PRINT = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final LongSupplier lag;
    private final PrintStream out;
    private final boolean terminal;
    private final Thread thread;
    private long syncs;
    private long changes;
    private long failures;
    private long deferrals;

    /// @param lag commands and records on their way, for the last figure
    LiveLine(String bootstrapServers, Topics topics, LongSupplier lag, PrintStream out) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "kalends-live-line-" + UUID.randomUUID(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.topics = topics;
        this.lag = lag;
        this.out = out;
        this.terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        this.thread = Thread.ofPlatform().name("live-line").daemon().unstarted(this::follow);
    }

    LiveLine start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        var pause = terminal ? REDRAW : PRINT;
        try (consumer) {
            consumer.subscribe(
                    List.of(topics.syncCompleted(), topics.syncFailed(), topics.syncDeferred(), topics.eventChanged()));
            long printed = System.nanoTime();
            while (true) {
                consumer.poll(Duration.ofMillis(250)).forEach(record -> count(record.topic()));
                if (System.nanoTime() - printed >= pause.toNanos()) {
                    print();
                    printed = System.nanoTime();
                }
            }
        } catch (WakeupException stopped) {
            out.println();
        }
    }

    private void count(String topic) {
        if (topic.equals(topics.syncCompleted())) {
            syncs++;
        } else if (topic.equals(topics.syncFailed())) {
            failures++;
        } else if (topic.equals(topics.syncDeferred())) {
            deferrals++;
        } else {
            changes++;
        }
    }

    private void print() {
        var line = "syncs %d   changes %d   failures %d   deferred %d   lag %d"
                .formatted(syncs, changes, failures, deferrals, lag.getAsLong());
        if (terminal) {
            out.print("\r" + line + "   ");
            out.flush();
        } else {
            out.println(line);
        }
    }
}
