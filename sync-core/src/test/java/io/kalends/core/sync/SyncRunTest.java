package io.kalends.core.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.incident.Incidents;
import io.kalends.core.memory.Emitted;
import io.kalends.core.plan.WalkPlan;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.sync.SyncRun.Handled;

import static org.assertj.core.api.Assertions.assertThat;

class SyncRunTest extends RunStage {

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
    void an_idle_sync_costs_one_call_and_one_write_and_tells_nothing() throws Exception {
        firstSync(event("standup", "Stand-up"));
        google.answers(last("cursor-2"));

        sync("r2");

        assertThat(google.asked).hasSize(1);
        assertThat(google.listings).isEmpty();
        assertThat(storeCalls).containsExactly("claim", "apply", "finish");
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
                .containsExactly("cursor-1", "cursor-2");
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
    void the_next_slice_waits_until_the_provider_may_be_asked_about_the_user_again() throws Exception {
        var paced = run(new Budget(2, Duration.ofSeconds(20), 50, 60));
        google.answers(page("p2", event("a", "A")));
        google.answers(page("p3", event("b", "B")));

        paced.handle(List.of(request("r1", SyncMode.DELTA, Trigger.SCHEDULE)));

        var calls = ended("r1").stats().providerCalls();
        assertThat(calls).isPositive();
        assertThat(ended("r1").end())
                .isEqualTo(RunEnd.Deferred.nextSlice(Duration.ofMillis(Math.round(calls * 60_000 / 40.0))));
    }

    @Test
    void long_work_is_sliced_and_continued_without_reading_a_page_twice() throws Exception {
        var sliced = run(new Budget(2, Duration.ofSeconds(20), 50, Budget.UNPACED));
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
    void a_resync_by_a_person_gives_a_disabled_connection_a_fresh_start() throws Exception {
        for (int i = 1; i <= 5; i++) {
            google.answers(down());
            sync("r" + i, SyncMode.DELTA, Trigger.RETRY);
        }
        google.answers(down());

        handle(new SyncRequest(ANNA, "r6", "command", SyncMode.DELTA, Trigger.MANUAL, now));

        assertThat(failure("r6").failures()).isEqualTo(1);
        assertThat(failure("r6").delay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(states())
                .extracting(Emitted.ConnectionChanged::status)
                .endsWith(ConnectionStatus.DISABLED, ConnectionStatus.DEGRADED);
    }

    @Test
    void a_limit_is_told_as_a_failure_once_for_every_hour_it_lasts_and_then_forgotten() throws Exception {
        firstSync();
        var told = new ArrayList<Handled>();
        for (int i = 0; i < 10; i++) {
            google.answers(Answer.refused(new Refusal.Throttled(Duration.ofMinutes(15), false)));
            told.add(sync("limited-" + i, SyncMode.DELTA, Trigger.RETRY));
            now = now.plus(Duration.ofMinutes(15));
        }
        google.answers(last("cursor-2"));
        sync("r2", SyncMode.DELTA, Trigger.RETRY);
        google.answers(Answer.refused(new Refusal.Throttled(Duration.ofMinutes(15), false)));
        var afterwards = sync("r3");

        assertThat(told).filteredOn(Handled.FAILED::equals).hasSize(2);
        assertThat(told.indexOf(Handled.FAILED)).isEqualTo(4);
        assertThat(told.lastIndexOf(Handled.FAILED)).isEqualTo(8);
        assertThat(ended("limited-4").end())
                .isEqualTo(new RunEnd.Limited(
                        "The provider has limited this connection for more than an hour: The provider asks for fewer calls",
                        new ConnectionState.Active(),
                        Duration.ofMinutes(15)));
        assertThat(store.status(ANNA)).isEqualTo(ConnectionStatus.ACTIVE);
        assertThat(afterwards).isEqualTo(Handled.DEFERRED);
    }

    @Test
    void pages_without_end_are_given_up_after_a_bounded_number() throws Exception {
        var bounded = run(new Budget(50, Duration.ofSeconds(20), 50, Budget.UNPACED));
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
    void a_request_that_a_later_run_covers_is_answered_from_memory() throws Exception {
        var early = request("early", SyncMode.DELTA, Trigger.MANUAL);
        now = now.plusSeconds(1);
        firstSync();

        var handled = handle(early);

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
                        PLAN,
                        new WalkPlan(WINDOWS),
                        new Budget(20, Duration.ofSeconds(20), 50, Budget.UNPACED),
                        once(),
                        Incidents.NONE,
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
}
