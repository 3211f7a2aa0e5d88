package io.kalends.scheduler.schedule;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ClaimsTest {

    static ScheduleRoom room;

    @BeforeAll
    static void open() {
        room = new ScheduleRoom(
                "--kalends.scheduler.batch=10",
                "--kalends.scheduler.max-in-flight=15",
                "--kalends.scheduler.tenant-cap=15");
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @BeforeEach
    void clear() {
        room.clear();
    }

    @Test
    void only_what_is_due_is_claimed_and_only_once() {
        room.connection("acme/early/google", room.now().minusSeconds(1));
        room.connection("acme/sharp/google", room.now());
        room.connection("acme/later/google", room.now().plusMillis(1));

        var first = room.claim();
        var second = room.claim();

        assertThat(first).extracting(Request::userId).containsExactlyInAnyOrder("early", "sharp");
        assertThat(second).isEmpty();
    }

    @Test
    void a_claimed_request_says_what_was_planned() {
        room.connection("acme/u1/outlook", room.now());
        room.set("acme/u1/outlook", "next_mode = 'FULL', next_trigger = 'CONTINUATION', next_priority = 3");

        var request = room.claim().getFirst();

        assertThat(request.tenantId()).isEqualTo("acme");
        assertThat(request.provider()).isEqualTo("outlook");
        assertThat(request.mode()).isEqualTo(Mode.FULL);
        assertThat(request.trigger()).isEqualTo(Trigger.CONTINUATION);
        assertThat(request.commandId()).isNull();
        assertThat(request.requestedAt()).isEqualTo(room.now());
        assertThat(request.attempt()).isOne();
        assertThat(room.row("acme/u1/outlook"))
                .containsEntry("request_id", request.requestId())
                .containsEntry("in_flight_until", room.now().plus(Duration.ofMinutes(10)))
                .doesNotContainKey("due_at");
    }

    @Test
    void a_higher_priority_goes_first_and_then_the_longest_waiting() {
        for (int i = 1; i <= 9; i++) {
            room.connection("acme/bulk" + i + "/google", room.now().minusSeconds(1000 + i));
            room.set("acme/bulk" + i + "/google", "next_priority = 3");
        }
        room.connection("acme/old/google", room.now().minusSeconds(50));
        room.connection("acme/person/google", room.now());
        room.set("acme/person/google", "next_priority = 0");

        var requests = room.claim();

        assertThat(requests).as("half of fifteen may be bulk").hasSize(9);
        assertThat(requests).extracting(Request::userId).startsWith("person", "old");
        assertThat(requests)
                .extracting(Request::userId)
                .doesNotContain("bulk1", "bulk2")
                .contains("bulk9", "bulk3");
    }

    @Test
    void no_more_are_in_flight_than_allowed() {
        room.connections("acme", 40, room.now());

        assertThat(room.claim()).hasSize(10);
        assertThat(room.claim()).hasSize(5);
        assertThat(room.claim()).isEmpty();
    }

    @Test
    void room_made_by_an_outcome_is_used() {
        room.connections("acme", 40, room.now());
        var request = room.claim().getFirst();
        room.claim();

        room.completed("acme/" + request.userId() + "/google", request.requestId());

        assertThat(room.claim()).hasSize(1);
    }

    @Test
    void a_request_without_an_answer_is_repeated_after_its_deadline() {
        room.connection("acme/u1/google", room.now());
        room.set("acme/u1/google", "next_mode = 'FULL', next_trigger = 'RETRY'");
        var first = room.claim().getFirst();

        room.clock().advance(Duration.ofMinutes(10).minusMillis(1));
        var tooEarly = room.claim();
        room.clock().advance(Duration.ofMillis(1));
        var repeat = room.claim().getFirst();
        var third = room.claim();

        assertThat(tooEarly).isEmpty();
        assertThat(repeat)
                .isEqualTo(new Request(
                        "acme",
                        "u1",
                        "google",
                        first.requestId(),
                        null,
                        Mode.FULL,
                        Trigger.RETRY,
                        Priority.SCHEDULED,
                        first.requestedAt(),
                        room.now(),
                        2));
        assertThat(third).isEmpty();
    }

    @Test
    void what_another_scheduler_holds_is_left_to_it() {
        room.connections("acme", 12, room.now());
        var other = room.claims(ScheduleRoom.limits(100, 100));

        room.transactions().executeWithoutResult(_ -> {
            var mine = room.claims().claim(room.now()).requests();
            var theirs = inAnotherTransaction(() -> other.claim(room.now()).requests());

            assertThat(mine).hasSize(10);
            assertThat(theirs).isEmpty();
        });

        assertThat(inAnotherTransaction(() -> other.claim(room.now()).requests()))
                .hasSize(2);
    }

    @Test
    void what_a_scheduler_held_that_died_goes_to_another_within_a_tick() throws SQLException {
        room.connections("acme", 12, room.now());
        var connection = DriverManager.getConnection(room.url(), "postgres", "");
        connection.setAutoCommit(false);
        var dying = new Claims(
                JdbcClient.create(new SingleConnectionDataSource(connection, true)), ScheduleRoom.limits(100, 100));
        assertThat(dying.claim(room.now()).requests()).hasSize(12);
        assertThat(room.claim()).as("while it lives").isEmpty();

        connection.abort(Runnable::run);

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(room.claim()).hasSize(10));
    }

    @Test
    void a_claim_that_is_not_committed_never_was() {
        room.connection("acme/u1/google", room.now());

        room.transactions().executeWithoutResult(transaction -> {
            assertThat(room.claims().claim(room.now()).requests()).hasSize(1);
            transaction.setRollbackOnly();
        });

        assertThat(room.row("acme/u1/google")).doesNotContainKey("request_id").containsEntry("due_at", room.now());
    }

    @Test
    void a_hundred_thousand_that_are_due_are_not_looked_at_to_find_those_that_may_go() {
        room.connections("huge", 100_000, room.now());
        room.connections("small", 20, room.now());
        room.jdbc().sql("ANALYZE scheduler.schedule").update();

        var plan = String.join(
                "\n",
                room.jdbc()
                        .sql("EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) " + Queues.DUE)
                        .param("lane", Priority.SCHEDULED.rank())
                        .param("now", room.now().atOffset(ZoneOffset.UTC))
                        .param("most", 10)
                        .query(String.class)
                        .list());

        assertThat(plan).contains("schedule_turns").doesNotContain("Seq Scan");
        assertThat(Pattern.compile("rows=(\\d+)").matcher(plan).results().map(rows -> Long.parseLong(rows.group(1))))
                .as(plan)
                .allMatch(rows -> rows <= 20);
    }

    @Test
    void what_was_picked_among_a_hundred_thousand_is_found_by_its_key() {
        room.connections("huge", 100_000, room.now());
        room.jdbc().sql("ANALYZE scheduler.schedule").update();

        for (var statement : List.of(
                Departures.CLAIM_DUE,
                Departures.CLAIM_PROMISED,
                Departures.SERVE_COMMANDS,
                Unanswered.REPEAT,
                Unanswered.SUPERSEDE)) {
            assertThat(plan(statement))
                    .as(statement)
                    .contains("Index Scan using schedule_pkey on schedule s")
                    .doesNotContain("Seq Scan on schedule");
        }
    }

    private static String plan(String statement) {
        var now = room.now().atOffset(ZoneOffset.UTC);
        return String.join(
                "\n",
                room.jdbc()
                        .sql("EXPLAIN " + statement)
                        .params(Map.of("now", now, "deadline", now, "before", now, "limit", 500))
                        .param("tenants", new String[] {"huge", "small"})
                        .param("providers", new String[] {"google", "google"})
                        .param("lanes", new Integer[] {2, 2})
                        .param("counts", new Integer[] {480, 20})
                        .param("keys", new String[] {"huge/u1/google", "huge/u2/google"})
                        .param("requests", new UUID[] {UUID.randomUUID(), UUID.randomUUID()})
                        .query(String.class)
                        .list());
    }

    private static <T> T inAnotherTransaction(Callable<T> work) {
        try (var threads = Executors.newSingleThreadExecutor()) {
            return threads.submit(() ->
                            Objects.requireNonNull(room.transactions().execute(_ -> {
                                try {
                                    return work.call();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            })))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
