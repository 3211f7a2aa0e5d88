package io.kalends.worker.outbox;

import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import io.kalends.worker.failure.Failure;

/// What a relay does on the side: look at the backlog for the metrics, delete what was published long ago.
/// Neither may stop it from publishing.
final class Upkeep {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final int MOST_DELETIONS_AT_ONCE = 10;

    private final OutboxTable table;
    private final OutboxMetrics metrics;
    private final OutboxProperties settings;
    private final LongSupplier nanoTime;
    private long measured;
    private long cleaned;

    Upkeep(OutboxTable table, OutboxMetrics metrics, OutboxProperties settings, LongSupplier nanoTime) {
        this.table = table;
        this.metrics = metrics;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.measured = nanoTime.getAsLong() - settings.measureEvery().toNanos();
        this.cleaned = nanoTime.getAsLong() - settings.cleanupEvery().toNanos();
    }

    void whenDue() {
        try {
            measureWhenDue();
            cleanWhenDue();
        } catch (DataAccessException e) {
            log.debug("the outbox can be neither measured nor cleaned now", Failure.loggable(e));
        }
    }

    private void measureWhenDue() {
        long now = nanoTime.getAsLong();
        if (now - measured >= settings.measureEvery().toNanos()) {
            measured = now;
            metrics.measured(table.backlog());
        }
    }

    private void cleanWhenDue() {
        long now = nanoTime.getAsLong();
        if (now - cleaned < settings.cleanupEvery().toNanos()) {
            return;
        }
        cleaned = now;
        int deleted = settings.cleanupBatch();
        for (int n = 0; n < MOST_DELETIONS_AT_ONCE && deleted == settings.cleanupBatch(); n++) {
            deleted = table.deletePublished(settings.retention(), settings.cleanupBatch());
        }
    }
}
