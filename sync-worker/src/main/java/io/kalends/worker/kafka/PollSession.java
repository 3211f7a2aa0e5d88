package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.kalends.worker.kafka.Assignments.Mark;

/// One consumer from subscribing to leaving; only the poll thread calls it. It tells the [Board] what the
/// consumer says and the consumer what the board says, and decides nothing itself.
final class PollSession implements ConsumerRebalanceListener {

    static final Duration POLL = Duration.ofMillis(200);

    private static final Logger log = LoggerFactory.getLogger(PollSession.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Board board;
    private final LoopSettings settings;
    private final LongSupplier nanoTime;
    private long lastCommit;
    private boolean draining;

    PollSession(Consumer<byte[], byte[]> consumer, Board board, LoopSettings settings, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.board = board;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.lastCommit = nanoTime.getAsLong();
    }

    void subscribe() {
        consumer.subscribe(List.of(settings.topic()), this);
    }

    /// One turn: poll, hand over, commit what is due, pause and resume, look for stuck tasks.
    void turn() {
        var records = consumer.poll(POLL);
        records.nextOffsets().forEach((partition, next) -> {
            var fresh = records.records(partition);
            board.received(partition.partition(), fresh, next.offset());
        });
        commitWhenDue();
        for (var assignment : board.regulate(settings.backpressure())) {
            var partition = Set.of(partition(assignment.partition));
            if (assignment.paused) {
                consumer.pause(partition);
            } else {
                consumer.resume(partition);
            }
        }
        var stuck = board.interruptOverdue(settings.taskLimit());
        stuck.forEach(batch -> log.atError()
                .addKeyValue("connectionKey", batch.lane)
                .log("a task ran past {} and was interrupted", settings.taskLimit()));
        settings.metrics().interrupted(stuck.size());
    }

    /// Takes no new work, gives running tasks [LoopProperties#drain()], commits and leaves the group. Goes on
    /// polling meanwhile, so that the group sees a living member.
    void drainAndLeave() {
        draining = true;
        var all = board.partitions();
        board.leave(all);
        consumer.pause(consumer.assignment());
        long deadline = nanoTime.getAsLong() + settings.drain().toNanos();
        while (board.running() > 0 && nanoTime.getAsLong() < deadline) {
            turn();
        }
        commitSync(board.partitions());
        consumer.close(CloseOptions.timeout(settings.brokerTimeout()));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (draining) {
            consumer.pause(partitions);
        }
        partitions.forEach(partition -> board.assigned(partition.partition()));
        if (draining) {
            board.leave(numbers(partitions));
        }
        log.debug("assigned {}", partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        var leaving = numbers(partitions);
        board.leave(leaving);
        if (!board.awaitIdle(leaving, draining ? Duration.ZERO : settings.revokeGrace())) {
            log.info("tasks of leaving partitions {} still run and are interrupted", leaving);
        }
        commitSync(leaving);
        board.end(leaving);
        log.debug("revoked {}", partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        board.end(numbers(partitions));
        log.info("lost {}; what was running is interrupted, nothing is committed", partitions);
    }

    private void commitWhenDue() {
        long now = nanoTime.getAsLong();
        if (now - lastCommit < settings.commitInterval().toNanos() && board.completions() < settings.commitEvery()) {
            return;
        }
        lastCommit = now;
        board.resetCompletions();
        var marks = board.marks(board.partitions());
        if (marks.isEmpty()) {
            return;
        }
        consumer.commitAsync(offsets(marks), (_, failure) -> {
            if (failure == null) {
                board.committed(marks);
            } else {
                log.debug("a commit failed and is repeated with the next", failure);
            }
        });
    }

    /// A commit that fails costs repeats, never records: whoever owns the partition next starts at the older
    /// watermark.
    private void commitSync(Collection<Integer> partitions) {
        var marks = board.marks(partitions);
        if (marks.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets(marks), settings.brokerTimeout());
            board.committed(marks);
        } catch (KafkaException e) {
            log.info("the last commit of partitions {} failed, their next owner repeats some requests", partitions, e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(List<Mark> marks) {
        return marks.stream()
                .collect(Collectors.toMap(
                        mark -> partition(mark.assignment().partition), mark -> new OffsetAndMetadata(mark.offset())));
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(settings.topic(), number);
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
