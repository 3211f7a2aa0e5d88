package io.kalends.worker.incident;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Door;
import io.kalends.core.incident.Incident;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.IncidentRules;
import io.kalends.core.incident.Passage;
import io.kalends.core.incident.Passage.Free;
import io.kalends.core.incident.Passage.Held;
import io.kalends.core.incident.Passage.Probe;
import io.kalends.core.incident.SharedIncidents;
import io.kalends.core.incident.Standing;
import io.kalends.worker.vault.VaultDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/// Two workers on one database. The database tells the time; what the workers see of it is moved by hand.
class SharedIncidentsTest {

    private static final Duration PROBE = Duration.ofSeconds(15);

    private final VaultDatabase database = new VaultDatabase();
    private final JdbcIncidentBoard board = new JdbcIncidentBoard(database.jdbc());
    private long nanos;
    private int number;
    private final SharedIncidents one = worker();
    private final SharedIncidents other = worker();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_one_worker_notices_the_other_knows_a_second_later() {
        goDown(one);
        assertThat(enter(one, 1)).isInstanceOf(Held.class);

        nanos += Duration.ofSeconds(1).toNanos();

        assertThat(enter(other, 2)).isInstanceOf(Held.class);
        assertThat(other.failed(key(9), IncidentKind.OUTAGE, "503"))
                .as("frozen at once")
                .isNotNull();
        assertThat(board.look().incidents()).hasSize(1);
    }

    @Test
    void the_other_provider_and_the_other_door_are_not_concerned() {
        goDown(one);

        assertThat(one.enter(new ConnectionKey("acme", "u1", Provider.OUTLOOK), Door.API, false))
                .isEqualTo(new Free());
        assertThat(one.enter(key(1), Door.TOKEN, false)).isEqualTo(new Free());
        assertThat(one.calm(Provider.OUTLOOK)).isTrue();
        assertThat(one.calm(Provider.GOOGLE)).isFalse();
    }

    @Test
    void one_probe_goes_however_many_workers_ask_at_once() {
        goDown(one);
        probeIsDue();

        assertThat(enter(one, 1)).isEqualTo(new Probe());
        assertThat(enter(other, 2)).isInstanceOf(Held.class);
        assertThat(enter(one, 3)).isInstanceOf(Held.class);
    }

    @Test
    void a_probe_that_came_through_lets_some_go_and_in_the_end_all() {
        goDown(one);
        probeIsDue();
        enter(one, 1);

        one.worked(key(1), Door.API);
        assertThat(incident().standing()).isInstanceOf(Standing.Recovering.class);

        moveBack("since", Duration.ofMinutes(3));
        assertThat(enter(other, 2)).isEqualTo(new Free());
        assertThat(incident().closed()).isTrue();
    }

    @Test
    void the_probe_of_one_provider_is_not_lost_for_that_of_another() {
        goDown(one);
        goDown(one, Provider.OUTLOOK);
        probeIsDue();
        assertThat(enter(one, 1)).isEqualTo(new Probe());
        assertThat(one.enter(key(1, Provider.OUTLOOK), Door.API, false)).isEqualTo(new Probe());

        one.worked(key(1), Door.API);
        one.worked(key(1, Provider.OUTLOOK), Door.API);

        assertThat(board.look().incidents())
                .hasSize(2)
                .allMatch(incident -> incident.standing() instanceof Standing.Recovering);
    }

    @Test
    void a_probe_that_takes_longer_than_until_the_next_is_heard_at_whichever_worker_that_is() {
        for (var next : List.of(one, other)) {
            goDown(one);
            probeIsDue();
            assertThat(enter(one, 1)).isEqualTo(new Probe());
            enter(one, 3);
            moveBack("probe_at", Duration.ofMinutes(10));
            assertThat(enter(next, 2)).isEqualTo(new Probe());

            one.worked(key(1), Door.API);

            assertThat(incident().standing()).isInstanceOf(Standing.Recovering.class);
            moveBack("since", Duration.ofMinutes(3));
            one.settle();
        }
    }

