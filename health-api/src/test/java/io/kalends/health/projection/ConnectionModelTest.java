package io.kalends.health.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.kalends.health.projection.Fact.Completed;
import io.kalends.health.projection.Fact.Deferred;
import io.kalends.health.projection.Fact.Failed;
import io.kalends.health.projection.Fact.Moved;
import io.kalends.health.projection.Fact.OfConnection;
import io.kalends.schemas.ConnectionKey;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionModelTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ConnectionKey KEY = new ConnectionKey("acme", "u1", "google");

    @Test
    void every_order_and_every_repetition_of_a_history_ends_in_the_same_model() {
        List<OfConnection> history = List.of(
                moved(1, ConnectionState.LINKED, null),
                completed(2),
                failed(3, 1, false),
                deferred(4),
                moved(5, ConnectionState.DISCONNECTED, null),
                moved(6, ConnectionState.LINKED, null),
                completed(7));
        var expected = fold(history);

        for (var order : permutations(history)) {
            assertThat(fold(order)).isEqualTo(expected);
        }
        assertThat(fold(twice(history))).isEqualTo(expected);
    }

    @Test
    void random_histories_with_repetitions_end_in_the_same_model_in_any_order() {
        for (int seed = 0; seed < 200; seed++) {
            var chance = new Random(seed);
            var history = randomHistory(chance);
            var shuffled = twice(history);
            Collections.shuffle(shuffled, chance);

            assertThat(fold(shuffled)).as("seed %d", seed).isEqualTo(fold(history));
        }
    }

    @Test
    void the_newest_word_says_how_many_calendars_cannot_be_read() {
        var calendars = List.of(calendar("a", true, 0), calendar("b", true, 2), calendar("left out", false, 9));
        var moved = withCalendars(2, ConnectionState.ACTIVE, calendars);

        assertThat(fold(List.of(moved)).calendarsFailing()).isOne();
        assertThat(fold(List.of(partly(3, 2), moved)).calendarsFailing()).isEqualTo(2);
        assertThat(fold(List.of(moved, completed(3))).calendarsFailing()).isZero();
        assertThat(fold(List.of(moved, partly(1, 2))).calendarsFailing()).isOne();
    }

    @Test
    void a_calendar_that_cannot_be_read_is_a_warning_and_no_error() {
        var partly = fold(List.of(withCalendars(1, ConnectionState.ACTIVE, List.of(calendar("a", true, 1)))));
        var paused = fold(List.of(withCalendars(1, ConnectionState.PAUSED, List.of(calendar("a", true, 1)))));

        assertThat(Warning.about(partly, NOON, Duration.ofHours(1), List.of()))
                .containsExactly(Warning.CALENDAR_FAILING);
        assertThat(partly.withErrors()).isFalse();
        assertThat(partly.state().active()).isTrue();
        assertThat(Warning.about(paused, NOON, Duration.ofHours(1), List.of())).isEmpty();
    }

    @Test
    void deletions_that_wait_for_a_person_are_a_warning_also_while_the_connection_is_paused() {
        var calendars = List.of(holding("a", 30), calendar("b", true, 0), holding("c", 12));
        var active = fold(List.of(withCalendars(1, ConnectionState.ACTIVE, calendars)));
        var paused = fold(List.of(withCalendars(1, ConnectionState.PAUSED, calendars)));

        assertThat(active.deletionsHeld()).isEqualTo(42);
        assertThat(active.withErrors()).isFalse();
        assertThat(Warning.about(active, NOON, Duration.ofHours(1), List.of())).containsExactly(Warning.DELETIONS_HELD);
        assertThat(Warning.about(paused, NOON, Duration.ofHours(1), List.of())).containsExactly(Warning.DELETIONS_HELD);
        assertThat(active.with(moved(2, ConnectionState.ACTIVE, null)).deletionsHeld())
                .isZero();
    }

    @Test
    void a_disconnect_erases_what_was_before_and_what_arrives_late() {
        var model = fold(List.of(completed(1), moved(3, ConnectionState.DISCONNECTED, null), failed(2, 1, false)));

        assertThat(model.listed()).isFalse();
        assertThat(model.erasedThrough()).isEqualTo(3);
        assertThat(model.history().runs()).isEmpty();
    }

    @Test
    void a_connection_made_again_is_listed_without_its_past() {
        var model = fold(List.of(
                completed(1), moved(3, ConnectionState.DISCONNECTED, null), moved(4, ConnectionState.LINKED, null)));

        assertThat(model.listed()).isTrue();
        assertThat(model.lastSync()).isNull();
        assertThat(model.state()).isEqualTo(ConnectionState.LINKED);
    }

    @Test
    void a_success_clears_failures_and_error_even_when_it_arrives_first() {
        var model = fold(List.of(completed(3), failed(2, 4, false)));

        assertThat(model.consecutiveFailures()).isZero();
        assertThat(model.lastError()).isNull();
        assertThat(model.withErrors()).isFalse();
    }

    @Test
    void a_failure_after_a_success_shows_its_message_and_keeps_the_last_sync() {
        var model = fold(List.of(moved(1, ConnectionState.ACTIVE, null), completed(2), failed(3, 2, false)));

        assertThat(model.lastError()).isEqualTo("Google answered 503");
        assertThat(model.consecutiveFailures()).isEqualTo(2);
        assertThat(model.lastSync()).isEqualTo(NOON.plusSeconds(2));
        assertThat(model.withErrors()).isTrue();
        assertThat(model.state().active()).isTrue();
    }

    @Test
    void a_failure_that_disabled_the_connection_counts_before_the_state_is_told() {
        var model = fold(List.of(moved(1, ConnectionState.ACTIVE, null), failed(2, 5, true)));

        assertThat(model.state()).isEqualTo(ConnectionState.DISABLED);
        assertThat(model.with(moved(3, ConnectionState.ACTIVE, null)).state()).isEqualTo(ConnectionState.ACTIVE);
    }

    @Test
    void a_connection_known_from_its_runs_alone_stands_where_they_left_it() {
        assertThat(fold(List.of(completed(1))).state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(fold(List.of(completed(1), failed(2, 1, false))).state()).isEqualTo(ConnectionState.DEGRADED);
        assertThat(fold(List.of(deferred(1))).state()).isEqualTo(ConnectionState.LINKED);
        assertThat(ConnectionModel.unknown(KEY).listed()).isFalse();
    }

    @Test
    void what_a_troubled_state_says_is_the_error_until_a_run_completes() {
        var model = fold(List.of(completed(1), moved(2, ConnectionState.NEEDS_RECONNECT, "consent withdrawn")));

        assertThat(model.lastError()).isEqualTo("consent withdrawn");
        assertThat(model.with(completed(3)).lastError()).isNull();
    }

    @Test
    void a_deferral_says_what_is_waited_for_until_the_run_goes_on() {
        var waiting = fold(List.of(completed(1), deferred(2)));

        assertThat(waiting.waiting()).isEqualTo(new ConnectionModel.Waiting(NOON.plusSeconds(90), "RATE_LIMIT"));
        assertThat(waiting.with(completed(3)).waiting()).isNull();
    }

    @Test
    void a_failure_is_waited_out_until_the_connection_is_told_to_be_well_again() {
        var failing = fold(List.of(completed(1), failed(2, 2, false)));
        var next = new ConnectionModel.Waiting(NOON.plusSeconds(60), "PROVIDER_UNAVAILABLE");

        assertThat(failing.waiting()).isEqualTo(next);
        assertThat(failing.with(moved(3, ConnectionState.DEGRADED, "down")).waiting())
                .isEqualTo(next);
        assertThat(failing.with(moved(3, ConnectionState.LINKED, null)).waiting())
                .as("connected again")
                .isNull();
    }

    @Test
    void the_history_keeps_the_newest_fifty_runs() {
        var model = ConnectionModel.unknown(KEY);
        for (int sequence = 80; sequence > 0; sequence--) {
            model = model.with(completed(sequence));
        }

        assertThat(model.history().runs())
                .hasSize(50)
                .first()
                .extracting(Run::sequence)
                .isEqualTo(80L);
        assertThat(model.history().runs()).last().extracting(Run::sequence).isEqualTo(31L);
    }

    @Test
    void the_token_expires_when_the_newest_word_about_it_says() {
        var model = fold(List.of(completed(5), moved(3, ConnectionState.ACTIVE, null)));

        assertThat(model.tokenExpiry()).isEqualTo(NOON.plusSeconds(3605));
    }

    private static List<OfConnection> randomHistory(Random chance) {
        var history = new ArrayList<OfConnection>();
        for (int sequence = 1; sequence <= 12; sequence++) {
            history.add(
                    switch (chance.nextInt(5)) {
                        case 0 -> completed(sequence);
                        case 1 -> failed(sequence, chance.nextInt(6), chance.nextBoolean());
                        case 2 -> deferred(sequence);
                        case 3 -> moved(sequence, ConnectionState.ACTIVE, null);
                        default ->
                            moved(
                                    sequence,
                                    chance.nextBoolean() ? ConnectionState.DISCONNECTED : ConnectionState.DEGRADED,
                                    "said");
                    });
        }
        return history;
    }

    private static ConnectionModel fold(List<OfConnection> facts) {
        var model = ConnectionModel.unknown(KEY);
        for (var fact : facts) {
            model = model.with(fact);
        }
        return model;
    }

    private static List<OfConnection> twice(List<OfConnection> facts) {
        var all = new ArrayList<>(facts);
        all.addAll(facts);
        return all;
    }

    private static List<List<OfConnection>> permutations(List<OfConnection> facts) {
        if (facts.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<OfConnection>>();
        for (var first : facts) {
            var rest = new ArrayList<>(facts);
            rest.remove(first);
            for (var order : permutations(rest)) {
                var whole = new ArrayList<OfConnection>();
                whole.add(first);
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }

    private static Completed completed(long sequence) {
        return new Completed(
                "c" + sequence,
                KEY,
                sequence,
                null,
                NOON,
                "DELTA",
                "SCHEDULE",
                NOON.plusSeconds(sequence),
                1234,
                42,
                0,
                NOON.plusSeconds(3600 + sequence));
    }

    private static Completed partly(long sequence, int calendarsFailed) {
        var whole = completed(sequence);
        return new Completed(
                whole.eventId(),
                KEY,
                sequence,
                null,
                NOON,
                whole.mode(),
                whole.trigger(),
                whole.completedAt(),
                whole.durationMillis(),
                whole.eventsSynced(),
                calendarsFailed,
                whole.tokenExpiresAt());
    }

    private static Moved withCalendars(long sequence, ConnectionState state, List<Calendar> calendars) {
        return new Moved(
                "m" + sequence,
                KEY,
                sequence,
                null,
                NOON,
                state,
                null,
                null,
                NOON.plusSeconds(3600),
                0,
                Moved.failing(calendars),
                Moved.held(calendars),
                calendars);
    }

    private static Calendar calendar(String id, boolean selected, int failures) {
        return new Calendar(
                id,
                null,
                false,
                selected,
                "LIVE",
                null,
                new Calendar.Trouble(failures, null, "cannot be read", null),
                null);
    }

    private static Calendar holding(String id, int deletions) {
        return new Calendar(
                id,
                null,
                false,
                true,
                "LIVE",
                null,
                Calendar.Trouble.NONE,
                new HeldDeletions(deletions, 100, NOON, List.of()));
    }

    private static Failed failed(long sequence, int failures, boolean disabled) {
        return new Failed(
                "f" + sequence,
                KEY,
                sequence,
                null,
                NOON,
                "TRANSIENT",
                "PROVIDER_UNAVAILABLE",
                "Google answered 503",
                failures,
                NOON.plusSeconds(60),
                disabled);
    }

    private static Deferred deferred(long sequence) {
        return new Deferred("d" + sequence, KEY, sequence, null, NOON, "RATE_LIMIT", NOON.plusSeconds(90));
    }

    private static Moved moved(long sequence, ConnectionState state, @Nullable String message) {
        return new Moved(
                "m" + sequence,
                KEY,
                sequence,
                null,
                NOON,
                state,
                null,
                message,
                NOON.plusSeconds(60),
                0,
                0,
                0,
                List.of());
    }
}
