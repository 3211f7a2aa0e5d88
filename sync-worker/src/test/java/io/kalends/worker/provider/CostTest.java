package io.kalends.worker.provider;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.traffic.LoggedRequest;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.world.Attendee;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.assertThat;

/// What keeping a calendar in step costs at the provider, counted on the provider's own log of requests: the same on
/// every machine.
@EveryProvider
final class CostTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T09:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final int SYNCS_A_DAY = 96;
    private static final int SINGLES = 200;
    private static final Recurrence WEEKLY = Recurrence.weekly(DayOfWeek.MONDAY).times(50);

    /// A change costs its sync no more than these calls beyond the one it makes anyway: looking up an event that is
    /// gone, or a series and its instances.
    private static final int DEAREST_CHANGE = 2;

    private final Stage stage;
    private final ConnectedUser anna;

    CostTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
    }

    private static Span hour(int n) {
        return Span.timed(
                MORNING.plus(Duration.ofDays(n / 2 - 20L)).plus(Duration.ofHours(n % 2 * 5L)),
                Duration.ofHours(1),
                Stage.BERLIN);
    }

    private static EventDetails details(String title) {
        return EventDetails.titled(title)
                .withLocation("Room 4.12, Invalidenstraße 7, Berlin")
                .withAttendees(List.of(
                        Attendee.invited("ben.ito@example.com").answering("accepted"),
                        Attendee.invited("carla.ruiz@example.org")));
    }

    /// What a user's calendar holds on a day like any other.
    private record Typical(SimulatedCalendar calendar, List<String> singles, String series, Span first) {

        static Typical filling(SimulatedCalendar calendar) {
            var singles = new ArrayList<String>();
            for (int n = 0; n < SINGLES; n++) {
                singles.add(calendar.create(hour(n), details("Customer call " + n)));
            }
            var first = Span.timed(MORNING, Duration.ofMinutes(30), Stage.BERLIN);
            calendar.createSeries(first, WEEKLY, details("Pipeline review"));
            return new Typical(calendar, singles, calendar.createSeries(first, WEEKLY, details("Forecast")), first);
        }

        /// Ten changes over a day of syncs.
        void before(int sync) {
            switch (sync) {
                case 33, 38, 45 -> calendar.rename(singles.get(sync), "Customer call, agenda " + sync);
                case 36, 51, 60 -> calendar.move(singles.get(sync), hour(sync).movedBy(Duration.ofMinutes(30)));
                case 41, 57 -> calendar.create(hour(sync), details("Follow-up " + sync));
                case 63 -> calendar.delete(singles.get(sync));
                case 66 -> calendar.cancelInstance(series, first.movedBy(Duration.ofDays(7)));
                default -> {}
            }
        }
    }

    /// What went over the wire, tokens apart: they cost the same either way.
    private record Cost(int calls, long bytes) {

        static Cost of(ConnectedUser user) {
            var calls =
                    user.calls(RequestKind.EVENTS, RequestKind.EVENT, RequestKind.INSTANCES, RequestKind.CALENDAR_LIST);
            return new Cost(
                    calls.size(), calls.stream().mapToLong(LoggedRequest::bytes).sum());
        }

        Cost times(int often) {
            return new Cost(calls * often, bytes * often);
        }
    }

    @Test
    void an_idle_sync_costs_one_call_for_each_calendar_whatever_is_in_it() {
        anna.mutate(40);
        anna.syncs();
        anna.forgetCalls();

        for (int sync = 0; sync < 20; sync++) {
            stage.clock().pass(INTERVAL);
            assertThat(anna.runs()).isNotNull();
        }

        assertThat(anna.calls(RequestKind.EVENTS)).hasSize(20);
        assertThat(Cost.of(anna).calls()).isEqualTo(20);
    }

    @Test
    void a_typical_day_costs_hardly_more_calls_than_syncs_and_a_fraction_of_reading_everything() {
        var day = Typical.filling(anna.main());
        anna.syncs();
        assertThat(anna.truth()).hasSize(300);
        anna.told();

        anna.forgetCalls();
        for (int sync = 1; sync <= SYNCS_A_DAY; sync++) {
            stage.clock().pass(Duration.ofMinutes(14));
            day.before(sync);
            anna.runs();
        }
        var delta = Cost.of(anna);
        assertThat(anna.told()).hasSize(10);
        anna.isTrue();

        anna.forgetCalls();
        anna.syncs(SyncMode.FULL, Trigger.SCHEDULE);
        var full = Cost.of(anna).times(SYNCS_A_DAY);
        assertThat(anna.told()).isEmpty();

        System.out.printf(
                Locale.ROOT,
                "%s, a day of one calendar: %d calls and %d bytes by delta, %d and %d in full%n",
                stage,
                delta.calls(),
                delta.bytes(),
                full.calls(),
                full.bytes());
        assertThat(delta.calls()).isBetween(SYNCS_A_DAY, SYNCS_A_DAY + 10 * DEAREST_CHANGE);
        assertThat(delta.calls()).isLessThan(full.calls() * 6 / 10);
        assertThat(delta.bytes()).isLessThan(full.bytes() / 20);
    }
}