    @Test
    void of_two_incidents_at_one_door_each_is_probed_when_its_time_has_come() {
        goDown(one);
        one.failed(key(1), IncidentKind.APPLICATION_LIMIT, "dailyLimitExceeded");
        moveBack("probe_at", "OUTAGE", Duration.ofMinutes(10));

        assertThat(enter(one, 1)).isEqualTo(new Probe());
        one.worked(key(1), Door.API);
        moveBack("probe_at", "APPLICATION_LIMIT", Duration.ofMinutes(10));
        assertThat(enter(one, 2)).isEqualTo(new Probe());
        one.worked(key(2), Door.API);

        assertThat(board.look().incidents()).allMatch(incident -> incident.standing() instanceof Standing.Recovering);
    }

    @Test
    void a_probe_that_came_through_too_late_ends_nothing_that_begins_again_meanwhile() {
        goDown(one);
        probeIsDue();
        enter(one, 1);
        recover(one, 2, Door.API);

        one.worked(key(1), Door.API);
        one.failed(key(3), IncidentKind.OUTAGE, "503");
        one.worked(key(1), Door.API);

        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
    }

    @Test
    void a_run_probes_for_nothing_that_an_earlier_one_of_its_connection_was_sent_for() {
        goDown(one);
        probeIsDue();
        enter(one, 1);
        recover(one, 2, Door.API);

        enter(one, 1);
        one.failed(key(3), IncidentKind.OUTAGE, "503");
        one.worked(key(1), Door.API);

        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
    }

    @Test
    void a_probe_that_failed_does_not_end_it_later() {
        goDown(one);
        probeIsDue();
        enter(one, 1);
        one.failed(key(1), IncidentKind.OUTAGE, "503");

        one.worked(key(1), Door.API);

        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
    }

    @Test
    void what_was_under_way_when_it_began_does_not_end_it() {
        goDown(one);

        one.worked(key(5), Door.API);

        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
    }

    @Test
    void it_falls_back_with_the_first_failure_while_it_recovers_and_is_still_the_same() {
        goDown(one);
        var id = incident().id();
        recover(other, 1, Door.API);

        assertThat(one.failed(key(2), IncidentKind.OUTAGE, "503")).as("frozen").isNotNull();

        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
        assertThat(incident().id()).isEqualTo(id);
    }

    @Test
    void one_that_fails_whatever_the_others_do_makes_it_fall_back_only_once() {
        goDown(one);
        recover(one, 1, Door.API);
        one.failed(key(2), IncidentKind.OUTAGE, "503");
        recover(one, 1, Door.API);

        assertThat(one.failed(key(2), IncidentKind.OUTAGE, "503")).as("frozen").isNotNull();
        assertThat(incident().standing()).isInstanceOf(Standing.Recovering.class);

        one.worked(key(2), Door.API);
        one.failed(key(2), IncidentKind.OUTAGE, "503");
        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
    }

    @Test
    void what_was_counted_before_an_incident_elsewhere_no_longer_counts_after_it() {
        other.failed(key(11), IncidentKind.OUTAGE, "503");
        other.failed(key(12), IncidentKind.OUTAGE, "503");
        goDown(one);
        recover(one, 1, Door.API);
        end(one);

        assertThat(other.failed(key(13), IncidentKind.OUTAGE, "503")).isNull();

        assertThat(incident().closed()).isTrue();
    }

    @Test
    void what_was_counted_when_another_provider_had_an_incident_counts() {
        one.failed(key(11, Provider.OUTLOOK), IncidentKind.OUTAGE, "503");
        one.failed(key(12, Provider.OUTLOOK), IncidentKind.OUTAGE, "503");
        goDown(one);

        assertThat(one.failed(key(13, Provider.OUTLOOK), IncidentKind.OUTAGE, "503"))
                .isNotNull();
    }

    @Test
    void what_one_alone_is_refused_is_taken_for_everybodys_once() {
        assertThat(refused(1)).isNotNull();
        var id = incident().id();
        recover(one, 2, Door.TOKEN);

        assertThat(refused(1)).as("frozen while it recovers").isNotNull();
        assertThat(incident().standing()).isInstanceOf(Standing.Recovering.class);
        end(other);
        assertThat(refused(1)).as("its own").isNull();
        assertThat(refused(1)).as("still its own").isNull();

        assertThat(incident().closed()).isTrue();
        assertThat(incident().id()).isEqualTo(id);
    }

