package io.kalends.core.sync;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.store.FailureReason;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Trouble;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

class CalendarTroubleTest extends RunStage {

    @Test
    void a_broken_calendar_keeps_no_other_from_being_read_and_fails_alone() throws Exception {
        twoCalendars();
        google.answers(TEAM, down());
        google.answers(MAIN, last("cursor-2", event("lunch", "Lunch")));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(ended("r2").stats().calendars()).isEqualTo(1);
        assertThat(ended("r2").stats().troubled()).isEqualTo(1);
        assertThat(changes()).containsExactly("UPSERTED lunch");
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.ACTIVE);
        assertThat(trouble(TEAM)).isNotNull().extracting(Trouble::reason).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(trouble(MAIN)).isNull();
    }

    @Test
    void the_schedule_lets_a_broken_calendar_rest_longer_each_time() throws Exception {
        twoCalendars();
        google.answers(TEAM, down());
        google.answers(MAIN, last("cursor-2"));
        sync("r2");
        google.answers(MAIN, last("cursor-3"));
        now = now.plusSeconds(30);
        sync("r3");
        google.answers(TEAM, down());
        google.answers(MAIN, last("cursor-4"));
        now = now.plusSeconds(60);
        sync("r4");

        assertThat(ended("r3").stats().troubled()).isEqualTo(1);
        assertThat(trouble(TEAM)).isNotNull().satisfies(trouble -> {
            assertThat(trouble.failures()).isEqualTo(2);
            assertThat(trouble.rest()).isEqualTo(Duration.ofMinutes(2));
        });
    }

    @Test
    void a_person_who_asks_wakes_a_broken_calendar_and_its_first_success_ends_its_trouble() throws Exception {
        twoCalendars();
        google.answers(TEAM, down());
        google.answers(MAIN, last("cursor-2"));
        sync("r2");
        google.answers(TEAM, last("cursor-2", event("dinner", "Dinner")));
        google.answers(MAIN, last("cursor-3"));
        now = now.plusSeconds(1);

        sync("r3", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(changes()).containsExactly("UPSERTED dinner");
        assertThat(trouble(TEAM)).isNull();
    }

    @Test
    void the_first_of_several_broken_calendars_is_the_one_told() throws Exception {
        twoCalendars();
        google.answers(MAIN, down());
        google.answers(TEAM, Answer.refused(new Refusal.Rejected("400")));

        sync("r2");

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(google.asked).hasSize(2);
    }

    @Test
    void a_slice_used_up_behind_a_broken_calendar_goes_on_with_the_others() throws Exception {
        twoCalendars();
        google.answers(MAIN, down(), () -> now = now.plusSeconds(60));
        google.answers(TEAM, last("cursor-2", event("dinner", "Dinner")));

        var first = sync("r2");
        var second = sync("r3", SyncMode.DELTA, Trigger.CONTINUATION);

        assertThat(List.of(first, second)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(google.asked).hasSize(2);
        assertThat(ended("r3").stats().troubled()).isEqualTo(1);
        assertThat(changes()).containsExactly("UPSERTED dinner");
    }

    @Test
    void what_concerns_the_whole_connection_stops_it_at_once() throws Exception {
        twoCalendars();
        google.answers(MAIN, Answer.refused(new Refusal.Throttled(Duration.ofSeconds(60), false)));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.DEFERRED);
        assertThat(google.asked).hasSize(1);
    }
}
