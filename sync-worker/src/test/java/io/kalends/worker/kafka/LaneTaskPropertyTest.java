package io.kalends.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import io.kalends.schemas.v1.SyncMode;
import io.kalends.schemas.v1.SyncRequested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Lanes on real threads under chance: broken infrastructure, defects, poison, partitions that come and go. A
/// failure names its seed.
class LaneTaskPropertyTest {

    private static final int SEEDS = 60;
    private static final int PARTITIONS = 2;
    private static final int RECORDS = 80;

    @Test
    void every_record_ends_handled_or_buried_before_a_commit_passes_it() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new World(seed).live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class World {

        private final Random chance;
        private final Map<Integer, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
        private final Map<Integer, Long> committed = new HashMap<>();
        private final Map<Integer, Long> positions = new HashMap<>();
        private final GatedHandler handler = new GatedHandler();
        private final Set<String> durable = ConcurrentHashMap.newKeySet();
        private final Random moods;
        private final MockProducer<byte[], byte[]> letters = new MockProducer<>(
                new Cluster(
                        "test",
                        List.of(Node.noNode()),
                        List.of(new PartitionInfo(Requests.TOPIC + ".dlt", 0, null, null, null)),
                        Set.of(),
                        Set.of()),
                true,
                new RoundRobinPartitioner(),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        private final Board board;

        World(long seed) {
            chance = new Random(seed);
            moods = new Random(-seed);
            for (int p = 0; p < PARTITIONS; p++) {
                int partition = p;
                logs.put(
                        p,
                        LongStream.range(0, RECORDS)
                                .mapToObj(at -> record(partition, at))
                                .toList());
            }
            handler.behaviour = this::behave;
            var metrics = new LoopMetrics(new SimpleMeterRegistry());
            var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0);
            var tools = new LaneTools(
                    new RequestReader(Requests.CODEC),
                    handler,
                    new DeadLetters(() -> letters, Duration.ofSeconds(5)),
                    new Permits(4),
                    new Patience(
                            backoff,
                            _ -> {
                                LockSupport.parkNanos(1000);
                                if (Thread.interrupted()) {
                                    throw new InterruptedException();
                                }
                            },
                            metrics),
                    metrics);
            board = new Board(
                    (board, batch) -> Thread.startVirtualThread(new LaneTask(tools, board, batch)), System::nanoTime);
        }

        private ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
            var id = partition + "@" + offset;
            var mode = chance.nextInt(3) == 0 ? SyncMode.FULL : SyncMode.DELTA;
            var guilty = chance.nextInt(20) == 0 ? " guilty" : "";
            var request = Requests.request("u" + chance.nextInt(9), id + guilty, mode);
            return chance.nextInt(20) == 0
                    ? Requests.raw(partition, offset, Requests.key(request), id.getBytes(StandardCharsets.UTF_8))
                    : Requests.record(partition, offset, request);
        }

        private synchronized int mood() {
            return moods.nextInt(8);
        }

        private void behave(List<SyncRequested> requests) {
            LockSupport.parkNanos(1000);
            if (mood() == 0) {
                throw new InfrastructureUnavailableException("the database is away", null);
            }
            if (requests.stream().anyMatch(request -> request.getRequestId().endsWith("guilty"))) {
                throw new IllegalStateException("a defect");
            }
            requests.forEach(request -> durable.add(request.getRequestId()));
        }

        void live() {
            for (int step = 0; step < 150; step++) {
                int p = chance.nextInt(PARTITIONS);
                switch (chance.nextInt(8)) {
                    case 0 -> leave(p, chance.nextBoolean());
                    case 1 -> commit(p);
                    case 2, 3 -> assign(p);
                    default -> poll(p, 1 + chance.nextInt(10));
                }
            }
            for (int p = 0; p < PARTITIONS; p++) {
                int partition = p;
                assign(partition);
                poll(partition, RECORDS);
                await().pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
                    commit(partition);
                    assertThat(committed).containsEntry(partition, (long) RECORDS);
                });
            }
            assertThat(handler.violations).isEmpty();
            assertThat(handler.mostBulk).hasValueLessThanOrEqualTo(2);
            await().until(() -> board.running() + board.queued() == 0);
        }

        private void assign(int p) {
            if (!positions.containsKey(p)) {
                board.assigned(p);
                positions.put(p, committed.getOrDefault(p, 0L));
            }
        }

        private void leave(int p, boolean lost) {
            if (positions.remove(p) == null) {
                return;
            }
            if (!lost) {
                board.leave(List.of(p));
                if (board.awaitIdle(List.of(p), Duration.ofMillis(chance.nextInt(2)))) {
                    assertThat(board.partitions()).contains(p);
                }
                commit(p);
            }
            board.end(List.of(p));
        }

        private void poll(int p, int most) {
            var position = positions.get(p);
            if (position != null) {
                int to = (int) Math.min(RECORDS, position + most);
                board.received(p, logs.getOrDefault(p, List.of()).subList(position.intValue(), to), to);
                positions.put(p, (long) to);
            }
        }

        private void commit(int p) {
            for (var mark : board.marks(List.of(p))) {
                assertThat(mark.offset()).isGreaterThanOrEqualTo(committed.getOrDefault(p, 0L));
                var buried =
                        letters.history().stream().map(letter -> letter.value()).toList();
                for (var record : logs.getOrDefault(p, List.of()).subList(0, (int) mark.offset())) {
                    assertThat(durable.contains(p + "@" + record.offset()) || buried.contains(record.value()))
                            .as("record %s before the commit of %s", record.offset(), mark)
                            .isTrue();
                }
                committed.put(p, mark.offset());
                board.committed(List.of(mark));
            }
        }
    }
}
