package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.kalends.worker.kafka.Assignment.State;
import io.kalends.worker.kafka.Assignments.Mark;

/// What is owned, what waits, what runs. The poll thread puts in what the consumer says, lane tasks report what
/// they finished; every method takes the one lock for a moment.
final class Board {

    /// Begins the work on a batch on a thread of its own; must not wait.
    interface Starter {
        Thread start(Board board, Batch batch);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Assignments assignments = new Assignments();
    private final Lanes lanes = new Lanes();
    private final Tasks tasks = new Tasks();
    private final Starter starter;
    private final LongSupplier nanoTime;
    private int completions;

    Board(Starter starter, LongSupplier nanoTime) {
        this.starter = starter;
        this.nanoTime = nanoTime;
    }

    /// A partition is ours from now on; an assignment of it that is still here is over.
    void assigned(int partition) {
        locked(() -> {
            endNow(List.of(partition));
            return assignments.begin(partition);
        });
    }

    /// Takes in what one poll brought from `partition`; `next` is where the consumer reads on.
    ///
    /// A consumer that was set back (a truncated log) begins a new assignment: the old watermark means nothing
    /// there.
    void received(int partition, List<ConsumerRecord<byte[], byte[]>> records, long next) {
        locked(() -> {
            var assignment = assignments.of(partition);
            if (assignment == null) {
                throw new IllegalStateException("records of partition " + partition + ", which is not assigned");
            }
            if (assignment.state != State.OWNED) {
                return assignment;
            }
            if (!records.isEmpty()
                    && !assignment.watermark.expects(records.getFirst().offset())) {
                endNow(List.of(partition));
                assignment = assignments.begin(partition);
            }
            for (var record : records) {
                assignment.watermark.received(record.offset());
                lanes.add(new Received(assignment, record, nanoTime.getAsLong()));
            }
            assignment.watermark.position(next);
            startReady();
            return assignment;
        });
    }

    /// Nothing of `partitions` starts any more; what waits is dropped, what runs may finish.
    void leave(Collection<Integer> partitions) {
        locked(() -> {
            assignments.of(partitions).forEach(assignment -> assignment.state = State.LEAVING);
            lanes.drop(received -> !received.isOwned());
            tasks.interrupt(batch -> !batch.running && batch.records.stream().noneMatch(Received::isOwned));
            return partitions;
        });
    }

    /// Waits until no task runs for `partitions`.
    ///
    /// @return false when some still run after `patience`, or the caller was interrupted
    boolean awaitIdle(Collection<Integer> partitions, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (assignments.of(partitions).anyMatch(tasks::isRunningFor)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// `partitions` are no longer ours; whatever still works for them is interrupted and what it finishes is
    /// ignored.
    void end(Collection<Integer> partitions) {
        locked(() -> {
            endNow(partitions);
            return partitions;
        });
    }

    /// The records of `batch` that still want an outcome from us.
    List<Received> open(Batch batch) {
        return locked(() -> batch.records.stream()
                .filter(received -> received.isOwned() && received.isUnfinished())
                .toList());
    }

    /// Whether `received` still wants an outcome from us, or may at least still have one.
    boolean isUnfinished(Received received) {
        return locked(received::isUnfinished);
    }

    /// Says that the work on `batch` begins.
    ///
    /// @return false when none of it is ours any more
    boolean begin(Batch batch) {
        return locked(() -> tasks.begin(batch, nanoTime.getAsLong()));
    }

    /// Says that the work on `batch` ended or waits.
    ///
    /// @return true when the watchdog had interrupted it
    boolean rest(Batch batch) {
        return locked(() -> {
            batch.running = false;
            return batch.overdue;
        });
    }

    /// `received` has a durable outcome.
    ///
    /// @return false when its partition has been taken away meanwhile: then another worker has it too
    boolean complete(Received received) {
        return locked(() -> {
            boolean counted =
                    received.isUnfinished() && received.assignment().watermark.finished(received.offset());
            completions += counted ? 1 : 0;
            return counted;
        });
    }

    /// The thread of `batch` is done; its lane may start again.
    void closed(Batch batch) {
        locked(() -> {
            tasks.remove(batch);
            lanes.finish(batch);
            startReady();
            changed.signalAll();
            return batch;
        });
    }

    List<Mark> marks(Collection<Integer> partitions) {
        return locked(() -> assignments.marks(partitions));
    }

    void committed(List<Mark> marks) {
        locked(() -> {
            marks.forEach(mark -> mark.assignment().committed(mark.offset()));
            return marks;
        });
    }

    /// Completions since this was asked last.
    int completions() {
        return locked(() -> completions);
    }

    void resetCompletions() {
        locked(() -> completions = 0);
    }

    List<Assignment> regulate(Backpressure backpressure) {
        return locked(() -> assignments.regulate(backpressure));
    }

    List<Batch> interruptOverdue(Duration limit) {
        return locked(() -> tasks.interruptOverdue(limit, nanoTime.getAsLong()));
    }

    Set<Integer> partitions() {
        return locked(assignments::partitions);
    }

    int running() {
        return locked(tasks::running);
    }

    /// Lanes that wait: for a permit, for broken infrastructure, or behind a batch of their own.
    int queued() {
        return locked(() -> lanes.waiting() + tasks.waiting());
    }

    long lag() {
        return locked(assignments::lag);
    }

    /// Age of the oldest unfinished record in nanoseconds, 0 when there is none.
    long oldestAge() {
        return locked(() -> {
            long now = nanoTime.getAsLong();
            return Stream.concat(tasks.unfinished(), lanes.queued())
                    .mapToLong(received -> now - received.arrived())
                    .max()
                    .orElse(0);
        });
    }

    private void endNow(Collection<Integer> partitions) {
        var ended = assignments.end(partitions);
        lanes.drop(received -> ended.contains(received.assignment()));
        tasks.interrupt(batch -> batch.records.stream().anyMatch(received -> ended.contains(received.assignment())));
        changed.signalAll();
    }

    private void startReady() {
        for (var batch = lanes.next(); batch != null; batch = lanes.next()) {
            tasks.add(batch);
            batch.thread = starter.start(this, batch);
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
