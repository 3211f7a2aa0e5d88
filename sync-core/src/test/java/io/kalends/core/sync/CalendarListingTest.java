package io.kalends.core.sync;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarList.Next;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static io.kalends.core.sync.ScriptedProvider.list;
import static org.assertj.core.api.Assertions.assertThat;

/// The account's list of calendars: when it is read, whole or only what changed, and what follows from it.
class CalendarListingTest extends RunStage {

    private static final CalendarList.Entry ANNAS = new CalendarList.Entry(MAIN, "Anna", "UTC", true);
    private static final CalendarList.Entry TEAMS = new CalendarList.Entry(TEAM, "Team", "UTC", false);

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

    @Test
    void the_cursor_of_a_list_is_kept_and_only_changes_are_asked_for_next_time() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS));
        firstSync();
        google.listsNext(list(new Next.More("l2"), TEAMS));
        google.listsNext(list(new Next.Last("list-2")));
        google.answers(last("cursor-2"));
        google.listsNext(list(new Next.Last("list-3")));
        google.answers(last("cursor-3"));

        sync("r2", SyncMode.DELTA, Trigger.MANUAL);
        now = now.plusSeconds(301);
        sync("r3", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(google.listings)
                .containsExactly(
                        new ListRequest("list-1", null),
                        new ListRequest("list-1", "l2"),
                        new ListRequest("list-2", null));
        assertThat(stages()).containsExactly("LIVE", "NEW");
    }

    @Test
    void a_person_who_clicks_again_within_minutes_is_not_worth_another_list_unless_everything_is_to_be_read()
            throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS));
        firstSync();
        google.listsNext(list(new Next.Last("list-2")));
        google.answers(last("cursor-2"));
        google.answers(last("cursor-3"));
        google.listsNext(list(new Next.Last("list-3")));
        google.answers(last("cursor-4"));

        sync("r2", SyncMode.DELTA, Trigger.MANUAL);
        now = now.plusSeconds(299);
        sync("r3", SyncMode.DELTA, Trigger.MANUAL);
        now = now.plusSeconds(1);
        sync("r4", SyncMode.FULL, Trigger.MANUAL);

        assertThat(google.listings).containsExactly(new ListRequest("list-1", null), new ListRequest("list-2", null));
    }

    @Test
    void a_list_of_changes_closes_nothing_that_it_does_not_name() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS, TEAMS));
        firstSync(event("standup", "Stand-up"));
        google.listsNext(list(new Next.Last("list-2"), new CalendarList.Entry(TEAM, "Team, renamed", "UTC", false)));
        google.answers(last("cursor-2"));

        var handled = sync("r2", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(states().getLast().calendars())
                .extracting(calendar -> calendar.entry().name())
                .containsExactly("Anna", "Team, renamed");
        assertThat(changes()).containsExactly("UPSERTED standup");
    }

    @Test
    void before_a_calendar_is_given_up_the_whole_list_is_read() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS, TEAMS));
        firstSync();
        google.listsNext(new Answer.Got<>(new CalendarList(List.of(), List.of(TEAM), new Next.Last("list-2"))));
        google.listsNext(list(new Next.Last("list-9"), ANNAS));
        google.answers(last("cursor-2"));

        sync("r2", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(google.listings).containsExactly(new ListRequest("list-1", null), ListRequest.EVERYTHING);
        assertThat(states().getLast().calendars())
                .extracting(calendar -> calendar.entry().id())
                .containsExactly(MAIN);
    }

    @Test
    void a_calendar_that_is_only_said_to_be_removed_and_still_listed_stays() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS));
        firstSync(event("standup", "Stand-up"));
        google.listsNext(new Answer.Got<>(new CalendarList(List.of(), List.of(MAIN), new Next.Last("list-2"))));
        google.listsNext(list(new Next.Last("list-9"), ANNAS));
        google.answers(last("cursor-2"));

        sync("r2", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(stages()).containsExactly("LIVE");
        assertThat(changes()).containsExactly("UPSERTED standup");
    }

    @Test
    void a_hidden_calendar_is_closed_with_its_events() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS, new CalendarList.Entry(TEAM, "Team", "UTC", true)));
        google.answers(MAIN, last("cursor-1", event("standup", "Stand-up")));
        google.answers(TEAM, last("cursor-1", event("dinner", "Dinner")));
        sync("r1");
        later();
        google.listsNext(new Answer.Got<>(new CalendarList(List.of(), List.of(TEAM), new Next.Last("list-2"))));
        google.listsNext(list(new Next.Last("list-9"), ANNAS));
        google.answers(MAIN, last("cursor-2"));

        sync("r2", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(stages()).containsExactly("LIVE", "CLOSED");
        assertThat(changesAfter(2)).containsExactly("DELETED dinner");
        assertThat(google.read).containsExactly(MAIN);
    }

    @Test
    void a_lost_cursor_of_the_list_makes_it_whole_again() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS));
        firstSync();
        google.listsNext(Answer.refused(new Refusal.CursorLost()));
        google.listsNext(list(new Next.Last("list-9"), ANNAS));
        google.answers(last("cursor-2"));

        var handled = sync("r2", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.listings).containsExactly(new ListRequest("list-1", null), ListRequest.EVERYTHING);
    }

    @Test
    void the_schedule_lists_once_a_day_and_a_person_who_asks_at_once() throws Exception {
        firstSync();
        google.answers(last("cursor-2"));
        google.answers(last("cursor-3"));
        google.answers(last("cursor-4"));

        sync("r2");
        var scheduled = google.listings.size();
        now = now.plusSeconds(1);
        sync("r3", SyncMode.DELTA, Trigger.MANUAL);
        var asked = google.listings.size();
        now = now.plus(Duration.ofHours(25));
        sync("r4");

        assertThat(List.of(scheduled, asked, google.listings.size())).containsExactly(0, 1, 2);
    }

    @Test
    void a_calendar_that_is_gone_has_the_whole_list_read_although_its_changes_could_be() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS));
        firstSync();
        google.answers(Answer.refused(new Refusal.CalendarGone()));
        google.listsNext(list(new Next.Last("list-9"), new CalendarList.Entry(NEW_MAIN, "Anna", "UTC", true)));
        google.answers(NEW_MAIN, last("cursor-1"));

        sync("r2");

        assertThat(google.listings).containsExactly(ListRequest.EVERYTHING);
        assertThat(stages()).containsExactlyInAnyOrder("CLOSED", "LIVE");
    }

    @Test
    void a_list_that_fails_in_the_middle_is_taken_over_by_nobody_and_its_cursor_stays() throws Exception {
        google.listsNext(list(new Next.Last("list-1"), ANNAS));
        firstSync();
        google.listsNext(list(new Next.More("l2"), TEAMS));
        google.listsNext(down());
        google.listsNext(list(new Next.Last("list-2"), TEAMS));
        google.answers(last("cursor-2"));

        sync("r2", SyncMode.DELTA, Trigger.MANUAL);
        var afterFailure = stages();
        now = now.plusSeconds(1);
        sync("r3", SyncMode.DELTA, Trigger.MANUAL);

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(afterFailure).containsExactly("LIVE");
        assertThat(google.listings.getLast()).isEqualTo(new ListRequest("list-1", null));
        assertThat(stages()).containsExactly("LIVE", "NEW");
    }

    @Test
    void a_list_without_end_is_given_up() throws Exception {
        for (int page = 0; page < 101; page++) {
            google.listsNext(list(new Next.More("l" + page), ANNAS));
        }

        sync("r1");

        assertThat(failure("r1").reason()).isEqualTo(FailureReason.PROVIDER_LOOP);
        assertThat(google.listings).hasSize(100);
    }
}
