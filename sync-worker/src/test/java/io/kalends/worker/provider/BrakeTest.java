package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.memory.Emitted.ConnectionChanged;
import io.kalends.core.memory.Emitted.ConnectionChanged.Calendar;
import io.kalends.core.memory.Hold;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.deleted;
import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;

/// Deletions that are too many at once: a provider's hiccup must not empty a CRM.
@EveryProvider
final class BrakeTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);
    private static final int EVENTS = 70;
    private static final int FORTY_PERCENT = 28;

    private final Stage stage;
    private final ConnectedUser anna;
    private final List<String> events = new ArrayList<>();

    BrakeTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
        stage.brakes();
    }

    private List<String> filled(SimulatedCalendar calendar) {
        var created = new ArrayList<String>();
        for (int number = 0; number < EVENTS; number++) {
            created.add(calendar.create("Meeting " + number, TOMORROW));
        }
        return created;
    }

    private List<String> fortyPercent() {
        events.addAll(filled(anna.main()));
        anna.syncs();
        anna.told();
        return events.subList(0, FORTY_PERCENT);
    }

    /// Syncs without looking whether what is held is what the provider holds now.
    private void completes() {
        assertThat(anna.runs()).isInstanceOf(RunEnd.Completed.class);
    }

    private void hides(List<String> some) {
        stage.engine().provider().hide(some);
    }

    private void reads() {
        assertThat(anna.runs(SyncMode.FULL, Trigger.MANUAL)).isInstanceOf(RunEnd.Completed.class);
    }

    private @Nullable Hold hold(SimulatedCalendar calendar) {
        return anna.lastState().calendars().stream()
                .filter(told -> told.entry().id().value().equals(calendar.id()))
                .findFirst()
                .map(Calendar::hold)
                .orElse(null);
    }

    private Set<CalendarId> main() {
        return Set.of(new CalendarId(anna.main().id()));
    }

    @Test
    void when_four_tenths_of_a_calendar_are_deleted_nothing_is_told_but_that_they_are_held() {
        fortyPercent().forEach(anna.main()::delete);
        var added = anna.main().create("New", TOMORROW);

        completes();

        assertThat(anna.told()).isEqualTo(upserted(added));
        assertThat(hold(anna.main()))
                .returns(FORTY_PERCENT, Hold::deletions)
                .returns(EVENTS, Hold::events)
                .returns(false, Hold::vanished);
    }

    @Test
    void what_exceeds_only_one_of_the_two_limits_is_deleted() {
        var some = fortyPercent().subList(0, 25);
        some.forEach(anna.main()::delete);

        anna.syncs();

        assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(deleted(some));
        assertThat(hold(anna.main())).isNull();
    }

    @Test
    void a_long_series_that_is_deleted_is_held_as_its_instances() {
        var series = anna.main().createSeries(TOMORROW, Recurrence.daily().times(40), EventDetails.titled("Stand-up"));
        anna.syncs();
        anna.told();

        anna.main().delete(series);
        completes();

        assertThat(anna.told()).isEmpty();
        assertThat(hold(anna.main())).returns(40, Hold::deletions).returns(40, Hold::events);
    }

    @Test
    void deletions_that_come_later_join_those_that_are_held() {
        fortyPercent().forEach(anna.main()::delete);
        completes();

        anna.main().delete(events.get(FORTY_PERCENT));
        completes();

        assertThat(anna.told()).isEmpty();
        assertThat(hold(anna.main()))
                .returns(FORTY_PERCENT + 1, Hold::deletions)
                .returns(EVENTS, Hold::events);
    }

    @Test
    void released_deletions_are_told_and_the_hold_is_over() {
        var gone = fortyPercent();
        gone.forEach(anna.main()::delete);
        completes();

        stage.store().release(anna.key(), main());
        stage.store().release(anna.key(), main());

        assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(deleted(gone));
        assertThat(hold(anna.main())).isNull();
        anna.syncs();
        assertThat(anna.told()).isEmpty();
    }

    @Test
    void discarded_deletions_that_are_true_are_held_again() {
        fortyPercent().forEach(anna.main()::delete);
        completes();

        stage.store().discard(anna.key(), main());
        assertThat(hold(anna.main())).isNull();
        completes();

        assertThat(anna.told()).isEmpty();
        assertThat(anna.lastEnded().stats().full()).isTrue();
        assertThat(hold(anna.main())).returns(FORTY_PERCENT, Hold::deletions);
    }

    @Test
    void what_a_full_reading_does_not_show_is_held_and_over_once_it_shows_it_again() {
        hides(fortyPercent());
        reads();
        assertThat(anna.told()).isEmpty();
        assertThat(hold(anna.main())).returns(FORTY_PERCENT, Hold::deletions);

        stage.engine().provider().hideNothing();
        reads();

        assertThat(hold(anna.main())).isNull();
        assertThat(anna.told()).isEmpty();
        anna.isTrue();
    }

    @Test
    void discarded_deletions_of_a_provider_that_has_healed_never_happen() {
        hides(fortyPercent());
        reads();
        stage.engine().provider().hideNothing();

        stage.store().discard(anna.key(), main());
        anna.syncs();

        assertThat(anna.told()).isEmpty();
        assertThat(hold(anna.main())).isNull();
    }

    @Test
    void what_a_full_reading_brings_within_the_limits_is_carried_out() {
        var hidden = fortyPercent();
        hides(hidden);
        reads();

        stage.engine().provider().hideNothing();
        hidden.subList(0, 5).forEach(anna.main()::delete);
        reads();

        assertThat(hold(anna.main())).isNull();
        assertThat(anna.told()).containsExactlyInAnyOrderElementsOf(deleted(hidden.subList(0, 5)));
        anna.isTrue();
    }

    @Test
    void a_held_event_that_changes_is_there_again_and_the_hold_shrinks() {
        var hidden = fortyPercent();
        hides(hidden);
        reads();

        stage.engine().provider().hideNothing();
        anna.main().rename(hidden.getFirst(), "Alive");
        completes();

        assertThat(anna.told()).isEqualTo(upserted(hidden.getFirst()));
        assertThat(hold(anna.main()))
                .returns(FORTY_PERCENT - 1, Hold::deletions)
                .returns(EVENTS, Hold::events);
    }

    @Test
    void a_calendar_that_vanishes_is_held_whole_and_read_in_full_when_it_is_back() {
        var team = teamWithEvents();
        team.remove();
        stage.clock().pass(Duration.ofHours(25));
        completes();
        completes();

        assertThat(anna.told()).isEmpty();
        assertThat(anna.lastState().calendars())
                .anySatisfy(calendar -> assertThat(calendar)
                        .returns(true, Calendar::selected)
                        .returns(ConnectionChanged.Stage.LIVE, Calendar::stage)
                        .returns(team.id(), told -> told.entry().id().value()));
        assertThat(hold(team)).returns(EVENTS, Hold::deletions).returns(true, Hold::vanished);
    }

    @Test
    void a_vanished_calendar_that_is_held_is_told_again_with_the_others() {
        var team = teamWithEvents();
        team.remove();
        stage.clock().pass(Duration.ofHours(25));
        completes();

        assertThat(anna.runs(SyncMode.REPUBLISH, Trigger.MANUAL)).isInstanceOf(RunEnd.Completed.class);
        completes();

        assertThat(anna.told()).hasSize(EVENTS).allMatch(told -> told.toString().contains("UPSERTED"));
        assertThat(hold(team)).returns(EVENTS, Hold::deletions);
    }

    @Test
    void a_vanished_calendar_that_is_released_is_emptied_and_closed() {
        var team = teamWithEvents();
        team.remove();
        stage.clock().pass(Duration.ofHours(25));
        completes();

        stage.store().release(anna.key(), Set.of(new CalendarId(team.id())));
        completes();

        assertThat(anna.told()).hasSize(EVENTS).allMatch(told -> told.toString().contains("DELETED"));
        assertThat(hold(team)).isNull();
        anna.isTrue();
    }

    @Test
    void a_vanished_calendar_that_is_no_longer_wanted_is_emptied_without_asking() {
        var team = teamWithEvents();
        team.remove();
        stage.clock().pass(Duration.ofHours(25));
        completes();

        stage.store().select(anna.key(), main());
        completes();

        assertThat(anna.told()).hasSize(EVENTS);
        assertThat(hold(team)).isNull();
    }

    private SimulatedCalendar teamWithEvents() {
        var team = anna.user().addCalendar("Team");
        filled(team);
        anna.syncs();
        anna.selects(team);
        anna.syncs();
        anna.told();
        return team;
    }
}
