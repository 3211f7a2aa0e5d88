package io.kalends.scheduler.schedule;

import java.time.Duration;

import org.junit.jupiter.api.Test;

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
}
