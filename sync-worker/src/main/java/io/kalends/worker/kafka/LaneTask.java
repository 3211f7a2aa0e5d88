package io.kalends.worker.kafka;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.worker.failure.Failure;
import io.kalends.worker.kafka.Reading.Illegible;
import io.kalends.worker.kafka.Reading.Legible;

/// The life of one batch on its virtual thread: read the records, handle the requests under a permit, bury what
/// nobody can handle, and complete each offset only when its outcome is durable.
final class LaneTask implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LaneTask.class);

    private static final int MOST_OVERDUE = 3;

    private final LaneTools tools;
    private final Board board;
    private final Batch batch;
    private int settled;
    private int overdue;

    LaneTask(LaneTools tools, Board board, Batch batch) {
        this.tools = tools;
        this.board = board;
        this.batch = batch;
    }

    /// Ends when every record is settled or taken away. An interrupt alone ends nothing: of a lane with records
    /// of two partitions one may leave while the other stays.
    @Override
    public void run() {
        try {
            for (var open = board.open(batch); !open.isEmpty(); open = board.open(batch)) {
                settle(open);
            }
        } finally {
            tools.metrics().abandoned(batch.records.size() - settled);
            board.closed(batch);
        }
    }

    private void settle(List<Received> open) {
        try {
            var legible = new ArrayList<Legible>();
            var illegible = new ArrayList<Illegible>();
            for (var received : open) {
                switch (tools.patience().insist(batch.lane, () -> tools.reader().read(received))) {
                    case Legible it -> legible.add(it);
                    case Illegible it -> illegible.add(it);
                }
            }
            if (!legible.isEmpty()) {
                handle(legible);
            }
            for (var it : illegible) {
                bury(it.received(), it.cause());
            }
        } catch (InterruptedException e) {
            rest();
        } catch (RuntimeException | Error e) {
            log.atError()
                    .addKeyValue("connectionKey", batch.lane)
                    .setCause(Failure.loggable(e))
                    .log("a lane could neither handle nor bury its records and tries again");
            rest();
        }
    }

    /// Before the records are looked at anew; a lane never gives up what is still ours.
    private void rest() {
        try {
            if (!board.open(batch).isEmpty()) {
                tools.patience().pause(1);
            }
        } catch (InterruptedException e) {
            log.debug("interrupted again; what is left of the batch is looked at anew", e);
        }
    }

    private void handle(List<Legible> requests) throws InterruptedException {
        overdue = 0;
        try {
            tools.patience().insist(batch.lane, () -> attempt(requests));
            requests.forEach(it -> complete(it.received()));
        } catch (TaskOverdueException e) {
            for (var it : requests) {
                bury(it.received(), e);
            }
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            if (requests.size() == 1) {
                bury(requests.getFirst().received(), e);
                return;
            }
            for (var it : requests) {
                handle(List.of(it));
            }
        }
    }

    /// One call of the handler.
    private Object attempt(List<Legible> requests) throws InterruptedException {
        boolean bulk = requests.stream().anyMatch(Legible::isBulk);
        tools.permits().acquire(bulk);
        try {
            if (!board.begin(batch)) {
                throw new InterruptedException("the partition is leaving");
            }
            tools.handler().handle(requests.stream().map(Legible::request).toList());
            return requests;
        } catch (InfrastructureUnavailableException e) {
            throw e;
        } catch (InterruptedException | RuntimeException e) {
            if (board.rest(batch)) {
                throw late(e);
            }
            throw e;
        } finally {
            if (board.rest(batch)) {
                // The watchdog's interrupt has done its work; one that says the partition is gone is found out anew.
                Thread.interrupted();
            }
            tools.permits().release(bulk);
        }
    }

    /// A slow provider is no reason to give a request up at once: the lane comes back to it, but not for ever.
    private RuntimeException late(Exception cause) {
        var late = new TaskOverdueException(cause);
        overdue++;
        return overdue < MOST_OVERDUE ? new InfrastructureUnavailableException("a task was too slow", late) : late;
    }

    private void bury(Received received, Throwable cause) throws InterruptedException {
        log.atError()
                .addKeyValue("connectionKey", batch.lane)
                .addKeyValue("partition", received.assignment().partition)
                .addKeyValue("offset", received.offset())
                .setCause(Failure.loggable(cause))
                .log("a request goes to the dead letters");
        tools.patience().insist(batch.lane, () -> {
            if (!board.isUnfinished(received)) {
                throw new InterruptedException("the partition is gone");
            }
            tools.deadLetters().write(received.record(), cause);
            return received;
        });
        tools.metrics().buried(received.record().topic());
        settled += board.complete(received) ? 1 : 0;
    }

    private void complete(Received received) {
        if (board.complete(received)) {
            settled++;
            tools.metrics().completed(1);
        }
    }
}
