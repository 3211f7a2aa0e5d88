package io.kalends.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.support.KafkaHeaders;

import io.kalends.schemas.v1.SyncRequested;
import io.kalends.schemas.v1.VaultKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Real lanes on real threads, a handler the test holds, and no broker.
class LaneTaskTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final GatedHandler handler = new GatedHandler();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            new Cluster(
                    "test",
                    List.of(Node.noNode()),
                    List.of(
                            new PartitionInfo(Requests.TOPIC + ".dlt", 0, null, null, null),
                            new PartitionInfo(Requests.TOPIC + ".dlt", 1, null, null, null)),
                    Set.of(),
                    Set.of()),
            true,
            new RoundRobinPartitioner(),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private volatile Patience.Sleeper sleeper = pauses::add;
    private final Board board = board(4);

    @AfterEach
    void nothing_forbidden_happened() {
        assertThat(handler.violations).isEmpty();
    }

    @Test
    void one_stuck_connection_delays_no_other_of_its_partition_and_holds_the_watermark() {
        handler.hold("stuck");
        assign(0, 1);

        give(0, Requests.delta("stuck"), Requests.delta("a"), Requests.delta("b"));
        give(1, Requests.delta("c"));

        await().untilAsserted(() -> assertThat(handler.users()).containsExactlyInAnyOrder("a", "b", "c"));
        await().untilAsserted(() -> assertThat(mark(1)).hasValue(1));
        assertThat(mark(0)).hasValue(0);
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(registry.get("kalends.lane.oldest.age").timeGauge().value(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(30);
        assertThat(registry.get("kalends.watermark.lag").gauge().value()).isEqualTo(2);
        assertThat(registry.get("kalends.lanes.running").gauge().value()).isEqualTo(1);

        handler.open("stuck");
        await().untilAsserted(() -> assertThat(mark(0)).hasValue(3));
    }

    @Test
    void a_hundred_repeats_of_one_connection_need_at_most_two_calls() {
        handler.hold("u");
        assign(0);

        var first = Requests.delta("u");
        give(0, first);
        await().until(() -> handler.begun.size() == 1);
        var others = IntStream.range(0, 99).mapToObj(_ -> Requests.delta("u")).toList();
        give(0, 1, others.toArray(SyncRequested[]::new));
        handler.open("u");

        await().untilAsserted(() -> assertThat(mark(0)).hasValue(100));
        assertThat(handler.calls).hasSize(2);
        assertThat(handler.calls.getLast()).isEqualTo(others);
    }

    @Test
    void broken_infrastructure_completes_nothing_and_is_waited_for_with_growing_pauses() {
        var calls = new AtomicLong();
        handler.behaviour = _ -> {
            if (calls.incrementAndGet() <= 5) {
                throw new InfrastructureUnavailableException("the database is away", null);
            }
        };
        var marksDuringPauses = new CopyOnWriteArrayList<OptionalLong>();
        sleeper = pause -> {
            pauses.add(pause);
            marksDuringPauses.add(mark(0));
        };
        assign(0);

        give(0, Requests.delta("u"));

        await().untilAsserted(() -> assertThat(mark(0)).hasValue(1));
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 4000L, 8000L);
        assertThat(marksDuringPauses).containsOnly(OptionalLong.of(0));
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void a_lane_that_waits_for_infrastructure_holds_no_permit() {
        handler.behaviour = requests -> {
            if (requests.getFirst().getUserId().startsWith("broken")) {
                throw new InfrastructureUnavailableException("the database is away", null);
            }
        };
        var never = new CountDownLatch(1);
        sleeper = _ -> never.await();
        assign(0);

        give(
                0,
                IntStream.range(0, 9)
                        .mapToObj(i -> Requests.delta("broken" + i))
                        .toArray(SyncRequested[]::new));
        give(0, 9, Requests.delta("well"));

        await().untilAsserted(() -> assertThat(handler.users()).containsExactly("well"));
        assertThat(mark(0)).hasValue(0);
        board.end(List.of(0));
        await().until(() -> board.queued() == 0);
    }

    @Test
    void a_request_that_breaks_us_goes_to_the_dead_letters_alone() {
        var guilty = Requests.delta("u");
        handler.behaviour = requests -> {
            if (requests.contains(guilty)) {
                throw new IllegalStateException("no calendar\nin sight");
            }
        };
        handler.hold("u");
        assign(3);

        var first = Requests.delta("u");
        var last = Requests.delta("u");
        give(3, first);
        await().until(() -> handler.begun.size() == 1);
        give(3, 1, guilty, last);
        handler.open("u");

        await().untilAsserted(() -> assertThat(mark(3)).hasValue(3));
        assertThat(handler.handled("u")).containsExactly(first.getRequestId(), last.getRequestId());
        var letter = producer.history().getFirst();
        assertThat(producer.history()).hasSize(1);
        assertThat(letter.topic()).isEqualTo(Requests.TOPIC + ".dlt");
        assertThat(letter.partition()).isEqualTo(1);
        assertThat(letter.value()).isEqualTo(Requests.bytes(guilty));
        assertThat(letter.key()).isEqualTo(Requests.key(guilty).getBytes(StandardCharsets.UTF_8));
        assertThat(header(KafkaHeaders.DLT_EXCEPTION_FQCN)).isEqualTo(IllegalStateException.class.getName());
        assertThat(header(KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEqualTo("no calendar in sight");
        assertThat(registry.get("kalends.dead.letters").counter().count()).isEqualTo(1);
    }

    @Test
    void records_nobody_can_read_go_to_the_dead_letters_and_harm_no_neighbour() {
        var good = Requests.delta("u");
        var cut = java.util.Arrays.copyOf(Requests.bytes(good), 20);
        var other = Requests.CODEC.encode(
                "t",
                VaultKey.newBuilder()
                        .setEventId("e")
                        .setOccurredAt(java.time.Instant.EPOCH)
                        .setKeyId("k")
                        .setPublicKeyset(java.nio.ByteBuffer.allocate(1))
                        .build());
        assign(0);

        receive(
                0,
                List.of(
                        Requests.raw(0, 0, Requests.key(good), new byte[] {1, 2, 3}),
                        Requests.raw(0, 1, Requests.key(good), null),
                        Requests.raw(0, 2, null, Requests.bytes(good)),
                        Requests.raw(0, 3, "acme/somebody/google", Requests.bytes(good)),
                        Requests.raw(0, 4, "no connection", Requests.bytes(good)),
                        Requests.raw(0, 5, Requests.key(good), other),
                        Requests.raw(0, 6, Requests.key(good), cut),
                        Requests.record(0, 7, good)));

        await().untilAsserted(() -> assertThat(mark(0)).hasValue(8));
        assertThat(handler.handled("u")).containsExactly(good.getRequestId());
        assertThat(producer.history()).hasSize(7);
    }

    @Test
    void without_a_reachable_dead_letter_topic_a_bad_record_waits() {
        producer.sendException = new TimeoutException("no broker");
        var waiting = new CountDownLatch(2);
        var back = new CountDownLatch(1);
        sleeper = _ -> {
            waiting.countDown();
            if (waiting.getCount() == 0) {
                back.await();
            }
        };
        assign(0);

        receive(0, List.of(Requests.raw(0, 0, "x", null), Requests.record(0, 1, Requests.delta("u"))));

        await().until(() -> waiting.getCount() == 0 && !handler.calls.isEmpty());
        assertThat(mark(0)).hasValue(0);
        producer.sendException = null;
        back.countDown();
        await().untilAsserted(() -> assertThat(mark(0)).hasValue(2));
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void a_task_that_runs_past_its_limit_is_interrupted_and_its_requests_are_buried_after_the_third_time() {
        handler.hold("stuck");
        assign(0);
        give(0, Requests.delta("stuck"));

        runPastTheLimit(1);
        runPastTheLimit(2);
        await().until(() -> handler.begun.size() == 3);
        assertThat(mark(0)).hasValue(0);
        assertThat(producer.history()).isEmpty();
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(500L, 1000L);
        runPastTheLimit(3);

        await().untilAsserted(() -> assertThat(mark(0)).hasValue(1));
        assertThat(producer.history()).hasSize(1);
        assertThat(header(KafkaHeaders.DLT_EXCEPTION_FQCN)).isEqualTo(TaskOverdueException.class.getName());
        handler.open("stuck");
        give(0, 1, Requests.delta("stuck"));
        await().untilAsserted(() -> assertThat(mark(0)).hasValue(2));
    }

    @Test
    void a_task_that_was_too_slow_once_is_handled_when_it_is_tried_again() {
        handler.hold("slow");
        assign(0);
        give(0, Requests.delta("slow"));

        runPastTheLimit(1);
        handler.open("slow");

        await().untilAsserted(() -> assertThat(mark(0)).hasValue(1));
        assertThat(handler.users()).containsExactly("slow");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void a_partition_that_returns_while_a_late_task_still_runs_starts_that_lane_only_afterwards() {
        var mayEnd = new CountDownLatch(1);
        handler.behaviour = requests -> {
            if (requests.getFirst().getRequestId().equals("late")) {
                uninterruptibly(mayEnd);
            }
        };
        assign(0);
        give(0, Requests.request("u", "late", io.kalends.schemas.v1.SyncMode.DELTA));
        await().until(() -> board.running() == 1);

        board.leave(List.of(0));
        assertThat(board.awaitIdle(List.of(0), Duration.ZERO)).isFalse();
        assertThat(mark(0)).hasValue(0);
        board.end(List.of(0));
        assign(0);
        give(0, Requests.request("u", "late again", io.kalends.schemas.v1.SyncMode.DELTA), Requests.delta("v"));

        await().untilAsserted(() -> assertThat(handler.users()).containsExactly("v"));
        assertThat(mark(0)).hasValue(0);
        mayEnd.countDown();
        await().untilAsserted(() -> assertThat(mark(0)).hasValue(2));
        assertThat(handler.handled("u")).containsExactly("late", "late again");
        assertThat(registry.get("kalends.requests")
                        .tag("result", "abandoned")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void tasks_that_wait_when_their_partition_leaves_end_at_once_and_complete_nothing() {
        for (var user : List.of("a", "b", "c", "d")) {
            handler.hold(user);
        }
        assign(0, 1);
        give(0, List.of("a", "b", "c", "d").stream().map(Requests::delta).toArray(SyncRequested[]::new));
        await().until(() -> board.running() == 4);
        give(1, Requests.delta("e"), Requests.delta("f"));

        board.leave(List.of(1));

        await().until(() -> board.queued() == 0);
        assertThat(board.awaitIdle(List.of(1), Duration.ZERO)).isTrue();
        assertThat(mark(1)).hasValue(0);
        board.end(List.of(0, 1));
        await().until(() -> board.running() == 0);
        assertThat(handler.calls).isEmpty();
    }

    @Test
    void bulk_work_takes_at_most_half_of_the_permits_and_the_rest_flows() {
        var users = IntStream.range(0, 12).mapToObj(i -> "bulk" + i).toList();
        users.forEach(handler::hold);
        assign(0);

        give(0, users.stream().map(Requests::full).toArray(SyncRequested[]::new));
        await().until(() -> board.running() == 2);
        give(0, 12, Requests.delta("light"));

        await().untilAsserted(() -> assertThat(handler.users()).containsExactly("light"));
        users.forEach(handler::open);
        await().untilAsserted(() -> assertThat(mark(0)).hasValue(13));
        assertThat(handler.mostBulk).hasValue(2);
    }

    private void runPastTheLimit(int attempt) {
        await().until(() -> handler.begun.size() == attempt && board.running() == 1);
        now.addAndGet(LIMIT.toNanos());
        assertThat(board.interruptOverdue(LIMIT)).isEmpty();
        now.addAndGet(1);
        assertThat(board.interruptOverdue(LIMIT)).hasSize(1);
    }

    private Board board(int permits) {
        var metrics = new LoopMetrics(registry);
        var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> 0);
        var tools = new LaneTools(
                new RequestReader(Requests.CODEC),
                handler,
                new DeadLetters(() -> producer, Duration.ofSeconds(5)),
                new Permits(permits),
                new Patience(backoff, time -> sleeper.sleep(time), metrics),
                metrics);
        var made = new Board((board, batch) -> Thread.startVirtualThread(new LaneTask(tools, board, batch)), now::get);
        metrics.watch(made);
        return made;
    }

    private void assign(int... partitions) {
        for (int partition : partitions) {
            board.assigned(partition);
        }
    }

    private void give(int partition, SyncRequested... requests) {
        give(partition, 0, requests);
    }

    private void give(int partition, long from, SyncRequested... requests) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (var request : requests) {
            records.add(Requests.record(partition, from + records.size(), request));
        }
        receive(partition, records);
    }

    private void receive(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
        board.received(partition, records, records.getLast().offset() + 1);
    }

    private OptionalLong mark(int partition) {
        return board.marks(List.of(partition)).stream()
                .mapToLong(Assignments.Mark::offset)
                .findFirst();
    }

    private String header(String name) {
        return new String(
                producer.history().getFirst().headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        for (boolean done = false; !done; ) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }
}
