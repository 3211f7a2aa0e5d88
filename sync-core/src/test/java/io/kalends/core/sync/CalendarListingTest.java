package io.kalends.core.sync;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.store.FailureReason;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

class CalendarListingTest extends RunStage {

    @Test
    void a_list_taken_for_a_vanished_calendar_is_the_list_worked_on_from_then() throws Exception {
        twoCalendars();
        google.answers(MAIN, Answer.refused(new Refusal.CalendarGone()));
        google.lists(new CalendarList.Entry(NEW_MAIN, "Anna", "UTC", true));
        google.answers(NEW_MAIN, last("cursor-1", event("lunch", "Lunch")));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(changes()).containsExactly("UPSERTED lunch");
        assertThat(stages()).containsExactlyInAnyOrder("CLOSED", "CLOSED", "LIVE");
    }

    @Test
    void a_calendar_that_is_gone_is_closed_with_its_events_and_fails_nobody() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(Answer.refused(new Refusal.CalendarGone()));
        google.lists(new CalendarList.Entry(NEW_MAIN, "Anna", "UTC", true));
        google.answers(NEW_MAIN, last("cursor-1"));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(changes()).containsExactly("UPSERTED standup", "DELETED standup");
    }

    @Test
    void an_empty_list_closes_nothing_and_is_tried_again() throws Exception {
        firstSync(event("standup", "Stand-up"));
        now = now.plus(Duration.ofHours(25));
        google.lists();

        sync("r2");

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.UNREADABLE_ANSWER);
        assertThat(failure("r2").message()).contains("is empty");
        assertThat(failure("r2").delay()).isNotNull();
        assertThat(changes()).containsExactly("UPSERTED standup");
        assertThat(stages()).containsExactly("LIVE");
    }

    @Test
    void a_list_without_the_main_calendar_known_closes_nothing() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(MAIN, Answer.refused(new Refusal.CalendarGone()));
        google.lists(new CalendarList.Entry(TEAM, "Team", "UTC", false));

        sync("r2");

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.UNREADABLE_ANSWER);
        assertThat(failure("r2").message()).contains("1 calendars lacks the main one");
        assertThat(changes()).containsExactly("UPSERTED standup");
    }

    @Test
    void a_first_list_without_a_calendar_is_no_success() throws Exception {
        google.lists();

        sync("r1");

        assertThat(failure("r1").reason()).isEqualTo(FailureReason.UNREADABLE_ANSWER);
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.DEGRADED);
    }

    @Test
    void a_calendar_the_provider_hides_but_still_lists_keeps_its_events() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(Answer.refused(new Refusal.CalendarGone()));

        sync("r2");

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(changes()).containsExactly("UPSERTED standup");
    }
}
