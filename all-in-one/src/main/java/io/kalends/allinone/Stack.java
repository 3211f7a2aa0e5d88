package io.kalends.allinone;

import java.util.ArrayDeque;
import java.util.Deque;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, closed in the opposite order, each part also when another one fails to close.
final class Stack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

    /// Something was started after everything had been closed; it is closed again.
    static final class ClosedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("everything has been stopped");
        }
    }

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile boolean closed;

    /// Remembers `part` and hands it back.
    ///
    /// @throws ClosedException when it comes too late
    synchronized <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        if (closed) {
            close();
            throw new ClosedException();
        }
        return part;
    }

    /// Whether everything has been, or is being, closed.
    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            var part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
