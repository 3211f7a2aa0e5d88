package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.scheduler.plan.ConnectionNews;
import io.kalends.scheduler.plan.Outcome;
import io.kalends.scheduler.plan.Status;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionsTest {

    static final String KEY = "acme/%C3%BCser%2F1/google";

    static ScheduleRoom room;

    @BeforeAll
    static void open() {
        room = new ScheduleRoom();
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
    void a_new_connection_gets_a_row_with_its_names() {
        learn(1, Status.ACTIVE);

        assertThat(room.row(KEY))
                .containsEntry("tenant_id", "acme")
                .containsEntry("user_id", "üser/1")
                .containsEntry("provider", "google")
                .containsEntry("status", "ACTIVE")
                .containsEntry("connection_sequence", 1L)
                .containsKey("due_at");
    }

    @Test
    void what_is_repeated_or_older_changes_nothing() {
        learn(5, Status.ACTIVE);
        var before = room.row(KEY);
        room.clock().advance(Duration.ofMinutes(1));

        learn(5, Status.PAUSED);
        learn(4, Status.DISCONNECTED);

        assertThat(room.row(KEY)).isEqualTo(before);
    }

    @Test
    void a_pause_stops_it_and_clears_what_is_in_flight() {
        learn(1, Status.ACTIVE);
        room.clock().advance(Duration.ofMinutes(15));
        var request = room.claim().getFirst();

        learn(2, Status.PAUSED);
        room.completed(KEY, request.requestId());
        room.clock().advance(Duration.ofDays(1));

        assertThat(room.row(KEY)).doesNotContainKeys("due_at", "request_id", "command_id");
        assertThat(room.claim()).isEmpty();
    }

    @Test
    void a_disconnect_removes_the_row_and_an_older_record_does_not_bring_it_back() {
        learn(1, Status.ACTIVE);
        learn(7, Status.DISCONNECTED);
        learn(6, Status.ACTIVE);
        learn(7, Status.DISCONNECTED);
        var gone = room.row(KEY);

        learn(8, Status.LINKED);

        assertThat(gone).isEmpty();
        assertThat(room.row(KEY)).containsEntry("status", "LINKED");
    }

    @Test
    void a_disconnect_of_a_connection_never_seen_is_remembered_too() {
        learn(7, Status.DISCONNECTED);
        learn(6, Status.ACTIVE);

        assertThat(room.row(KEY)).isEmpty();
    }

    @Test
    void a_first_record_heard_by_two_listeners_at_once_makes_one_row() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 20; round++) {
                var key = "acme/round" + round + "/google";
                var news = new ConnectionNews(key, 1, Status.ACTIVE, false, room.now());
                threads.invokeAll(Collections.nCopies(4, () -> {
                            room.connections().learn(news);
                            return key;
                        }))
                        .forEach(done -> assertThat(done).succeedsWithin(Duration.ofSeconds(10)));
                assertThat(room.row(key)).containsEntry("connection_sequence", 1L);
            }
        }
    }

    @Test
    void consent_lost_and_given_again_ends_the_same_in_every_order() {
        var first = play("onl");

        assertThat(play("nol")).isEqualTo(first);
        assertThat(play("nlo")).isEqualTo(first);
        assertThat(play("nnlloo")).isEqualTo(first);
        assertThat(first).containsEntry("status", "LINKED").containsEntry("due_at", room.now());
    }

    /// Plays the records in `order`: o the failure, n the need to reconnect, l the new link.
    private static Map<String, Object> play(String order) {
        room.clear();
        learn(1, Status.ACTIVE);
        room.set(KEY, "due_at = '" + room.now() + "'");
        UUID request = room.claim().getFirst().requestId();
        for (var record : List.of(order.split("(?<=.)(?=.)", -1))) {
            if (record.equals("o")) {
                room.settlements().settle(KEY, new Outcome.Failed(request.toString(), 2, null));
            } else if (record.equals("n")) {
                learn(3, Status.NEEDS_RECONNECT);
            } else {
                room.connections().learn(new ConnectionNews(KEY, 4, Status.LINKED, true, room.now()));
            }
        }
        var row = new TreeMap<>(room.row(KEY));
        row.remove("outcome_sequence");
        return row;
    }

    private static void learn(long sequence, Status status) {
        room.connections().learn(new ConnectionNews(KEY, sequence, status, false, room.now()));
    }
}
