package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.scheduler.TestClock;
import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Outcome;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Status;

import static org.assertj.core.api.Assertions.assertThat;

/// What resync commands do beyond being accepted: joining, dry runs, progress, cancelling, and getting in nobody's way.
class ResyncVerbsTest {

    private static final String KEY = "acme/u1/google";

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
    void a_rebuild_reads_everything_anew_and_does_the_work_of_a_reconciliation_too() {
        later(KEY);
        accept("c1", "u1", "google", Verb.RECONCILE);
        accept("c2", "u1", "google", Verb.REBUILD);

        var request = room.claim().getFirst();
        room.completed(KEY, request.requestId());

        assertThat(request.mode()).isEqualTo(Mode.REBUILD);
        assertThat(told("c1")).endsWith("DONE 0 of 1");
        assertThat(told("c2")).endsWith("DONE 0 of 1");
    }

    @Test
    void a_thousand_clicks_on_one_connection_are_two_runs_and_every_command_ends() {
        later(KEY);
        acceptAll(0, 500);
        var first = room.claim();
        acceptAll(500, 900);
        room.completed(KEY, first.getFirst().requestId());
        acceptAll(900, 1_000);
        var atOnce = room.claim();
        room.clock().advance(Duration.ofSeconds(5));
        var second = room.claim();
        room.completed(KEY, second.getFirst().requestId());
        room.clock().advance(Duration.ofSeconds(5));

        assertThat(first).hasSize(1);
        assertThat(atOnce).isEmpty();
        assertThat(second).hasSize(1);
        assertThat(room.claim()).isEmpty();
        assertThat(room.jdbc()
                        .sql("SELECT count(*) FROM scheduler.resync_command WHERE state = 'DONE'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1_000);
        assertThat(room.jdbc()
                        .sql("SELECT count(DISTINCT command_id) FROM scheduler.outbox WHERE state = 'DONE'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1_000);
    }

    @Test
    void a_click_that_repeats_one_not_yet_served_is_that_one() {
        later(KEY);
        accept("c1", "u1", "google", Verb.SYNC_NOW);
        accept("c2", "u1", "google", Verb.SYNC_NOW);

        assertThat(room.announced())
                .filteredOn(it -> it.commandId().equals("c2"))
                .singleElement()
                .satisfies(it -> assertThat(it.joinedCommandId()).isEqualTo("c1"));
    }

    @Test
    void a_click_after_the_run_has_gone_is_a_run_of_its_own_because_something_may_have_changed() {
        later(KEY);
        accept("c1", "u1", "google", Verb.SYNC_NOW);
        room.claim();
        accept("c2", "u1", "google", Verb.SYNC_NOW);

        assertThat(room.announced()).extracting(Announcement::joinedCommandId).containsOnlyNulls();
        assertThat(room.row(KEY)).containsEntry("due_at", room.now().plusSeconds(5));
    }

    @Test
    void everything_is_not_read_again_for_who_asks_within_a_minute_of_having_it_read() {
        later(KEY);
        accept("c1", "u1", "google", Verb.RECONCILE);
        room.completed(KEY, room.claim().getFirst().requestId());
        room.clock().advance(Duration.ofSeconds(59));
        accept("c2", "u1", "google", Verb.RECONCILE);
        assertThat(told("c2")).containsExactly("DONE 0 of 1");

        room.clock().advance(Duration.ofSeconds(2));
        accept("c3", "u1", "google", Verb.RECONCILE);
        assertThat(told("c3")).containsExactly("ACCEPTED 1 of 1");
    }

    @Test
    void a_dry_run_says_what_it_would_take_and_does_nothing() {
        room.connections("acme", 300, room.now().plusSeconds(900));
        room.jdbc().sql("UPDATE scheduler.schedule SET full_calls = 8").update();
        var before = room.row(KEY);

        room.resyncs().accept(List.of(new ResyncWish("dry", "acme", null, "google", Verb.RECONCILE, true, null, null)));

        assertThat(room.announced()).singleElement().satisfies(it -> {
            assertThat(it.state()).isEqualTo(ResyncState.ESTIMATED);
            assertThat(it.connections()).isEqualTo(300);
            assertThat(it.estimatedCalls()).isEqualTo(2_400);
            assertThat(it.estimatedSeconds())
                    .as("2,400 calls at 10,000 a minute")
                    .isBetween(14L, 15L);
        });
        assertThat(room.row(KEY)).isEqualTo(before);
        assertThat(room.claim()).isEmpty();
    }

    @Test
    void what_a_run_cost_is_what_the_next_is_expected_to() {
        later(KEY);
        accept("c1", "u1", "google", Verb.RECONCILE);
        var request = room.claim().getFirst();
        room.settlements().settle(KEY, new Outcome.Completed(request.requestId().toString(), 9, true, 23));

        room.resyncs().accept(List.of(new ResyncWish("dry", "acme", "u1", "google", Verb.REBUILD, true, null, null)));

        assertThat(room.announced().getLast().estimatedCalls()).isEqualTo(23);
    }

    @Test
    void how_far_a_command_has_come_is_told_every_few_seconds_and_at_the_end() {
        room.connections("acme", 10, room.now().plusSeconds(900));
        accept("c1", null, null, Verb.SYNC_NOW);
        for (var request : room.claim()) {
            room.clock().advance(Duration.ofSeconds(1));
            room.completed("acme/" + request.userId() + "/google", request.requestId());
        }

        assertThat(told("c1"))
                .containsExactly(
                        "ACCEPTED 10 of 10",
                        "ACCEPTED 7 of 10",
                        "ACCEPTED 4 of 10",
                        "ACCEPTED 1 of 10",
                        "DONE 0 of 10");
    }

    @Test
    void a_cancelled_command_takes_back_what_has_not_gone_and_leaves_the_ordinary_round_as_it_was() {
        room.connections("acme", 400, room.now().plusSeconds(900));
        accept("c1", null, null, Verb.REBUILD);
        var gone = room.claim();
        cancel("stop", "c1");

        assertThat(gone).hasSize(250);
        assertThat(told("c1")).endsWith("CANCELLED 400 of 400");
        assertThat(told("stop")).containsExactly("DONE 0 of 0");
        room.clock().advance(Duration.ofSeconds(899));
        assertThat(room.claim()).allMatch(Request::repeated);
        room.clock().advance(Duration.ofSeconds(1));
        assertThat(room.claim()).hasSize(150).allSatisfy(request -> {
            assertThat(request.mode()).isEqualTo(Mode.DELTA);
            assertThat(request.priority()).isEqualTo(Priority.SCHEDULED);
            assertThat(request.commandId()).isNull();
        });
    }

    @Test
    void only_what_the_cancelled_command_asked_for_goes() {
        later(KEY);
        accept("c1", "u1", "google", Verb.SYNC_NOW);
        accept("c2", null, null, Verb.REBUILD);
        cancel("stop", "c2");

        var request = room.claim().getFirst();

        assertThat(request.mode()).isEqualTo(Mode.DELTA);
        assertThat(request.priority()).isEqualTo(Priority.INTERACTIVE);
        assertThat(request.commandId()).isEqualTo("c1");
    }

    @Test
    void what_cannot_be_cancelled_is_refused_with_a_reason() {
        later(KEY);
        accept("done", "u1", "google", Verb.SYNC_NOW);
        room.completed(KEY, room.claim().getFirst().requestId());
        cancel("s1", "done");
        cancel("s2", "nothing");
        cancel("s3", null);
        room.resyncs().accept(List.of(new ResyncWish("s4", "foreign", null, null, Verb.CANCEL, false, "done", null)));

        assertThat(room.announced())
                .filteredOn(it -> it.state() == ResyncState.REJECTED)
                .extracting(Announcement::message)
                .containsExactly(
                        "Command 'done' has ended already; it is DONE.",
                        "There is no command 'nothing' of tenant 'acme'.",
                        "CANCEL needs cancelledCommandId and knows no dry run.",
                        "There is no command 'done' of tenant 'foreign'.");
    }

    @Test
    void a_disabled_connection_is_tried_at_once_when_somebody_asks() {
        room.told(KEY, Status.DISABLED);
        accept("c1", "u1", "google", Verb.SYNC_NOW);

        assertThat(room.claim()).extracting(Request::commandId).containsExactly("c1");
    }

    @Test
    void a_filter_over_a_hundred_thousand_keeps_no_ordinary_run_waiting() {
        room.connections("acme", 100_000, room.now().plusSeconds(900));
        room.jdbc()
                .sql("UPDATE scheduler.schedule SET due_at = :soon WHERE user_id LIKE 'u7777%'")
                .param("soon", room.now().plusSeconds(30).atOffset(ZoneOffset.UTC))
                .update();
        room.connection("other/u1/google", room.now().plusSeconds(30));
        accept("c1", null, null, Verb.REBUILD);
        assertThat(room.claim()).as("bulk takes half").hasSize(250);

        room.clock().advance(Duration.ofSeconds(30));
        var requests = new ArrayList<>(room.claim());

        assertThat(requests).extracting(Request::priority).containsOnly(Priority.SCHEDULED);
        assertThat(requests).extracting(Request::mode).containsOnly(Mode.DELTA);
        assertThat(requests).hasSize(12).extracting(Request::tenantId).contains("other");
        var ordinary = requests.stream()
                .filter(request -> request.tenantId().equals("acme"))
                .findFirst()
                .orElseThrow();
        assertThat(room.row("acme/" + ordinary.userId() + "/google"))
                .as("the wish is still there")
                .containsEntry("next_mode", "REBUILD")
                .containsKey("due_at");
    }

    @Test
    void a_bulk_run_in_slices_keeps_no_ordinary_run_waiting() {
        later(KEY);
        accept("c1", "u1", null, Verb.REBUILD);
        var slice = room.claim().getFirst();
        room.clock().advance(Duration.ofSeconds(20));
        deferred(slice, true, room.now().plusSeconds(3600));

        room.clock().advance(Duration.ofSeconds(879));
        var tooEarly = room.claim();
        room.clock().advance(Duration.ofSeconds(1));
        var ordinary = room.claim().getFirst();
        room.completed(KEY, ordinary.requestId());
        room.clock().advance(Duration.ofMinutes(15));
        var next = room.claim().getFirst();
        room.completed(KEY, next.requestId());
        room.clock().advance(Duration.ofSeconds(1900));
        room.claim().forEach(request -> room.completed(KEY, request.requestId()));
        var rest = room.claim().getFirst();
        room.settlements().settle(KEY, new Outcome.Completed(rest.requestId().toString(), 99, true, 20));

        assertThat(slice.priority()).isEqualTo(Priority.BULK);
        assertThat(tooEarly).isEmpty();
        assertThat(List.of(ordinary, next)).allSatisfy(request -> {
            assertThat(request.mode()).isEqualTo(Mode.DELTA);
            assertThat(request.priority()).isEqualTo(Priority.SCHEDULED);
            assertThat(request.commandId()).isNull();
        });
        assertThat(rest.mode()).isEqualTo(Mode.REBUILD);
        assertThat(rest.priority()).isEqualTo(Priority.BULK);
        assertThat(rest.commandId()).isEqualTo("c1");
        assertThat(told("c1")).endsWith("DONE 0 of 1");
    }

    @Test
    void an_ordinary_run_whose_time_came_while_bulk_was_in_flight_goes_as_soon_as_that_is_deferred() {
        room.connection(KEY, room.now().plusSeconds(10));
        accept("c1", "u1", null, Verb.RECONCILE);
        var bulk = room.claim().getFirst();
        room.clock().advance(Duration.ofSeconds(20));
        deferred(bulk, true, room.now());

        var requests = room.claim();

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.mode()).isEqualTo(Mode.DELTA);
            assertThat(request.priority()).isEqualTo(Priority.SCHEDULED);
        });
    }

    @Test
    void a_cancelled_command_leaves_what_another_has_begun_and_the_ordinary_run() {
        later(KEY);
        accept("c1", "u1", null, Verb.RECONCILE);
        var slice = room.claim().getFirst();
        accept("c2", null, null, Verb.REBUILD);
        cancel("stop2", "c2");
        assertThat(room.row(KEY))
                .as("in flight for the first, with the ordinary run behind it")
                .doesNotContainKey("due_at")
                .containsEntry("promised_at", room.now().plusSeconds(900));

        deferred(slice, true, room.now().plusSeconds(60));
        accept("c3", null, null, Verb.REBUILD);
        cancel("stop3", "c3");
        room.clock().advance(Duration.ofSeconds(5));
        var rest = room.claim().getFirst();

        assertThat(rest.mode()).isEqualTo(Mode.FULL);
        assertThat(rest.priority()).isEqualTo(Priority.BULK);
        assertThat(rest.commandId()).isEqualTo("c1");
        assertThat(room.row(KEY)).containsEntry("promised_at", TestClock.NOON.plusSeconds(900));
    }

    @Test
    void a_command_over_what_is_to_be_published_again_can_be_cancelled() {
        later(KEY);
        room.set(KEY, "next_mode = 'REPUBLISH', next_trigger = 'RETRY'");
        accept("c1", null, null, Verb.REBUILD);
        cancel("stop", "c1");

        assertThat(told("c1")).endsWith("CANCELLED 1 of 1");
        assertThat(room.row(KEY)).containsEntry("next_mode", "REPUBLISH").containsEntry("next_priority", 2);
    }

    @Test
    void a_command_over_bulk_that_waits_does_the_work_of_both_and_promises_nothing_of_it() {
        later(KEY);
        room.set(KEY, "next_mode = 'FULL', next_trigger = 'CONTINUATION', next_priority = 3");
        accept("c1", null, null, Verb.REPUBLISH);
        var covered = room.row(KEY);
        cancel("stop", "c1");

        assertThat(covered)
                .containsEntry("next_mode", "REPUBLISH_THEN_FULL")
                .containsEntry("next_priority", 3)
                .doesNotContainKey("promised_at");
        assertThat(room.row(KEY))
                .as("a connection that flows is due still")
                .containsEntry("due_at", room.now())
                .containsEntry("next_priority", 2);
    }

    private static void deferred(Request request, boolean nextSlice, Instant resumeAt) {
        room.settlements()
                .settle(
                        KEY,
                        new Outcome.Deferred(request.requestId().toString(), room.nextSequence(), nextSlice, resumeAt));
    }

    private static void later(String key) {
        room.connection(key, room.now().plusSeconds(900));
    }

    private static void accept(String commandId, @Nullable String user, @Nullable String provider, Verb verb) {
        room.resyncs().accept(List.of(new ResyncWish(commandId, "acme", user, provider, verb, false, null, null)));
    }

    /// As they come from the topic, many at once.
    private static void acceptAll(int from, int to) {
        room.resyncs()
                .accept(IntStream.range(from, to)
                        .mapToObj(
                                i -> new ResyncWish("c" + i, "acme", "u1", "google", Verb.SYNC_NOW, false, null, null))
                        .toList());
    }

    private static void cancel(String commandId, @Nullable String cancelled) {
        room.resyncs()
                .accept(List.of(new ResyncWish(commandId, "acme", null, null, Verb.CANCEL, false, cancelled, null)));
    }

    private static List<String> told(String commandId) {
        return room.announced().stream()
                .filter(it -> it.commandId().equals(commandId))
                .map(it -> it.state() + " " + it.remaining() + " of " + it.connections())
                .toList();
    }
}
