package io.kalends.health.web;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.kalends.health.store.ConnectionFilter;
import io.kalends.schemas.ConnectionKey;

/// One open stream: a short queue between the feed and one reader. A reader that falls behind is let go; it comes back
/// and reads the list anew.
final class ChangeStream {

    private static final int BACKLOG = 1_000;
    private static final String END = "";

    private final ConnectionFilter filter;
    private final BlockingQueue<String> frames = new ArrayBlockingQueue<>(BACKLOG + 1);
    private volatile boolean open = true;

    ChangeStream(ConnectionFilter filter) {
        this.filter = filter;
    }

    boolean wants(ConnectionKey key) {
        return (filter.tenantId() == null || filter.tenantId().equals(key.tenantId()))
                && (filter.userId() == null || filter.userId().equals(key.userId()))
                && wants(key.provider());
    }

    /// Whether it wants to know what goes on at `provider`.
    boolean wants(String provider) {
        return filter.provider() == null || filter.provider().equals(provider);
    }

    void offer(String frame) {
        if (frames.size() >= BACKLOG || !frames.offer(frame)) {
            close();
        }
    }

    /// Waits for what is to be written next.
    ///
    /// @return a frame, or null when nothing came for `patience`
    @Nullable
    String next(Duration patience) throws InterruptedException {
        return frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
        frames.clear();
        frames.offer(END);
    }
}
