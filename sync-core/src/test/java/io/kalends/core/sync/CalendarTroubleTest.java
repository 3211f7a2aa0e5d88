package io.kalends.core.sync;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Trouble;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

/// Calendars that cannot be read while others can.
class CalendarTroubleTest extends RunStage {

    @Test
    void a_shared_calendar_that_is_forbidden_disables_nobody_who_has_others() throws Exception {
        twoCalendars();
        google.answers(TEAM, Answer.refused(new Refusal.Forbidden("403 forbidden")));
        google.answers(MAIN, last("cursor-2", event("lunch", "Lunch")));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.ACTIVE);
        assertThat(trouble(TEAM)).isNotNull().extracting(Trouble::reason).isEqualTo(FailureReason.ACCESS_FORBIDDEN);
    }

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

    @Test
    void a_run_that_could_read_no_calendar_fails_and_counts() throws Exception {
        twoCalendars();
        google.answers(MAIN, down());
        google.answers(TEAM, down());

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.FAILED);
        assertThat(failure("r2").failures()).isEqualTo(1);
        assertThat(failure("r2").delay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.DEGRADED);
    }

    @Test
    void while_one_of_the_broken_calendars_may_come_back_no_person_is_needed() throws Exception {
        twoCalendars();
        google.answers(MAIN, Answer.refused(new Refusal.Forbidden("403 forbidden")));
        google.answers(TEAM, down());

        sync("r2");

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.DEGRADED);
    }

    @Test
    void a_connection_all_of_whose_calendars_are_forbidden_takes_a_person() throws Exception {
        twoCalendars();
        google.answers(MAIN, Answer.refused(new Refusal.Forbidden("403 forbidden")));
        google.answers(TEAM, Answer.refused(new Refusal.Forbidden("403 forbidden")));

        sync("r2");

        assertThat(failure("r2").delay()).isNull();
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.DISABLED);
    }

    @Test
    void a_calendar_at_rest_is_tried_before_the_connection_is_taken_to_have_failed() throws Exception {
        twoCalendars();
        google.answers(MAIN, down());
        google.answers(TEAM, last("cursor-2"));
        sync("r2");
        google.forgets();
        now = now.plusSeconds(1);
        google.answers(TEAM, Answer.refused(new Refusal.Forbidden("403 forbidden")));
        google.answers(MAIN, last("cursor-2", event("lunch", "Lunch")));

        var handled = sync("r3");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.read).containsExactly(TEAM, MAIN);
        assertThat(ended("r3").stats().troubled()).isEqualTo(1);
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void a_calendar_that_is_only_closed_makes_no_success_of_a_run_that_could_read_none() throws Exception {
        twoCalendars();
        google.answers(MAIN, down());
        google.lists(new CalendarList.Entry(MAIN, "Anna", "UTC", true));

        var handled = sync("r2", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(stages()).containsExactly("LIVE", "CLOSED");
        assertThat(handled).isEqualTo(Handled.FAILED);
        assertThat(failure("r2").failures()).isEqualTo(1);
    }

    @Test
    void a_calendar_troubled_in_one_slice_is_left_alone_in_the_next() throws Exception {
        twoCalendars();
        google.answers(MAIN, down(), () -> now = now.plusSeconds(60));
        google.answers(TEAM, down(), () -> now = now.plusSeconds(60));

        var first = sync("r2");
        var second = goOn("r3");

        assertThat(List.of(first, second)).containsExactly(Handled.DEFERRED, Handled.FAILED);
        assertThat(google.read).containsExactly(MAIN, TEAM);
        assertThat(failure("r3").failures()).isEqualTo(1);
    }

    @Test
    void what_an_earlier_slice_has_read_makes_a_later_slices_trouble_its_own() throws Exception {
        twoCalendars();
        google.answers(MAIN, last("cursor-2"), () -> now = now.plusSeconds(60));
        google.answers(TEAM, down());

        var first = sync("r2");
        var second = goOn("r3");

        assertThat(List.of(first, second)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(ended("r3").stats().calendars()).isEqualTo(1);
        assertThat(ended("r3").stats().troubled()).isEqualTo(1);
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void a_calendar_at_rest_counts_once_over_the_slices_of_a_run() throws Exception {
        twoCalendars();
        google.answers(MAIN, last("cursor-2"));
        google.answers(TEAM, down());
        sync("r2");
        google.forgets();
        google.answers(MAIN, page("d2"), () -> now = now.plusSeconds(30));
        google.answers(MAIN, last("cursor-3"));
        google.answers(TEAM, down());

        var first = sync("r3");
        var second = goOn("r4");

        assertThat(List.of(first, second)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(ended("r4").stats().troubled()).isEqualTo(1);
        assertThat(ended("r4").stats().calendars()).isEqualTo(1);
    }

    @Test
    void a_calendar_at_rest_is_not_woken_by_a_list_taken_meanwhile() throws Exception {
        google.lists(
                new CalendarList.Entry(MAIN, "Anna", "UTC", true),
                new CalendarList.Entry(TEAM, "Team", "UTC", true),
                new CalendarList.Entry(NEW_MAIN, "Anna's other", "UTC", true));
        google.answers(MAIN, last("cursor-1"));
        google.answers(NEW_MAIN, last("cursor-1"));
        google.answers(TEAM, down());
        sync("r1");
        google.forgets();
        now = now.plusSeconds(1);
        google.answers(MAIN, Answer.refused(new Refusal.CalendarGone()));
        google.answers(NEW_MAIN, last("cursor-2"));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.read).containsExactly(MAIN, NEW_MAIN);
        assertThat(ended("r2").stats().troubled()).isEqualTo(2);
    }

    @Test
    void when_every_calendar_is_at_rest_all_are_tried() throws Exception {
        firstSync();
        google.answers(down());
        sync("r2");
        google.answers(last("cursor-2"));

        var handled = sync("r3");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(trouble(MAIN)).isNull();
    }

    @Test
    void trouble_is_told_when_it_begins_with_each_try_that_meets_it_again_and_when_it_ends() throws Exception {
        twoCalendars();
        var before = states().size();
        google.answers(MAIN, last("cursor-2"));
        google.answers(TEAM, down());
        sync("r2");
        var begun = states().size();
        google.answers(MAIN, last("cursor-3"));
        now = now.plusSeconds(1);
        sync("r3");
        var rested = states().size();
        google.answers(MAIN, last("cursor-4"));
        google.answers(TEAM, down());
        now = now.plusSeconds(60);
        sync("r4");
        var again = states().size();
        google.answers(MAIN, last("cursor-5"));
        google.answers(TEAM, last("cursor-2"));
        now = now.plusSeconds(600);
        sync("r5");
        google.answers(MAIN, last("cursor-6"));
        google.answers(TEAM, last("cursor-3"));
        now = now.plusSeconds(600);
        sync("r6");

        assertThat(List.of(begun - before, rested - begun, again - rested, states().size() - again))
                .containsExactly(1, 0, 1, 1);
        assertThat(trouble(TEAM)).isNull();
    }

    @Test
    void a_loop_in_one_calendar_leaves_the_others_and_makes_it_begin_again_at_its_cursor() throws Exception {
        twoCalendars();
        google.answers(MAIN, page("same"));
        google.answers(MAIN, page("same"));
        google.answers(TEAM, last("cursor-2", event("dinner", "Dinner")));
        sync("r2");
        later();
        google.answers(MAIN, last("cursor-2", event("lunch", "Lunch")));
        google.answers(TEAM, last("cursor-3"));

        sync("r3");

        assertThat(ended("r2").stats().troubled()).isEqualTo(1);
        assertThat(google.asked.getFirst())
                .isEqualTo(new PageRequest(
                        new Origin.Since("cursor-1", WINDOWS.at(ended("r1").startedAt())), null));
        assertThat(changes()).containsExactly("UPSERTED dinner", "UPSERTED lunch");
        assertThat(trouble(MAIN)).isNull();
    }

    @Test
    void a_calendar_that_is_hidden_but_listed_is_in_trouble_and_the_others_are_read() throws Exception {
        twoCalendars();
        google.answers(MAIN, Answer.refused(new Refusal.CalendarGone()));
        google.answers(TEAM, last("cursor-2", event("dinner", "Dinner")));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.listings).hasSize(1);
        assertThat(changes()).containsExactly("UPSERTED dinner");
        assertThat(stages()).containsExactly("LIVE", "LIVE");
        assertThat(trouble(MAIN)).isNotNull();
    }
}
