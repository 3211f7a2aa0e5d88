package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/// The edge alone: a consumer of Kafka's own making, a board whose tasks the test finishes by hand.
class PollSessionTest {

    private static final TopicPartition P0 = new TopicPartition(Requests.TOPIC, 0);
    private static final TopicPartition P1 = new TopicPartition(Requests.TOPIC, 1);

    private final AtomicLong now = new AtomicLong();
    private final Map<TopicPartition, Long> lastCommit = new HashMap<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            offsets.forEach((partition, offset) -> lastCommit.put(partition, offset.offset()));
            super.commitSync(offsets, timeout);
        }
    };
    private final Map<String, Batch> started = new HashMap<>();
    private final Board board = new Board(
            (board, batch) -> {
                board.begin(batch);
                started.put(batch.lane, batch);
                return Thread.ofVirtual().unstarted(() -> {});
            },
            now::get);
    private final PollSession session = new PollSession(
            consumer,
            board,
            new LoopSettings(
                    Requests.TOPIC,
                    new LaneProperties(4, Duration.ofMinutes(2)),
                    new LoopProperties(
                            "group",
                            4,
                            100,
                            Duration.ofSeconds(1),
                            500,
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ofSeconds(5),
                            Duration.ofMillis(1),
                            Duration.ofMillis(1)),
                    new LoopMetrics(new SimpleMeterRegistry())),
            now::get);

    @BeforeEach
    void subscribe() {
        session.subscribe();
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.updatePartitions(Requests.TOPIC, List.of());
    }

    @Test
    void a_commit_follows_the_watermark_once_a_second() {
        consumer.rebalance(List.of(P0));
        arrive(P0, 0, "a", "b", "c");
        session.turn();
        finish("a");
        session.turn();
        assertThat(committed(P0)).isNull();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        session.turn();
        assertThat(committed(P0)).isEqualTo(1);

        finish("c");
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        session.turn();
        assertThat(committed(P0)).isEqualTo(1);
    }

    @Test
    void a_revoked_partition_is_committed_and_its_other_work_forgotten() {
        consumer.rebalance(List.of(P0, P1));
        arrive(P0, 0, "a", "b");
        arrive(P1, 0, "c");
        session.turn();
        finish("a");

        consumer.rebalance(List.of(P1));

        assertThat(lastCommit).isEqualTo(Map.of(P0, 1L));
        finish("b");
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        session.turn();
        assertThat(board.partitions()).containsExactly(1);
        assertThat(board.lag()).isZero();
    }

    @Test
    void a_lost_partition_is_not_committed() {
        consumer.rebalance(List.of(P0));
        arrive(P0, 0, "a", "b");
        session.turn();
        finish("a");

        session.onPartitionsLost(List.of(P0));

        assertThat(committed(P0)).isNull();
        assertThat(board.partitions()).isEmpty();
    }

    @Test
    void a_partition_taken_away_and_given_back_starts_at_what_was_committed() {
        consumer.rebalance(List.of(P0));
        arrive(P0, 0, "a", "b");
        session.turn();
        var late = requireNonNull(started.get("b"));
        finish("a");
        consumer.rebalance(List.of(P1));
        consumer.rebalance(List.of(P0, P1));
        arrive(P0, 1, "b", "d");

        session.turn();
        assertThat(started.get("b"))
                .as("the lane is still busy with the earlier task")
                .isSameAs(late);
        board.complete(late.records.getFirst());
        finish("d");
        assertThat(board.marks(List.of(0))).extracting(Assignments.Mark::offset).containsExactly(1L);

        board.closed(late);
        finish("b");
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        session.turn();
        assertThat(committed(P0)).isEqualTo(3);
    }

    @Test
    void a_partition_with_too_much_unfinished_pauses_and_comes_back_at_half_while_others_go_on() {
        consumer.rebalance(List.of(P0, P1));
        arrive(P0, 0, "a", "b", "c", "d", "e");
        session.turn();
        assertThat(consumer.paused()).containsExactly(P0);

        arrive(P1, 0, "x");
        session.turn();
        assertThat(started).containsKey("x");

        finish("a");
        finish("b");
        session.turn();
        assertThat(consumer.paused()).containsExactly(P0);
        finish("e");
        session.turn();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void leaving_takes_nothing_new_commits_what_is_done_and_closes() {
        consumer.rebalance(List.of(P0));
        arrive(P0, 0, "a", "a2", "b");
        session.turn();
        finish("a");
        finish("a2");

        session.drainAndLeave();

        assertThat(consumer.closed()).isTrue();
        assertThat(lastCommit).isEqualTo(Map.of(P0, 2L));
    }

    private void arrive(TopicPartition partition, long from, String... lanes) {
        long offset = from;
        for (var lane : lanes) {
            consumer.addRecord(Requests.raw(partition.partition(), offset++, lane, null));
        }
    }

    private void finish(String lane) {
        var batch = requireNonNull(started.remove(lane), lane);
        batch.records.forEach(board::complete);
        board.closed(batch);
    }

    private @Nullable Long committed(TopicPartition partition) {
        var found = consumer.committed(Set.of(partition)).get(partition);
        return found == null ? null : found.offset();
    }
}
