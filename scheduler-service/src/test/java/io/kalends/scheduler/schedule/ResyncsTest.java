package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Outcome;
import io.kalends.scheduler.plan.Status;
import io.kalends.scheduler.plan.Trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ResyncsTest {

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
    void one_connection_is_synced_at_once_and_before_everybody_else() {
        room.connections("acme", 3, room.now().minusSeconds(9));
        room.connection("acme/person/google", room.now().plusSeconds(900));

        accept("c1", "person", "google", Verb.SYNC_NOW);

        var request = room.claim().getFirst();
        assertThat(request.userId()).isEqualTo("person");
        assertThat(request.commandId()).isEqualTo("c1");
        assertThat(request.mode()).isEqualTo(Mode.DELTA);
        assertThat(request.trigger()).isEqualTo(Trigger.MANUAL);
        assertThat(states()).containsExactly("ACCEPTED 1");
    }

    @Test
    void reconcile_reads_everything() {
        room.connection(KEY, room.now().plusSeconds(900));

        accept("c1", "u1", "google", Verb.RECONCILE);

        assertThat(room.claim()).extracting(Request::mode).containsExactly(Mode.FULL);
    }

    @Test
    void republish_reads_nothing_and_waits_behind_everybody_else_also_for_one_user() {
        room.connection(KEY, room.now().plusSeconds(900));
        room.connection("acme/u2/google", room.now());

        accept("c1", "u1", "google", Verb.REPUBLISH);

        var requests = room.claim();
        assertThat(requests).extracting(Request::userId).containsExactly("u2", "u1");
        assertThat(requests.getLast().mode()).isEqualTo(Mode.REPUBLISH);
        assertThat(requests.getLast().trigger()).isEqualTo(Trigger.MANUAL);
    }

    @Test
    void republish_is_followed_slice_by_slice_and_the_round_it_displaced_comes_right_after() {
        room.connection(KEY, room.now().plusSeconds(900));
        accept("c1", null, null, Verb.REPUBLISH);
        var slice = room.claim().getFirst();

        room.settlements().settle(KEY, new Outcome.Deferred(slice.requestId().toString(), 9, true, room.now()));
        var continued = room.claim().getFirst();
        room.completed(KEY, continued.requestId());

        assertThat(continued.mode()).isEqualTo(Mode.REPUBLISH);
        assertThat(continued.commandId()).isEqualTo("c1");
        assertThat(states()).containsExactly("ACCEPTED 1", "DONE 1");
        assertThat(room.claim()).singleElement().satisfies(round -> {
            assertThat(round.mode()).isEqualTo(Mode.DELTA);
            assertThat(round.commandId()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({"RECONCILE, FULL", "SYNC_NOW, DELTA"})
    void a_command_that_wants_to_read_is_not_done_by_a_run_that_republishes(Verb reading, Mode mode) {
        room.connection(KEY, room.now().plusSeconds(900));
        accept("reading", "u1", "google", reading);
        accept("republish", "u1", "google", Verb.REPUBLISH);

        var first = room.claim().getFirst();
        room.completed(KEY, first.requestId());
        var afterFirst = states();
        var second = room.claim().getFirst();
        room.completed(KEY, second.requestId());

        assertThat(first.commandId()).isEqualTo("republish");
        assertThat(afterFirst).containsExactly("ACCEPTED 1", "ACCEPTED 1", "DONE 1");
        assertThat(second.commandId()).isEqualTo("reading");
        assertThat(second.mode()).isEqualTo(mode);
        assertThat(states()).containsExactly("ACCEPTED 1", "ACCEPTED 1", "DONE 1", "DONE 1");
        assertThat(room.claim()).isEmpty();
    }

    @Test
    void a_republish_that_comes_while_a_connection_is_read_has_a_run_of_its_own() {
        room.connection(KEY, room.now());
        var read = room.claim().getFirst();

        accept("c1", "u1", "google", Verb.REPUBLISH);
        room.completed(KEY, read.requestId());
        var before = states();
        var own = room.claim().getFirst();

        assertThat(before).containsExactly("ACCEPTED 1");
        assertThat(own.mode()).isEqualTo(Mode.REPUBLISH);
        assertThat(own.commandId()).isEqualTo("c1");
    }

    @Test
    void a_filter_covers_what_it_names_and_goes_behind_everybody_else() {
        room.connections("acme", 3, room.now().plusSeconds(900));
        room.connection("acme/u1/outlook", room.now().plusSeconds(900));
        room.connection("other/u1/google", room.now());

        accept("tenant", null, null, Verb.SYNC_NOW);
        accept("provider", null, "outlook", Verb.SYNC_NOW);
        accept("user", "u1", null, Verb.SYNC_NOW);

        assertThat(states()).containsExactly("ACCEPTED 4", "ACCEPTED 1", "ACCEPTED 2");
        var requests = room.claim();
        assertThat(requests).hasSize(5);
        assertThat(requests.getFirst().tenantId()).isEqualTo("other");
    }

    @Test
    void a_filter_does_not_push_back_what_is_due_already() {
        room.connection(KEY, room.now().minusSeconds(1));
        room.connection("acme/u2/google", room.now().plusSeconds(60));

        accept("c1", null, null, Verb.SYNC_NOW);

        assertThat(room.row(KEY))
                .containsEntry("next_priority", 2)
                .containsEntry("due_at", room.now().minusSeconds(1));
        assertThat(room.row("acme/u2/google")).containsEntry("next_priority", 3).containsEntry("due_at", room.now());
    }

    @Test
    void a_command_repeated_changes_nothing() {
        room.connection(KEY, room.now().plusSeconds(900));
        accept("c1", "u1", "google", Verb.SYNC_NOW);
        var request = room.claim().getFirst();
        room.completed(KEY, request.requestId());
        var before = room.row(KEY);

        accept("c1", "u1", "google", Verb.RECONCILE);

        assertThat(room.row(KEY)).isEqualTo(before);
        assertThat(states()).containsExactly("ACCEPTED 1", "DONE 1");
    }

    @Test
    void a_command_is_done_when_every_connection_has_its_answer() {
        room.connections("acme", 2, room.now().plusSeconds(900));
        accept("c1", null, null, Verb.SYNC_NOW);
        var requests = room.claim();

        room.completed(
                "acme/" + requests.get(0).userId() + "/google", requests.get(0).requestId());
        var half = states();
        room.settlements()
                .settle(
                        "acme/" + requests.get(1).userId() + "/google",
                        new Outcome.Failed(requests.get(1).requestId().toString(), 9, room.now()));

        assertThat(half).containsExactly("ACCEPTED 2");
        assertThat(states()).containsExactly("ACCEPTED 2", "DONE 2");
        assertThat(room.command("c1").state()).isEqualTo(ResyncState.DONE);
        assertThat(room.command("c1").remaining()).isZero();
        assertThat(room.command("c1").endedAt()).isEqualTo(room.now());
    }

    @Test
    void deferred_work_of_a_command_goes_on_for_it() {
        room.connection(KEY, room.now().plusSeconds(900));
        accept("c1", "u1", "google", Verb.RECONCILE);
        var slice = room.claim().getFirst();

        room.settlements().settle(KEY, new Outcome.Deferred(slice.requestId().toString(), 9, true, room.now()));
        var continued = room.claim().getFirst();
        var before = states();
        room.completed(KEY, continued.requestId());

        assertThat(continued.commandId()).isEqualTo("c1");
        assertThat(continued.mode()).isEqualTo(Mode.FULL);
        assertThat(continued.trigger()).isEqualTo(Trigger.CONTINUATION);
        assertThat(before).containsExactly("ACCEPTED 1");
        assertThat(states()).containsExactly("ACCEPTED 1", "DONE 1");
    }

    @Test
    void a_wish_while_one_is_in_flight_is_due_when_that_one_ends() {
        room.connection(KEY, room.now());
        var first = room.claim().getFirst();

        accept("c1", "u1", "google", Verb.RECONCILE);
        var meanwhile = room.claim();
        room.completed(KEY, first.requestId());
        var beforeItsOwn = states();
        var second = room.claim().getFirst();
        room.completed(KEY, second.requestId());

        assertThat(meanwhile).isEmpty();
        assertThat(beforeItsOwn).containsExactly("ACCEPTED 1");
        assertThat(second.commandId()).isEqualTo("c1");
        assertThat(second.mode()).isEqualTo(Mode.FULL);
        assertThat(states()).containsExactly("ACCEPTED 1", "DONE 1");
    }

    @Test
    void commands_that_wait_together_are_served_by_one_request_under_the_oldest() {
        room.connection(KEY, room.now().plusSeconds(900));
        accept("zz-first", "u1", "google", Verb.SYNC_NOW);
        accept("aa-second", null, "google", Verb.RECONCILE);

        var requests = room.claim();
        room.completed(KEY, requests.getFirst().requestId());

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().commandId()).isEqualTo("zz-first");
        assertThat(requests.getFirst().mode()).isEqualTo(Mode.FULL);
        assertThat(states()).containsExactlyInAnyOrder("ACCEPTED 1", "ACCEPTED 1", "DONE 1", "DONE 1");
        assertThat(room.claim()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"PAUSED", "NEEDS_RECONNECT", "DISCONNECTED"})
    void a_connection_that_stops_lets_its_commands_go(Status stopped) {
        room.connection(KEY, room.now().plusSeconds(900));
        accept("c1", "u1", "google", Verb.SYNC_NOW);
        room.claim();
        accept("c2", "u1", "google", Verb.SYNC_NOW);

        room.told(KEY, stopped);

        assertThat(states()).containsExactly("ACCEPTED 1", "ACCEPTED 1", "DONE 1", "DONE 1");
    }

    @Test
    void what_cannot_be_served_is_rejected_with_a_reason() {
        room.told("acme/paused/google", Status.PAUSED);
        room.told("acme/lost/google", Status.NEEDS_RECONNECT);
        room.told("acme/gone/google", Status.DISCONNECTED);

        accept("c1", "paused", "google", Verb.SYNC_NOW);
        accept("c2", "lost", "google", Verb.SYNC_NOW);
        accept("c3", "gone", "google", Verb.SYNC_NOW);
        accept("c4", "nobody", "google", Verb.SYNC_NOW);
        accept("c5", null, null, Verb.SYNC_NOW);
        accept("c6", "paused", "google", Verb.UNKNOWN);
        accept("c7", "paused", "caldav", Verb.SYNC_NOW);
        room.resyncs().accept(List.of(new ResyncWish("c8", "foreign", null, null, Verb.SYNC_NOW, false, null, null)));

        assertThat(room.announced()).extracting(Announcement::state).containsOnly(ResyncState.REJECTED);
        assertThat(room.announced())
                .extracting(Announcement::message)
                .containsExactly(
                        "The connection of tenant 'acme', user 'paused', provider 'google' is paused; resume it first.",
                        "The connection of tenant 'acme', user 'lost', provider 'google' must be reconnected by its"
                                + " user first.",
                        "There is no connection of tenant 'acme', user 'gone', provider 'google', or it was"
                                + " disconnected.",
                        "There is no connection of tenant 'acme', user 'nobody', provider 'google', or it was"
                                + " disconnected.",
                        "No connection of tenant 'acme' can be synced; none is known, or all wait for a person.",
                        "The verb is not known here; use SYNC_NOW, RECONCILE, REBUILD, REPUBLISH or CANCEL.",
                        "Provider 'caldav' is not known; use google or outlook.",
                        "No connection of tenant 'foreign' can be synced; none is known, or all wait for a person.");
        assertThat(room.command("c1").endedAt()).isEqualTo(room.now());
    }

    @Test
    void a_disabled_connection_can_be_tried_by_hand() {
        room.connection(KEY, room.now().plusSeconds(900));
        room.told(KEY, Status.DISABLED);
        room.set(KEY, "due_at = NULL");

        accept("c1", "u1", "google", Verb.SYNC_NOW);

        assertThat(room.claim()).extracting(Request::commandId).containsExactly("c1");
    }

    @Test
    void a_filter_over_a_hundred_thousand_connections_is_accepted_in_one_go() {
        room.connections("acme", 100_000, room.now().plusSeconds(900));

        accept("c1", null, "google", Verb.RECONCILE);

        assertThat(states()).containsExactly("ACCEPTED 100000");
        assertThat(room.command("c1").remaining()).isEqualTo(100_000);
        assertThat(room.claim()).hasSize(250).extracting(Request::commandId).containsOnly("c1");
    }

    @Test
    void two_that_end_the_last_connections_at_once_say_done_once() throws Exception {
        room.connections("acme", 200, room.now().plusSeconds(900));
        accept("c1", null, null, Verb.SYNC_NOW);
        accept("c2", null, "google", Verb.SYNC_NOW);
        var requests = room.claim();

        try (var threads = Executors.newFixedThreadPool(4)) {
            threads.invokeAll(requests.stream()
                            .<Callable<String>>map(request -> () -> {
                                var key = "acme/" + request.userId() + "/google";
                                room.settlements()
                                        .settle(
                                                key,
                                                new Outcome.Completed(
                                                        request.requestId().toString(), 9, false, 1));
                                return key;
                            })
                            .toList())
                    .forEach(done -> assertThat(done).succeedsWithin(Duration.ofSeconds(20)));
        }

        assertThat(states()).containsExactly("ACCEPTED 200", "ACCEPTED 200", "DONE 200", "DONE 200");
    }

    /// The claim stops between its snapshot and its first lock; meanwhile a command commits.
    @Test
    void a_command_that_comes_while_its_connection_is_claimed_goes_with_the_request() throws Exception {
        room.connection(KEY, room.now().minusSeconds(1));
        room.jdbc().sql("""
                CREATE FUNCTION scheduler.gate() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN
                     IF current_query() LIKE '%granted%' THEN PERFORM pg_advisory_xact_lock(4711); END IF;
                     RETURN NULL;
                   END $$;
                CREATE TRIGGER gate BEFORE UPDATE ON scheduler.schedule FOR EACH STATEMENT
                   EXECUTE FUNCTION scheduler.gate()
                """).update();

        List<Request> requests;
        try (var threads = Executors.newSingleThreadExecutor();
                var gate = room.pool().getConnection()) {
            gate.createStatement().execute("SELECT pg_advisory_lock(4711)");
            var claim = threads.submit(() -> room.transactions()
                    .execute(_ -> room.claims().claim(room.now()).requests()));
            await().until(() -> room.jdbc()
                    .sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    .query(Integer.class)
                    .single()
                    .equals(1));
            accept("c1", "u1", null, Verb.RECONCILE);
            gate.createStatement().execute("SELECT pg_advisory_unlock(4711)");
            requests = claim.get(20, TimeUnit.SECONDS);
        } finally {
            room.jdbc().sql("DROP FUNCTION scheduler.gate() CASCADE").update();
        }

        assertThat(requests)
                .filteredOn(request -> request.userId().equals("u1"))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.mode()).isEqualTo(Mode.FULL);
                    assertThat(request.commandId()).isEqualTo("c1");
                    assertThat(room.row(KEY)).containsEntry("command_id", "c1");
                    room.completed(KEY, request.requestId());
                });
        assertThat(states()).containsExactly("ACCEPTED 1", "DONE 1");
    }

    @Test
    void a_command_is_cancelled_while_an_outcome_settles() {
        room.connection(KEY, room.now());
        var read = room.claim().getFirst();
        accept("c1", null, null, Verb.REBUILD);

        cancelDuring("c1", () -> room.completed(KEY, read.requestId()));

        assertThat(states()).containsExactly("ACCEPTED 1", "CANCELLED 1", "DONE 0");
        assertThat(room.row(KEY))
                .containsEntry("next_mode", "DELTA")
                .containsEntry("next_priority", 2)
                .doesNotContainKeys("request_id", "promised_at");
        assertThat((Instant) room.row(KEY).get("due_at")).isAfter(room.now());
    }

    @Test
    void a_command_is_cancelled_while_its_last_connection_stops() {
        room.connection(KEY, room.now().plusSeconds(900));
        accept("c1", null, null, Verb.REBUILD);

        cancelDuring("c1", () -> room.told(KEY, Status.PAUSED));

        assertThat(states()).containsExactly("ACCEPTED 1", "DONE 1", "REJECTED 0");
        assertThat(room.announced().getLast().message()).isEqualTo("Command 'c1' has ended already; it is DONE.");
        assertThat(room.row(KEY)).doesNotContainKeys("due_at", "promised_at");
    }

    @Test
    void commands_that_ended_long_ago_are_forgotten_with_what_they_covered() {
        room.connections("acme", 2, room.now().plusSeconds(900));
        accept("open", "u1", "google", Verb.SYNC_NOW);
        accept("rejected", "nobody", "google", Verb.SYNC_NOW);

        room.resyncs().forgetEnded(room.now());
        var kept = states();
        room.resyncs().forgetEnded(room.now().plusSeconds(1));

        assertThat(kept).containsExactly("ACCEPTED 1", "REJECTED 0");
        assertThat(states()).containsExactly("ACCEPTED 1");
    }

    @Test
    void a_command_without_readable_ids_is_refused() {
        assertThatThrownBy(() -> new ResyncWish(" ", "acme", null, null, Verb.SYNC_NOW, false, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("commandId");
        assertThatThrownBy(() -> new ResyncWish("c1", "a\u0000b", null, null, Verb.SYNC_NOW, false, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tenantId");
        assertThatThrownBy(() -> new ResyncWish("c1", "acme", "", null, Verb.SYNC_NOW, false, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("userId");
    }

    /// Another transaction holds the row of [#KEY] before the cancelling begins, and does `change` once that waits.
    private static void cancelDuring(String commandId, Runnable change) {
        var cancel = new ResyncWish("stop", "acme", null, null, Verb.CANCEL, false, commandId, null);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var cancelled = room.transactions().execute(_ -> {
                room.jdbc()
                        .sql("SELECT 1 FROM scheduler.schedule WHERE connection_key = :key FOR UPDATE")
                        .param("key", KEY)
                        .query(Integer.class)
                        .single();
                var waiting = threads.submit(() -> room.resyncs().accept(List.of(cancel)));
                await().until(ResyncsTest::oneWaitsForARow);
                change.run();
                return waiting;
            });
            assertThat(cancelled).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private static boolean oneWaitsForARow() {
        return room.jdbc()
                .sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                .query(Integer.class)
                .single()
                .equals(1);
    }

    private static void accept(String commandId, @Nullable String user, @Nullable String provider, Verb verb) {
        room.resyncs()
                .accept(List.of(new ResyncWish(commandId, "acme", user, provider, verb, false, null, "somebody")));
    }

    private static List<String> states() {
        return room.announced().stream()
                .map(it -> it.state() + " " + it.connections())
                .toList();
    }
}
