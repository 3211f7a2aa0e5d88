package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.kalends.scheduler.plan.Priority;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogsTest {

    @Test
    void the_backlog_is_what_is_due_and_not_in_flight_by_the_databases_clock() {
        try (var room = new ScheduleRoom()) {
            var clock = new DatabaseClock(room.jdbc());
            assertThat(room.backlogs().measure()).isEqualTo(Backlog.EMPTY);
            room.connection("acme/flying/google", room.now());
            room.claim();
            room.connection("acme/waiting/google", clock.instant().minusSeconds(3600));
            room.connection("acme/younger/google", clock.instant().minusSeconds(60));
            room.connection("acme/later/google", clock.instant().plusSeconds(3600));

            var backlog = room.backlogs().measure();

            assertThat(backlog.due()).isEqualTo(2);
            assertThat(backlog.inFlight()).isOne();
            assertThat(backlog.oldestDueAge()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
        }
    }

    @Test
    void an_ordinary_run_beside_a_bulk_wish_is_late_by_its_own_time() {
        try (var room = new ScheduleRoom()) {
            var now = new DatabaseClock(room.jdbc()).instant();
            room.connection("acme/both/google", now.minusSeconds(3600));
            wishedFor(room, "acme/both/google", now.minusSeconds(60));
            room.connection("acme/ordinary/google", now.minusSeconds(600));
            wishedFor(room, "acme/ordinary/google", now.plusSeconds(3600));
            room.connection("other/wish/google", now.plusSeconds(3600));
            wishedFor(room, "other/wish/google", now.minusSeconds(7200));
            room.connection("other/click/google", now.minusSeconds(3600));
            wishedFor(room, "other/click/google", now.minusSeconds(60));
            room.set("other/click/google", "next_priority = 0");

            var backlog = room.backlogs().measure();

            assertThat(backlog.due(Priority.SCHEDULED)).isEqualTo(2);
            assertThat(backlog.oldestDueAge(Priority.SCHEDULED)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
            assertThat(backlog.due(Priority.BULK)).isEqualTo(2);
            assertThat(backlog.oldestDueAge(Priority.BULK)).isBetween(Duration.ofHours(2), Duration.ofMinutes(121));
            assertThat(backlog.due(Priority.INTERACTIVE)).isOne();
            assertThat(backlog.oldestDueAge(Priority.INTERACTIVE)).isLessThan(Duration.ofMinutes(2));
            assertThat(backlog.due()).as("each connection once").isEqualTo(4);
            assertThat(backlog.behind()).containsOnly(Map.entry("acme", 2L), Map.entry("other", 2L));
        }
    }

    /// What the connection was due for becomes what is due beside a bulk wish.
    private static void wishedFor(ScheduleRoom room, String key, Instant at) {
        room.set(key, """
                promised_at = due_at, promised_mode = next_mode, promised_trigger = next_trigger,
                promised_priority = next_priority, due_at = '%s', next_mode = 'FULL', next_trigger = 'MANUAL',
                next_priority = 3
                """.formatted(at));
    }
}
