package io.kalends.core.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.Provider;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.MemorySyncStore;
import io.kalends.core.memory.MemoryTokenVault;
import io.kalends.core.plan.SyncPlan;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.plan.WindowPlan;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.FailureReason;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.Trouble;
import io.kalends.core.sync.SyncRun.Handled;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.core.token.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

class SyncRunTest {

    private static final ConnectionKey ANNA = new ConnectionKey("acme", "anna", Provider.GOOGLE);

    private static final CalendarId MAIN = new CalendarId("main");
    private static final CalendarId NEW_MAIN = new CalendarId("new-main");
    private static final CalendarId TEAM = new CalendarId("team");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final MemorySyncStore store = new MemorySyncStore(() -> now);
    private final MemoryTokenVault vault = new MemoryTokenVault(() -> now);
    private final ScriptedProvider google = new ScriptedProvider();
    private int refreshes;
    private final SyncRun run = run(new Budget(20, Duration.ofSeconds(20), 50));

    @BeforeEach
    void anna_is_connected() {
        store.link(ANNA);
        vault.connect(ANNA, new RefreshToken("refresh"), new AccessToken("access", Duration.ofDays(30)));
    }

    @Test
    void the_first_sync_reads_everything_and_tells_every_event() throws Exception {
        google.answers(page("p2", event("standup", "Stand-up")));
        google.answers(last("cursor-1", event("lunch", "Lunch")));

        var handled = sync("r1");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(changes()).containsExactly("UPSERTED standup", "UPSERTED lunch");
        assertThat(google.asked.getFirst().origin()).isInstanceOf(Origin.Everything.class);
        assertThat(google.asked.getLast().pageToken()).isEqualTo("p2");
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void an_idle_sync_costs_one_call_and_tells_nothing() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2"));
        google.asked.clear();

        sync("r2");

        assertThat(google.asked).hasSize(1);
        assertThat(google.listings).isEqualTo(1);
        assertThat(ended("r2").stats().providerCalls()).isEqualTo(1);
        assertThat(ended("r2").stats().upserted()).isZero();
    }

    @Test
    void a_delta_starts_where_the_last_one_ended() throws Exception {
        firstSync();
        google.answers(last("cursor-2"));
        google.answers(last("cursor-3"));

        sync("r2");
        sync("r3");

        assertThat(google.asked.stream()
                        .map(request -> request.origin() instanceof Origin.Since since ? since.cursor() : "everything"))
                .containsExactly("everything", "cursor-1", "cursor-2");
    }

    @Test
    void a_lost_cursor_becomes_a_full_sync_in_the_same_run_and_finds_what_was_deleted_in_the_gap() throws Exception {
        firstSync(event("standup", "Stand-up"), event("lunch", "Lunch"));
        google.answers(Answer.refused(new Refusal.CursorLost()));
        google.answers(last("cursor-2", event("standup", "Stand-up")));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(changes()).containsExactly("UPSERTED standup", "UPSERTED lunch", "DELETED lunch");
        assertThat(ended("r2").stats().full()).isTrue();
    }

