package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Outcome;
import io.kalends.scheduler.plan.Trigger;

import static org.assertj.core.api.Assertions.assertThat;

class SettlementsTest {

    static final String KEY = "acme/u1/google";

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
    void a_completed_request_leaves_the_row_free_and_due_an_interval_later() {
        room.connection(KEY, room.now());
        var request = room.claim().getFirst();
        room.clock().advance(Duration.ofSeconds(30));

        room.completed(KEY, request.requestId());

        assertThat(room.row(KEY))
                .containsEntry("due_at", room.now().plus(Duration.ofMinutes(15)))
                .doesNotContainKeys("request_id", "requested_at", "in_flight_until", "attempt", "request_mode");
    }

    @Test
    void an_outcome_is_accepted_after_a_repeat_too() {
        room.connection(KEY, room.now());
        room.claim();
        room.clock().advance(Duration.ofMinutes(11));
        var repeat = room.claim().getFirst();

        room.completed(KEY, repeat.requestId());

        assertThat(repeat.attempt()).isEqualTo(2);
        assertThat(room.row(KEY)).doesNotContainKey("request_id").containsKey("due_at");
    }

    @Test
    void the_outcome_of_another_request_changes_nothing() {
        room.connection(KEY, room.now());
        room.claim();
        var before = room.row(KEY);

        room.completed(KEY, UUID.randomUUID());
        room.settlements().settle(KEY, new Outcome.Failed("no uuid at all", 99, null));

        assertThat(room.row(KEY)).isEqualTo(before);
    }

    @Test
    void a_late_outcome_changes_nothing() {
        room.connection(KEY, room.now());
        var first = room.claim().getFirst();
        room.completed(KEY, first.requestId());
        room.clock().advance(Duration.ofMinutes(20));
        var before = room.row(KEY);

        room.completed(KEY, first.requestId());
        room.claim();
        var inFlight = room.row(KEY);
        room.settlements().settle(KEY, new Outcome.Failed(first.requestId().toString(), 99, null));

        assertThat(before).containsKey("due_at");
        assertThat(inFlight).containsKey("request_id");
        assertThat(room.row(KEY)).isEqualTo(inFlight);
    }

    @Test
    void an_outcome_of_a_connection_nobody_knows_changes_nothing() {
        room.completed("acme/nobody/google", UUID.randomUUID());

        assertThat(room.row("acme/nobody/google")).isEmpty();
    }

    @Test
    void deferred_work_goes_on_in_its_mode_when_it_may() {
        room.connection(KEY, room.now());
        room.set(KEY, "next_mode = 'FULL'");
        var slice = room.claim().getFirst();
        var resumeAt = room.now().plusSeconds(5);

        room.settlements().settle(KEY, new Outcome.Deferred(slice.requestId().toString(), 9, true, resumeAt));
        room.clock().set(resumeAt);
        var continued = room.claim().getFirst();

        assertThat(continued.mode()).isEqualTo(Mode.FULL);
        assertThat(continued.trigger()).isEqualTo(Trigger.CONTINUATION);
        assertThat(continued.requestId()).isNotEqualTo(slice.requestId());
        assertThat(continued.requestedAt()).isEqualTo(resumeAt);
    }

    @Test
    void a_failed_request_is_retried_when_the_worker_said() {
        room.connection(KEY, room.now());
        var request = room.claim().getFirst();
        var retryAt = room.now().plusSeconds(61);

        room.settlements().settle(KEY, new Outcome.Failed(request.requestId().toString(), 9, retryAt));
        room.clock().set(retryAt.minusMillis(1));
        var tooEarly = room.claim();
        room.clock().set(retryAt);

        assertThat(tooEarly).isEmpty();
        assertThat(room.claim()).extracting(Request::trigger).containsExactly(Trigger.RETRY);
    }

    @Test
    void times_survive_a_session_in_another_time_zone_to_the_microsecond() {
        var odd = room.now().plusNanos(123_456_000);
        room.clock().set(odd);
        room.connection(KEY, odd);

        var request = room.claim().getFirst();

        assertThat(request.requestedAt()).isEqualTo(odd);
        assertThat(room.jdbc().sql("SHOW TimeZone").query(String.class).single())
                .isEqualTo("Asia/Kathmandu");
    }
}
