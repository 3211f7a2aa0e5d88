package io.kalends.worker.command;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaOperations;

import io.kalends.schemas.CloudEvents;
import io.kalends.schemas.Keys;
import io.kalends.schemas.Topics;
import io.kalends.schemas.serde.AvroCodec;
import io.kalends.schemas.v1.VaultKey;
import io.kalends.worker.vault.VaultKeyPairs;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Publishes the public half of the vault key when the worker starts and every few hours after that. The start
/// does not wait for it; while the broker is away it is tried again.
final class VaultKeyPublisher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(VaultKeyPublisher.class);

    private static final Duration EVERY = Duration.ofHours(3);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final VaultKeyPairs pairs;
    private final KafkaOperations<byte[], byte[]> kafka;
    private final AvroCodec codec;
    private final Topics topics;
    private final InstantSource clock;

    private @Nullable ScheduledExecutorService thread;
    private Duration nextRetry = FIRST_RETRY;

    VaultKeyPublisher(
            VaultKeyPairs pairs,
            KafkaOperations<byte[], byte[]> kafka,
            AvroCodec codec,
            Topics topics,
            InstantSource clock) {
        this.pairs = pairs;
        this.kafka = kafka;
        this.codec = codec;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        var started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("vault-key").factory());
        thread = started;
        started.execute(() -> publishAndAgain(started));
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void publishAndAgain(ScheduledExecutorService executor) {
        var wait = publish();
        try {
            var _ = executor.schedule(() -> publishAndAgain(executor), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("the worker stops, and the vault key is published no more");
        }
    }

    /// @return how long to wait until the next time
    private Duration publish() {
        try {
            kafka.send(record()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            nextRetry = FIRST_RETRY;
            return EVERY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EVERY;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            var wait = nextRetry;
            nextRetry = wait.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? wait.multipliedBy(2) : LONGEST_RETRY;
            log.atWarn()
                    .addKeyValue("topic", topics.vaultKey())
                    .addKeyValue("retryIn", wait)
                    .addKeyValue("cause", e.toString())
                    .log("the vault key could not be published; nobody can connect a calendar before it is");
            return wait;
        }
    }

    private ProducerRecord<byte[], byte[]> record() {
        var half = pairs.newest();
        var now = clock.instant();
        var id = UUID.randomUUID().toString();
        var topic = topics.vaultKey();
        var key = VaultKey.newBuilder()
                .setEventId(id)
                .setOccurredAt(now)
                .setKeyId(half.keyId())
                .setPublicKeyset(ByteBuffer.wrap(half.keyset()))
                .build();
        var record = new ProducerRecord<>(topic, Keys.VAULT.getBytes(UTF_8), codec.encode(topic, key));
        CloudEvents.addTo(
                record.headers(),
                CloudEvents.of(id, topic.substring(topics.prefix().length()), "/kalends/sync-worker", Keys.VAULT, now));
        return record;
    }
}
