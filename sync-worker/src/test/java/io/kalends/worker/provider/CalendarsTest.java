package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.kalends.core.connection.FailureReason;
import io.kalends.core.memory.Emitted.ConnectionChanged;
import io.kalends.core.memory.Emitted.ConnectionChanged.Calendar;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.Trouble;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.deleted;
import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// The calendars of an account: which there are, and which are kept in step.
@EveryProvider
final class CalendarsTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);

    private static final Duration A_DAY = Duration.ofHours(24);

    private final Stage stage;
    private final ConnectedUser anna;

    CalendarsTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
    }

    private SimulatedCalendar selected(String name) {
        var calendar = anna.user().addCalendar(name);
        listed();
        anna.selects(calendar);
        anna.syncs();
        anna.told();
        return calendar;
    }

    /// A day later the list of calendars is read again.
    private void listed() {
        stage.clock().pass(A_DAY);
        anna.syncs();
    }

    /// What was told last of a calendar, null when the state told last names none such.
    private @Nullable Calendar state(SimulatedCalendar calendar) {
        return anna.lastState().calendars().stream()
                .filter(told -> told.entry().id().value().equals(calendar.id()))
                .findFirst()
                .orElse(null);
    }

    @Test
    void every_calendar_is_listed_and_the_main_one_is_kept_in_step() {
        var team = anna.user().addCalendar("Team");
        team.create("Retrospective", TOMORROW);
        var lunch = anna.main().create("Lunch", TOMORROW);

        anna.syncs();

        assertThat(anna.told()).isEqualTo(upserted(lunch));
        assertThat(state(anna.main()))
                .returns(true, Calendar::selected)
                .returns(true, calendar -> calendar.entry().primary())
                .returns(ConnectionChanged.Stage.LIVE, Calendar::stage);
        assertThat(state(team))
                .returns(false, Calendar::selected)
                .returns("Team", calendar -> calendar.entry().name());
    }

    @Test
    void a_calendar_selected_later_is_read_in_full_and_the_others_are_left_as_they_are() {
        anna.mutate(10);
        var team = anna.user().addCalendar("Team");
        var retrospective = team.create("Retrospective", TOMORROW);
        anna.syncs();
        anna.told();

        anna.selects(team);
        anna.syncs();

        assertThat(anna.told()).isEqualTo(upserted(retrospective));
    }

    @Test
    void each_of_several_calendars_costs_one_call_when_idle() {
        selected("Team");
        selected("Holidays");
        anna.forgetCalls();

        anna.syncs();

        assertThat(anna.calls()).hasSize(3);
    }

    @Test
    void events_of_several_calendars_are_kept_apart() {
        var team = selected("Team");

        var retrospective = team.create("Retrospective", TOMORROW);
        var lunch = anna.main().create("Lunch", TOMORROW);
        anna.syncs();

        assertThat(anna.told())
                .containsExactlyInAnyOrderElementsOf(Told.both(upserted(retrospective), upserted(lunch)));
    }

    @Test
    void a_calendar_added_later_is_listed_and_not_read() {
        anna.syncs();

        var team = anna.user().addCalendar("Team");
        team.create("Retrospective", TOMORROW);
        listed();

        assertThat(state(team)).isNotNull();
        assertThat(anna.told()).isEmpty();
    }

    @Test
    void a_calendar_renamed_is_told_under_its_new_name_and_its_events_are_not_told_again() {
        var team = selected("Team");
        team.create("Retrospective", TOMORROW);
        anna.syncs();
        anna.told();

        team.describe("Team of teams");
        listed();

        assertThat(state(team))
                .returns("Team of teams", calendar -> calendar.entry().name());
        assertThat(anna.told()).isEmpty();
    }

    @Test
    void a_calendar_removed_has_its_events_deleted_once_and_no_others() {
        anna.mutate(10);
        var team = selected("Team");
        var retrospective = team.create("Retrospective", TOMORROW);
        anna.syncs();
        anna.told();

        team.remove();
        anna.syncs();
        anna.syncs();

        assertThat(anna.told()).isEqualTo(deleted(retrospective));
        assertThat(state(team)).returns(ConnectionChanged.Stage.CLOSED, Calendar::stage);
    }

    @Test
    void a_calendar_hidden_from_the_list_is_no_longer_kept_in_step() {
        var team = selected("Team");
        var retrospective = team.create("Retrospective", TOMORROW);
        anna.syncs();
        anna.told();

        assumeThat(stage.provider().hide(team))
                .as("that calendars can be hidden here")
                .isTrue();
        listed();

        assertThat(anna.told()).isEqualTo(deleted(retrospective));
    }

    @Test
    void a_calendar_that_cannot_be_read_keeps_no_other_from_being_read() {
        var team = selected("Team");
        stage.spoil(
                RequestMatch.on(RequestKind.EVENTS).ofUser(anna.user().email()).ofCalendar(team.id()), Fault.html(503));
        var lunch = anna.main().create("Lunch", TOMORROW);
        var retrospective = team.create("Retrospective", TOMORROW);

        assertThat(anna.runs()).isInstanceOf(RunEnd.Completed.class);
        assertThat(anna.told()).isEqualTo(upserted(lunch));
        assertThat(state(team))
                .extracting(Calendar::trouble)
                .extracting(Trouble::reason)
                .isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);

        stage.calm();
        stage.clock().pass(Duration.ofMinutes(15));
        anna.syncs();
        assertThat(anna.told()).isEqualTo(upserted(retrospective));
    }
}
