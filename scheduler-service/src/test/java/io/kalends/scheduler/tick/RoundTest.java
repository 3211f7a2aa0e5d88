package io.kalends.scheduler.tick;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.kalends.scheduler.schedule.Request;
import io.kalends.scheduler.schedule.RequestBelt;
import io.kalends.scheduler.schedule.ScheduleRoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RoundTest {

    static ScheduleRoom room;

    @BeforeAll
    static void open() {
        room = new ScheduleRoom("--spring.datasource.hikari.connection-timeout=30000");
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
    void what_is_due_is_published_and_then_in_flight() {
        room.connections("acme", 3, room.now());
        var published = new ArrayList<Request>();

        var requests = round(published::addAll).run();

        assertThat(published).hasSize(3).isEqualTo(requests.requests());
        assertThat(room.row("acme/u1/google")).containsKey("request_id");
        assertThat(round(published::addAll).run().requests()).isEmpty();
    }

    @Test
    void when_publishing_fails_every_row_stays_due() {
        room.connections("acme", 3, room.now());
        var before = room.row("acme/u1/google");

        assertThatThrownBy(() -> round(_ -> {
                            throw new IllegalStateException("the broker is away");
                        })
                        .run())
                .hasMessage("the broker is away");

        assertThat(room.row("acme/u1/google")).isEqualTo(before);
        var published = new ArrayList<Request>();
        round(published::addAll).run();
        assertThat(published).hasSize(3);
    }

    @Test
    void when_a_repeat_cannot_be_published_its_attempt_does_not_count() {
        room.connection("acme/u1/google", room.now());
        round(_ -> {}).run();
        room.clock().advance(Duration.ofMinutes(10));

        assertThatThrownBy(() -> round(_ -> {
                            throw new IllegalStateException("the broker is away");
                        })
                        .run())
                .hasMessage("the broker is away");

        assertThat(room.claim()).extracting(Request::attempt).containsExactly(2);
    }

    @Test
    void when_the_database_goes_away_in_mid_round_nothing_is_marked_and_the_next_round_makes_up_for_it() {
        room.connections("acme", 3, room.now());
        var before = room.row("acme/u1/google");

        assertThatThrownBy(() -> round(_ -> cutTheSessionOfTheRound()).run())
                .isInstanceOfAny(TransactionException.class, DataAccessException.class);

        assertThat(room.row("acme/u1/google")).isEqualTo(before);
        var published = new ArrayList<Request>();
        round(published::addAll).run();
        assertThat(published).hasSize(3);
    }

    @Test
    void without_a_database_nothing_is_published() throws Exception {
        try (var other = new ScheduleRoom()) {
            other.connections("acme", 3, other.now());
            var published = new ArrayList<Request>();
            var round = new Round(other.claims(), published::addAll, other.clock(), other.transactions());
            ((AutoCloseable) other.pool()).close();

            assertThatThrownBy(round::run).isInstanceOf(TransactionException.class);

            assertThat(published).isEmpty();
        }
    }

    @Test
    void several_schedulers_at_once_publish_no_connection_twice() throws Exception {
        room.connections("acme", 5_000, room.now());
        var published = new ConcurrentLinkedQueue<Request>();
        var together = new CountDownLatch(4);

        try (var schedulers = Executors.newFixedThreadPool(4)) {
            var work = IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(_ -> () -> {
                        var claims = room.claims(ScheduleRoom.limits(100, 100_000));
                        var round = new Round(claims, published::addAll, room.clock(), room.transactions());
                        together.countDown();
                        together.await();
                        int own = 0;
                        while (published.size() < 5_000) {
                            own += round.run().requests().size();
                        }
                        return own;
                    })
                    .toList();
            int all = 0;
            for (var own : schedulers.invokeAll(work)) {
                all += own.get();
            }
            assertThat(all).isEqualTo(5_000);
        }

        assertThat(published).hasSize(5_000);
        assertThat(published).extracting(Request::userId).doesNotHaveDuplicates();
    }

    @Test
    void several_schedulers_at_once_repeat_no_request_twice() throws Exception {
        room.connections("acme", 400, room.now());
        room.claim();
        room.clock().advance(Duration.ofMinutes(10));
        var published = new ConcurrentLinkedQueue<Request>();
        var together = new CountDownLatch(2);

        try (var schedulers = Executors.newFixedThreadPool(2)) {
            var work = Collections.<Callable<List<Request>>>nCopies(2, () -> {
                var round = new Round(room.claims(), published::addAll, room.clock(), room.transactions());
                together.countDown();
                together.await();
                return round.run().requests();
            });
            for (var own : schedulers.invokeAll(work)) {
                assertThat(own.get()).isNotNull();
            }
        }

        assertThat(published).hasSize(400);
        assertThat(published).extracting(Request::requestId).doesNotHaveDuplicates();
        assertThat(published).extracting(Request::attempt).containsOnly(2);
    }

    private Round round(RequestBelt belt) {
        return new Round(room.claims(), belt, room.clock(), room.transactions());
    }

    private void cutTheSessionOfTheRound() {
        try (var admin = DriverManager.getConnection(room.url(), "postgres", "");
                var statement = admin.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND state = 'idle in transaction'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
