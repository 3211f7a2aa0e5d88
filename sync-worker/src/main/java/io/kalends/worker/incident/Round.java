package io.kalends.worker.incident;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something done every second. One that fails is made good by the next, and says so once; one that takes longer is
/// not overtaken by the next.
final class Round implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final String complaint;
    private final Runnable work;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean failing;

    /// @param complaint what is said when it fails
    Round(String complaint, Runnable work) {
        this.complaint = complaint;
        this.work = work;
    }

    @Override
    public void run() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            work.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("{}, tried again until it works: {}", complaint, e.toString());
            }
            failing = true;
        } finally {
            running.set(false);
        }
    }
}