    @Test
    void a_cursor_lost_again_during_the_full_sync_fails_loudly() throws Exception {
        firstSync();
        google.answers(Answer.refused(new Refusal.CursorLost()));
        google.answers(Answer.refused(new Refusal.CursorLost()));

        sync("r2");

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.CURSOR_LOST_TWICE);
        assertThat(failure("r2").failures()).isEqualTo(1);
    }

    @Test
    void a_run_cut_short_goes_on_at_the_page_where_it_stopped_and_then_asks_what_has_changed_since() throws Exception {
        google.answers(page("p2", event("standup", "Stand-up")));
        google.answers(down());
        google.answers(last("cursor-1", event("lunch", "Lunch")));
        google.answers(last("cursor-2", event("standup", "Moved stand-up")));

        sync("r1");
        sync("r2", SyncMode.DELTA, Trigger.RETRY);

        assertThat(google.asked.get(2).pageToken()).isEqualTo("p2");
        assertThat(google.asked.getLast().origin()).isInstanceOf(Origin.Since.class);
        assertThat(changes()).containsExactly("UPSERTED standup", "UPSERTED lunch", "UPSERTED standup");
    }

    @Test
    void long_work_is_sliced_and_continued_without_reading_a_page_twice() throws Exception {
        var sliced = run(new Budget(2, Duration.ofSeconds(20), 50));
        google.answers(page("p2", event("a", "A")));
        google.answers(page("p3", event("b", "B")));
        google.answers(page("p4", event("c", "C")));
        google.answers(last("cursor-1", event("d", "D")));

        var first = sliced.handle(List.of(request("r1", SyncMode.DELTA, Trigger.SCHEDULE)));
        var second = sliced.handle(List.of(request("r2", SyncMode.DELTA, Trigger.CONTINUATION)));
        var third = sliced.handle(List.of(request("r3", SyncMode.DELTA, Trigger.CONTINUATION)));

        assertThat(List.of(first, second, third))
                .containsExactly(Handled.DEFERRED, Handled.DEFERRED, Handled.COMPLETED);
        assertThat(google.asked.stream().map(request -> request.pageToken())).containsExactly(null, "p2", "p3", "p4");
        assertThat(ended("r3").stats().upserted()).isEqualTo(4);
    }

    @Test
    void a_worker_that_lost_the_connection_writes_nothing_more() throws Exception {
        google.answers(
                last("cursor-1", event("standup", "Stand-up")),
                () -> store.claim(List.of(request("other", SyncMode.DELTA, Trigger.SCHEDULE))));

        var handled = sync("r1");

        assertThat(handled).isEqualTo(Handled.FENCED);
        assertThat(changes()).isEmpty();
    }

    @Test
    void a_command_during_a_run_puts_its_requests_off_so_that_they_go_on_at_once() throws Exception {
        google.answers(last("cursor-1", event("standup", "Stand-up")), () -> store.interrupt(ANNA));

        var handled = sync("r1");

        assertThat(handled).isEqualTo(Handled.DEFERRED);
        assertThat(ended("r1").end()).isEqualTo(RunEnd.Deferred.atOnce());
        assertThat(changes()).isEmpty();
    }

    @Test
    void a_token_that_is_not_accepted_is_renewed_once() throws Exception {
        google.answers(Answer.refused(new Refusal.Unauthorized()));
        google.answers(last("cursor-1"));

        var handled = sync("r1");

        assertThat(handled).isEqualTo(Handled.COMPLETED);
        assertThat(google.tokens.getLast()).isEqualTo("renewed-1");
        assertThat(refreshes).isEqualTo(1);
    }

    @Test
    void a_renewed_token_that_is_not_accepted_either_needs_the_user() throws Exception {
        google.answers(Answer.refused(new Refusal.Unauthorized()));
        google.answers(Answer.refused(new Refusal.Unauthorized()));

        sync("r1");

        assertThat(failure("r1").reason()).isEqualTo(FailureReason.TOKEN_REJECTED);
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.NEEDS_RECONNECT);
    }

    @Test
    void five_failures_in_a_row_disable_and_a_success_brings_it_back() throws Exception {
        for (int i = 1; i <= 5; i++) {
            google.answers(down());
            sync("r" + i, SyncMode.DELTA, Trigger.RETRY);
        }
        var disabled = store.status(ANNA);
        google.answers(last("cursor-1"));
        sync("r6", SyncMode.DELTA, Trigger.RETRY);

        assertThat(disabled).isEqualTo(ConnectionStatus.DISABLED);
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void a_rate_limit_defers_and_counts_as_no_failure() throws Exception {
        google.answers(Answer.refused(new Refusal.Throttled(Duration.ofSeconds(60), false)));

        var handled = sync("r1");

        assertThat(handled).isEqualTo(Handled.DEFERRED);
        assertThat(ended("r1").end())
                .isEqualTo(new RunEnd.Deferred(RunEnd.DeferReason.RATE_LIMIT, Duration.ofSeconds(60)));
    }

    @Test
    void pages_without_end_are_given_up_after_a_bounded_number() throws Exception {
        var bounded = run(new Budget(50, Duration.ofSeconds(20), 50));
        for (int i = 0; i < 51; i++) {
            google.answers(page("page-" + i));
        }

        bounded.handle(List.of(request("r1", SyncMode.DELTA, Trigger.SCHEDULE)));
        bounded.handle(List.of(request("r2", SyncMode.DELTA, Trigger.CONTINUATION)));

        assertThat(failure("r2").reason()).isEqualTo(FailureReason.PROVIDER_LOOP);
        assertThat(google.asked).hasSize(50);
    }

    @Test
    void a_page_that_names_itself_as_the_next_is_given_up_at_once() throws Exception {
        google.answers(page("p2"));
        google.answers(page("p2"));

        sync("r1");

        assertThat(failure("r1").reason()).isEqualTo(FailureReason.PROVIDER_LOOP);
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
    void what_concerns_the_whole_connection_stops_it_at_once() throws Exception {
        twoCalendars();
        google.answers(MAIN, Answer.refused(new Refusal.Throttled(Duration.ofSeconds(60), false)));

        var handled = sync("r2");

        assertThat(handled).isEqualTo(Handled.DEFERRED);
        assertThat(google.asked).hasSize(1);
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
    void an_event_that_left_the_window_is_not_told_as_deleted() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2", new Change.OutsideWindow("standup"), new Change.OutsideWindow("unknown")));

        sync("r2");

        assertThat(changes()).containsExactly("UPSERTED standup", "LEFT_WINDOW standup");
    }

    @Test
    void a_window_that_rolls_on_does_so_after_the_delta_in_a_slice_of_its_own_and_tells_only_differences()
            throws Exception {
        firstSync(event("standup", "Stand-up"), event("old", "Old"));
        now = now.plus(Duration.ofDays(8));
        google.answers(last("cursor-2", event("lunch", "Lunch")));
        google.answers(last("cursor-3", event("standup", "Stand-up"), event("lunch", "Lunch"), event("new", "New")));

        var delta = sync("r2");
        var roll = sync("r3", SyncMode.DELTA, Trigger.CONTINUATION);

        assertThat(List.of(delta, roll)).containsExactly(Handled.DEFERRED, Handled.COMPLETED);
        assertThat(google.asked.get(1).origin()).isInstanceOf(Origin.Since.class);
        assertThat(google.asked.getLast().origin()).isInstanceOf(Origin.Everything.class);
        assertThat(changes())
                .containsExactly("UPSERTED standup", "UPSERTED old", "UPSERTED lunch", "UPSERTED new", "DELETED old");
    }

    @Test
    void a_request_that_a_later_run_covers_is_answered_from_memory() throws Exception {
        var early = request("early", SyncMode.DELTA, Trigger.MANUAL);
        now = now.plusSeconds(1);
        firstSync();
        google.asked.clear();

        var handled = run.handle(List.of(early));

        assertThat(handled).isEqualTo(Handled.ANSWERED);
        assertThat(google.asked).isEmpty();
        assertThat(ended("early").end()).isInstanceOf(RunEnd.Completed.class);
    }

    @Test
    void a_repeated_request_is_answered_once() throws Exception {
        firstSync();

        var again = sync("r1");

        assertThat(again).isEqualTo(Handled.ANSWERED);
        assertThat(store.emitted(ANNA).stream().filter(Emitted.Ended.class::isInstance))
                .hasSize(1);
    }

    @Test
    void a_connection_whose_provider_nobody_can_speak_to_is_told_so_and_left_alone() throws Exception {
        var lonely = new SyncRun(
                store,
                _ -> null,
                new SyncRun.Rules(
                        new SyncPlan(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofMinutes(15), () -> 0),
                        new WalkPlan(new WindowPlan(Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7))),
                        new Budget(20, Duration.ofSeconds(20), 50),
                        once(),
                        () -> 0));

        lonely.handle(List.of(request("r1", SyncMode.DELTA, Trigger.SCHEDULE)));

        assertThat(failure("r1").message()).isEqualTo("This installation has no adapter for the provider google");
        assertThat(failure("r1").delay()).isNull();
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.DISABLED);
    }

    @Test
    void sequence_numbers_have_no_gap() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2", new Change.Removed("standup"), new Change.Removed("unknown")));
        sync("r2");

        assertThat(store.emitted(ANNA).stream().map(Emitted::sequence))
                .containsExactlyElementsOf(Stream.iterate(1L, n -> n + 1)
                        .limit(store.emitted(ANNA).size())
                        .toList());
    }

    private SyncRun run(Budget budget) {
        var endpoint = new TokenEndpoint() {
            @Override
            public Grant refresh(RefreshToken token) {
                refreshes++;
                return new Grant.Refreshed(new AccessToken("renewed-" + refreshes, Duration.ofHours(1)), null);
            }

            @Override
            public boolean revoke(RefreshToken token) {
                return true;
            }
        };
        var tokens = new Tokens(vault, endpoint, length -> now = now.plus(length), Duration.ofMinutes(5));
        var plan = new SyncPlan(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofMinutes(15), () -> 0);
        var windows = new WindowPlan(Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7));
        return new SyncRun(
                store,
                _ -> new SyncRun.Account(google, tokens),
                new SyncRun.Rules(plan, new WalkPlan(windows), budget, once(), () -> now.toEpochMilli() * 1_000_000));
    }

    private static ShortRetries once() {
        return new ShortRetries() {
            @Override
            public <T> Answer<T> of(Call<T> call) throws InterruptedException {
                return call.make();
            }
        };
    }

    /// Both are primary and with that selected by themselves; MAIN comes first.
    private void twoCalendars() throws InterruptedException {
        google.lists(
                new CalendarList.Entry(MAIN, "Anna", "UTC", true), new CalendarList.Entry(TEAM, "Team", "UTC", true));
        google.answers(MAIN, last("cursor-1"));
        google.answers(TEAM, last("cursor-1"));
        sync("r1");
        now = now.plusSeconds(900);
        google.asked.clear();
    }

    private @Nullable Trouble trouble(CalendarId calendar) {
        return store.emitted(ANNA).stream()
                .filter(Emitted.ConnectionChanged.class::isInstance)
                .map(Emitted.ConnectionChanged.class::cast)
                .reduce((_, later) -> later)
                .orElseThrow()
                .calendars()
                .stream()
                .filter(known -> known.entry().id().equals(calendar))
                .findFirst()
                .orElseThrow()
                .trouble();
    }

    private List<String> stages() {
        return store.emitted(ANNA).stream()
                .filter(Emitted.ConnectionChanged.class::isInstance)
                .map(Emitted.ConnectionChanged.class::cast)
                .reduce((_, later) -> later)
                .orElseThrow()
                .calendars()
                .stream()
                .map(calendar -> calendar.stage().name())
                .toList();
    }

    private void firstSync(Change... changes) throws InterruptedException {
        google.answers(last("cursor-1", changes));
        sync("r1");
        now = now.plusSeconds(900);
    }

    private Handled sync(String requestId) throws InterruptedException {
        return sync(requestId, SyncMode.DELTA, Trigger.SCHEDULE);
    }

    private Handled sync(String requestId, SyncMode mode, Trigger trigger) throws InterruptedException {
        return run.handle(List.of(request(requestId, mode, trigger)));
    }

    private SyncRequest request(String requestId, SyncMode mode, Trigger trigger) {
        return new SyncRequest(ANNA, requestId, null, mode, trigger, now);
    }

    private List<String> changes() {
        return store.emitted(ANNA).stream()
                .filter(Emitted.EventChanged.class::isInstance)
                .map(Emitted.EventChanged.class::cast)
                .map(change -> change.what() + " " + change.eventId())
                .toList();
    }

    private Emitted.Ended ended(String requestId) {
        return store.emitted(ANNA).stream()
                .filter(Emitted.Ended.class::isInstance)
                .map(Emitted.Ended.class::cast)
                .filter(ended -> ended.requestId().equals(requestId))
                .findFirst()
                .orElseThrow();
    }

    private RunEnd.Failed failure(String requestId) {
        assertThat(ended(requestId).end()).isInstanceOf(RunEnd.Failed.class);
        return (RunEnd.Failed) ended(requestId).end();
    }

    private static Answer<Page> page(String next, Change... changes) {
        return new Answer.Got<>(new Page(Arrays.asList(changes), new Page.Next.More(next)));
    }

    private static Answer<Page> last(String cursor, Change... changes) {
        return new Answer.Got<>(new Page(Arrays.asList(changes), new Page.Next.Last(cursor)));
    }

    private static Answer<Page> down() {
        return Answer.refused(new Refusal.Unavailable(Refusal.Unavailable.Cause.DOWN, "503", null));
    }

    private Change.Upserted event(String id, @Nullable String title) {
        var start = Instant.parse("2026-03-02T09:00:00Z");
        var span = new Span.Timed(start, start.plusSeconds(900));
        var event = new CalendarEvent(
                title,
                span,
                "UTC",
                CalendarEvent.Status.CONFIRMED,
                null,
                null,
                List.of(),
                false,
                null,
                null,
                null,
                CalendarEvent.Visibility.DEFAULT,
                true,
                null,
                new CalendarEvent.Revision(null, null));
        return new Change.Upserted(id, id + "@example.com", event, span);
    }
}
