package io.kalends.scheduler.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LearnTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant LATER = NOON.plusSeconds(600);
    static final String KEY = "acme/u1/google";
    static final Duration INTERVAL = Duration.ofMinutes(15);
    static final Standing.InFlight FLIGHT = new Standing.InFlight(new UUID(1, 1), Mode.DELTA, Priority.SCHEDULED);

    final Cadence cadence = new Cadence(INTERVAL, () -> 0.5);
    final SchedulePlan plan = new SchedulePlan(cadence);

    @Test
    void a_connection_somebody_has_just_made_is_due_at_once_and_first() {
        var news = new ConnectionNews(KEY, 1, Status.LINKED, true, NOON.minusSeconds(299));

        var standing = stands(plan.learn(null, -1, news, NOON));

        assertThat(standing.dueAt()).isEqualTo(NOON);
        assertThat(standing.next()).isEqualTo(new Next(Mode.DELTA, Trigger.SCHEDULE, Priority.INTERACTIVE));
    }

    @Test
    void an_old_record_about_a_connect_is_no_reason_to_hurry() {
        var commanded = new ConnectionNews(KEY, 1, Status.LINKED, true, NOON.minusSeconds(300));
        var imported = new ConnectionNews(KEY, 1, Status.LINKED, false, NOON);

        for (var news : List.of(commanded, imported)) {
            var standing = stands(plan.learn(null, -1, news, NOON));
            assertThat(standing.dueAt()).isEqualTo(NOON.plus(cadence.place(KEY)));
            assertThat(standing.next()).isEqualTo(Next.ON_SCHEDULE);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"LINKED", "ACTIVE", "DEGRADED"})
    void a_connection_that_flows_gets_its_place_in_the_interval(Status status) {
        assertThat(stands(plan.learn(null, -1, news(1, status), NOON)).dueAt())
                .isBetween(NOON, NOON.plus(INTERVAL))
                .isEqualTo(NOON.plus(cadence.place(KEY)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"PAUSED", "NEEDS_RECONNECT"})
    void a_connection_that_waits_for_a_person_is_not_due(Status status) {
        assertThat(stands(plan.learn(null, -1, news(1, status), NOON)).dueAt()).isNull();
        assertThat(stands(plan.learn(row(Status.ACTIVE, LATER, null), -1, news(11, status), NOON)))
                .isEqualTo(new Standing(status, null, Next.ON_SCHEDULE, null, null, 11, 5));
        assertThat(stands(plan.learn(row(Status.ACTIVE, null, FLIGHT), -1, news(11, status), NOON)))
                .isEqualTo(new Standing(status, null, Next.ON_SCHEDULE, null, null, 11, 5));
    }

    @Test
    void a_disabled_connection_keeps_the_time_of_its_probe() {
        var told = stands(plan.learn(row(Status.ACTIVE, LATER, null), -1, news(11, Status.DISABLED), NOON));

        assertThat(told.status()).isEqualTo(Status.DISABLED);
        assertThat(told.dueAt()).isEqualTo(LATER);
    }

    @Test
    void a_disabled_connection_that_waits_for_a_person_goes_on_waiting() {
        var told = stands(plan.learn(row(Status.ACTIVE, null, null), -1, news(11, Status.DISABLED), NOON));

        assertThat(told.dueAt()).isNull();
    }

    @Test
    void a_disabled_connection_without_a_time_is_probed_but_never_at_once() {
        var unknown = stands(plan.learn(null, -1, news(1, Status.DISABLED), NOON));
        var resumed = stands(plan.learn(row(Status.PAUSED, null, null), -1, news(11, Status.DISABLED), NOON));

        assertThat(unknown.dueAt()).isBetween(NOON.plus(INTERVAL), NOON.plus(INTERVAL.multipliedBy(2)));
        assertThat(resumed.dueAt()).isBetween(NOON.plus(INTERVAL), NOON.plus(INTERVAL.multipliedBy(2)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"PAUSED", "NEEDS_RECONNECT", "DISABLED"})
    void a_connection_that_comes_back_is_due_at_once(Status stopped) {
        var due = stopped == Status.DISABLED ? LATER : null;

        var linked = stands(plan.learn(row(stopped, due, null), -1, news(11, Status.LINKED), NOON));
        var active = stands(plan.learn(row(stopped, due, null), -1, news(11, Status.ACTIVE), NOON));

        assertThat(linked.dueAt()).isEqualTo(NOON);
        assertThat(active.dueAt()).isEqualTo(NOON);
    }

    @Test
    void a_connection_that_its_own_probe_brought_back_is_not_run_again_at_once() {
        var probed = new Standing(Status.DISABLED, LATER, Next.ON_SCHEDULE, null, null, 10, 12);

        var told = stands(plan.learn(probed, -1, news(13, Status.ACTIVE), NOON));

        assertThat(told.dueAt()).isEqualTo(LATER);
    }

    @Test
    void news_that_it_flows_does_not_touch_a_due_time_or_a_request_in_flight() {
        var scheduled = stands(plan.learn(row(Status.LINKED, LATER, null), -1, news(11, Status.ACTIVE), NOON));
        var flying = stands(plan.learn(row(Status.LINKED, null, FLIGHT), -1, news(11, Status.ACTIVE), NOON));

        assertThat(scheduled.dueAt()).isEqualTo(LATER);
        assertThat(flying.dueAt()).isNull();
        assertThat(flying.inFlight()).isEqualTo(FLIGHT);
    }

    @Test
    void an_older_or_repeated_record_changes_nothing() {
        assertThat(plan.learn(row(Status.ACTIVE, LATER, null), -1, news(10, Status.PAUSED), NOON))
                .isEqualTo(new Learned.Stale());
        assertThat(plan.learn(row(Status.ACTIVE, LATER, null), -1, news(9, Status.DISCONNECTED), NOON))
                .isEqualTo(new Learned.Stale());
    }

    @Test
    void a_disconnected_connection_comes_back_by_a_newer_record_only() {
        assertThat(plan.learn(row(Status.ACTIVE, LATER, null), -1, news(11, Status.DISCONNECTED), NOON))
                .isEqualTo(new Learned.Gone(11));
        assertThat(plan.learn(null, 11, news(10, Status.ACTIVE), NOON)).isEqualTo(new Learned.Stale());
        assertThat(plan.learn(null, 11, news(11, Status.DISCONNECTED), NOON)).isEqualTo(new Learned.Stale());
        assertThat(plan.learn(null, 11, news(12, Status.LINKED), NOON)).isInstanceOf(Learned.Stands.class);
    }

    @Test
    void a_row_that_cannot_be_is_refused() {
        assertThatThrownBy(() -> row(Status.DISCONNECTED, null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> row(Status.PAUSED, NOON, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> news(-1, Status.ACTIVE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Standing row(Status status, @Nullable Instant dueAt, Standing.@Nullable InFlight inFlight) {
        return new Standing(status, dueAt, Next.ON_SCHEDULE, null, inFlight, 10, 5);
    }

    private static ConnectionNews news(long sequence, Status status) {
        return new ConnectionNews(KEY, sequence, status, false, NOON);
    }

    private static Standing stands(Learned learned) {
        return ((Learned.Stands) learned).standing();
    }
}
