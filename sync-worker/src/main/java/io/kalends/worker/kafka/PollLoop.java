package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The thread that polls. When a consumer breaks for good it is replaced: a worker that is up consumes.
final class PollLoop implements SmartLifecycle {

    /// Stops before what lanes need, above all the outbox relay, which has a lower phase.
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2000;

    private static final Logger log = LoggerFactory.getLogger(PollLoop.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Board board;
    private final LoopSettings settings;
    private final Backoff backoff;
    private final LongSupplier nanoTime;
    private volatile @Nullable Running running;

    PollLoop(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Board board,
            LoopSettings settings,
            Backoff backoff,
            LongSupplier nanoTime) {
        this.consumers = consumers;
        this.board = board;
        this.settings = settings;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
    }

    @Override
    public void start() {
        var begun = new Running();
        running = begun;
        begun.thread.start();
    }

    @Override
    public void stop() {
        var ending = running;
        if (ending != null) {
            ending.stop();
            running = null;
        }
    }

    /// Drains on a thread of its own, so that the container can watch the time.
    @Override
    public void stop(Runnable callback) {
        Thread.ofVirtual().name("kalends-drain").start(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /// One start of the loop, up to its stop.
    private final class Running {

        private final CountDownLatch stopping = new CountDownLatch(1);
        private final Thread thread =
                Thread.ofPlatform().name("kalends-poll").daemon(false).unstarted(this::run);

        void stop() {
            stopping.countDown();
            try {
                thread.join(settings.drain().plus(settings.brokerTimeout().multipliedBy(4)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isStopping() {
            return stopping.getCount() == 0;
        }

        private void run() {
            for (int failures = 1; !isStopping(); failures++) {
                long began = nanoTime.getAsLong();
                try (var consumer = consumers.get()) {
                    var session = new PollSession(consumer, board, settings, nanoTime);
                    session.subscribe();
                    while (!isStopping()) {
                        session.turn();
                    }
                    session.drainAndLeave();
                } catch (RuntimeException e) {
                    failures = nanoTime.getAsLong() - began > TimeUnit.MINUTES.toNanos(5) ? 1 : failures;
                    var pause = backoff.after(failures);
                    log.error("the consumer of {} broke, a new one starts in {}", settings.topic(), pause, e);
                    await(pause);
                } finally {
                    board.end(board.partitions());
                }
            }
        }

        private void await(Duration pause) {
            try {
                stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
