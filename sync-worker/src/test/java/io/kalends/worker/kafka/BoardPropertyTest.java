package io.kalends.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Plays whole lives of a consumer by chance, without threads and without a broker: logs with gaps, polls,
/// completions in any order, failures, commits that get lost, revocations, reassignments, lost partitions,
/// completions that come too late. A failure names its seed.
class BoardPropertyTest {

    private static final int SEEDS = 600;
    private static final int STEPS = 400;

    @Test
    void whatever_happens_no_commit_passes_unfinished_work_and_nothing_is_lost() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new World(seed).live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /// A broker with one topic, and the one member under test.
    private static final class World {

        private final Random chance;
        private final List<TreeSet<Long>> logs = new ArrayList<>();
        private final long[] ends;
        private final Map<Integer, Long> committed = new HashMap<>();
        private final Map<Integer, Long> positions = new HashMap<>();
        private final Set<String> handled = new HashSet<>();
        private final Map<String, Batch> openByLane = new HashMap<>();
        private final Map<String, Received> lastOfLane = new HashMap<>();
        private final List<Batch> open = new ArrayList<>();
        private final Board board;

        World(long seed) {
            chance = new Random(seed);
            int partitions = 1 + chance.nextInt(3);
            ends = new long[partitions];
            for (int p = 0; p < partitions; p++) {
                logs.add(new TreeSet<>());
                long offset = chance.nextInt(100);
                for (int n = chance.nextInt(150); n > 0; n--) {
                    logs.get(p).add(offset);
                    offset += chance.nextInt(4) == 0 ? 1 + chance.nextInt(20) : 1;
                }
                ends[p] = offset;
            }
            board = new Board((_, batch) -> started(batch), () -> 0);
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                int p = chance.nextInt(logs.size());
                switch (chance.nextInt(12)) {
                    case 0 -> assign(p);
                    case 1 -> revoke(p);
                    case 2 -> lose(p);
                    case 3, 4 -> commit(List.of(p), chance.nextInt(4) > 0);
                    case 5, 6, 7 -> poll(p, 1 + chance.nextInt(20));
                    default -> work();
                }
            }
            settle();
        }

        /// Quiet times: everything is owned, read, finished and committed.
        private void settle() {
            for (int p = 0; p < logs.size(); p++) {
                assign(p);
            }
            for (int p = 0; p < logs.size(); p++) {
                poll(p, Integer.MAX_VALUE);
            }
            while (!open.isEmpty()) {
                work();
            }
            commit(List.copyOf(positions.keySet()), true);
            for (int p = 0; p < logs.size(); p++) {
                assertThat(committed.getOrDefault(p, 0L))
                        .as("end of partition " + p)
                        .isEqualTo(ends[p]);
            }
            assertThat(board.running() + board.queued()).isZero();
            assertThat(board.oldestAge() + board.lag()).isZero();
        }

        private void assign(int p) {
            if (!positions.containsKey(p)) {
                board.assigned(p);
                positions.put(p, committed.getOrDefault(p, 0L));
            }
        }

        private void revoke(int p) {
            if (positions.remove(p) != null) {
                board.leave(List.of(p));
                for (int n = chance.nextInt(3); n > 0; n--) {
                    work();
                }
                assertThat(open.stream().filter(b -> b.records.stream().allMatch(r -> r.assignment().partition == p)))
                        .allSatisfy(batch -> assertThat(board.open(batch)).isEmpty());
                assertThat(board.awaitIdle(List.of(p), Duration.ZERO))
                        .isEqualTo(open.stream()
                                .noneMatch(b -> b.running
                                        && b.records.stream()
                                                .anyMatch(
                                                        r -> r.assignment().partition == p && board.isUnfinished(r))));
                commit(List.of(p), chance.nextInt(4) > 0);
                board.end(List.of(p));
            }
        }

        private void lose(int p) {
            if (positions.remove(p) != null) {
                board.end(List.of(p));
            }
        }

        private void poll(int p, int most) {
            var position = positions.get(p);
            if (position == null) {
                return;
            }
            var fresh = logs.get(p).tailSet(position).stream().limit(most).toList();
            var behind = fresh.isEmpty() ? null : logs.get(p).higher(fresh.getLast());
            long next = behind == null ? ends[p] : fresh.getLast() + 1 + chance.nextLong(behind - fresh.getLast());
            positions.put(p, next);
            board.received(p, fresh.stream().map(offset -> record(p, offset)).toList(), next);
        }

        private ConsumerRecord<byte[], byte[]> record(int p, long offset) {
            return Requests.raw(p, offset, "key " + (offset * 31 + p) % 7, null);
        }

        private Thread started(Batch batch) {
            assertThat(openByLane.put(batch.lane, batch))
                    .as("tasks of one lane")
                    .isNull();
            for (var received : batch.records) {
                var before = lastOfLane.put(batch.lane + "@" + received.assignment(), received);
                assertThat(before == null || before.offset() < received.offset())
                        .as("order of " + batch.lane)
                        .isTrue();
            }
            open.add(batch);
            return Thread.ofVirtual().unstarted(() -> {});
        }

        /// One task begins, finishes some records, fails for now, or ends, whether the partition is still ours
        /// or not.
        private void work() {
            if (open.isEmpty()) {
                return;
            }
            var batch = open.get(chance.nextInt(open.size()));
            if (!batch.running) {
                batch.running = board.begin(batch);
            }
            if (chance.nextInt(5) == 0) {
                board.rest(batch);
                return;
            }
            var stillOurs = board.open(batch);
            int enough = chance.nextInt(batch.records.size() + 1);
            for (var received : batch.records.subList(0, enough)) {
                handled.add(received.assignment().partition + "@" + received.offset());
                board.complete(received);
            }
            if (enough == batch.records.size() || stillOurs.isEmpty()) {
                open.remove(batch);
                openByLane.remove(batch.lane);
                board.closed(batch);
            }
        }

        private void commit(List<Integer> partitions, boolean reachesTheBroker) {
            var marks = board.marks(partitions);
            for (var mark : marks) {
                int p = mark.assignment().partition;
                assertThat(logs.get(p).headSet(mark.offset()))
                        .as("records before the commit of " + mark)
                        .allMatch(offset -> handled.contains(p + "@" + offset));
                assertThat(mark.offset())
                        .as("commits go forward")
                        .isGreaterThanOrEqualTo(committed.getOrDefault(p, 0L));
                if (reachesTheBroker) {
                    committed.put(p, mark.offset());
                }
            }
            if (reachesTheBroker) {
                board.committed(marks);
            }
        }
    }
}