    @Test
    void what_somebody_else_is_refused_opens_the_next_at_first_sight() {
        refused(1);
        recover(one, 2, Door.TOKEN);
        end(one);
        refused(1);

        assertThat(refused(3)).isNotNull();

        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
    }

    @Test
    void who_got_well_is_believed_again() {
        refused(1);
        recover(one, 1, Door.TOKEN);
        end(one);

        assertThat(refused(1)).isNotNull();

        assertThat(incident().standing()).isInstanceOf(Standing.Open.class);
    }

    @Test
    void the_next_one_of_its_kind_is_another_with_a_higher_version() {
        goDown(one);
        var first = incident();
        probeIsDue();
        enter(one, 1);
        one.worked(key(1), Door.API);
        moveBack("since", Duration.ofMinutes(3));
        other.settle();

        goDown(one);

        assertThat(incident().id()).isNotEqualTo(first.id());
        assertThat(incident().version()).isGreaterThan(first.version());
    }

    @Test
    void a_worker_that_died_while_it_probed_leaves_nothing_stuck() {
        goDown(one);
        probeIsDue();
        assertThat(enter(one, 1)).isEqualTo(new Probe());

        probeIsDue();

        assertThat(enter(other, 2)).isEqualTo(new Probe());
        other.worked(key(2), Door.API);
        assertThat(incident().standing()).isInstanceOf(Standing.Recovering.class);
    }

    @Test
    void what_is_everybodys_opens_at_first_sight() {
        assertThat(one.failed(key(1), IncidentKind.CLIENT_REJECTED, "invalid_client"))
                .isNotNull();
        assertThat(incident().kind()).isEqualTo(IncidentKind.CLIENT_REJECTED);
        assertThat(incident().message()).isEqualTo("invalid_client");
    }

    @Test
    void one_alone_that_fails_is_not_held_up() {
        assertThat(one.failed(key(1), IncidentKind.OUTAGE, "503")).isNull();
        assertThat(board.look().incidents()).isEmpty();
    }

    private SharedIncidents worker() {
        var rules = new IncidentRules(
                PROBE, Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(15), () -> 0.999);
        var rates = new FailureRates(3, new FailureRates.Window(16, Duration.ofHours(2)), 50, () -> nanos);
        return new SharedIncidents(board, rates, rules, () -> new UUID(7, ++number), () -> nanos);
    }

    private static void goDown(SharedIncidents worker) {
        goDown(worker, Provider.GOOGLE);
    }

    private static void goDown(SharedIncidents worker, Provider provider) {
        for (int i = 1; i <= 3; i++) {
            worker.failed(key(i, provider), IncidentKind.OUTAGE, provider + " answered 503");
        }
    }

    private Passage.@Nullable Held refused(int user) {
        return one.failed(key(user), IncidentKind.CLIENT_REJECTED, "unauthorized_client");
    }

    /// Lets a probe of `user` come through.
    private void recover(SharedIncidents worker, int user, Door door) {
        probeIsDue();
        assertThat(worker.enter(key(user), door, false)).isEqualTo(new Probe());
        worker.worked(key(user), door);
        nanos += Duration.ofSeconds(1).toNanos();
    }

    /// Lets the ramp pass.
    private void end(SharedIncidents worker) {
        moveBack("since", Duration.ofMinutes(3));
        worker.settle();
        nanos += Duration.ofSeconds(1).toNanos();
    }

    private static Passage enter(SharedIncidents worker, int user) {
        return worker.enter(key(user), Door.API, false);
    }

    private Incident incident() {
        return board.look().incidents().getFirst();
    }

    /// As time would.
    private void probeIsDue() {
        moveBack("probe_at", Duration.ofMinutes(10));
    }

    private void moveBack(String column, Duration by) {
        moveBack(column, "%", by);
    }

    private void moveBack(String column, String kind, Duration by) {
        database.jdbc()
                .sql("UPDATE sync.incident SET " + column + " = " + column
                        + " - :seconds * interval '1 second' WHERE kind LIKE :kind")
                .param("seconds", by.toSeconds())
                .param("kind", kind)
                .update();
        nanos += Duration.ofSeconds(1).toNanos();
    }

    private static ConnectionKey key(int user) {
        return key(user, Provider.GOOGLE);
    }

    private static ConnectionKey key(int user, Provider provider) {
        return new ConnectionKey("acme", "u" + user, provider);
    }
}
