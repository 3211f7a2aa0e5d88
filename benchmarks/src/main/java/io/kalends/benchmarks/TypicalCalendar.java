package io.kalends.benchmarks;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

import io.kalends.core.calendar.EventWindow;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.world.Attendee;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

/// 300 meetings in the window: 200 of their own, and two weekly series of 50. Ten things change in a day.
///
/// @param singles ids of the meetings of their own
/// @param series id of one of the series
record TypicalCalendar(SimulatedCalendar calendar, List<String> singles, String series) {

    static final Instant MORNING = Instant.parse("2026-11-22T00:00:00Z");
    static final EventWindow WINDOW =
            new EventWindow(MORNING.minus(Duration.ofDays(90)), MORNING.plus(Duration.ofDays(365)));
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final int SINGLES = 200;
    private static final Recurrence WEEKLY = Recurrence.weekly(DayOfWeek.MONDAY).times(50);
    private static final Span FIRST_MONDAY = hour(Instant.parse("2026-11-23T09:00:00Z"));

    static TypicalCalendar filling(SimulatedCalendar calendar) {
        var singles = IntStream.range(0, SINGLES)
                .mapToObj(n -> calendar.create(on(n), details("Customer call " + n)))
                .toList();
        calendar.createSeries(FIRST_MONDAY, WEEKLY, details("Pipeline review"));
        var series = calendar.createSeries(
                FIRST_MONDAY.movedBy(Duration.ofHours(4)), WEEKLY, details("Forecast with the board"));
        return new TypicalCalendar(calendar, singles, series);
    }

    /// What happens before the `sync`th sync of the day: mostly nothing.
    void live(int sync) {
        switch (sync) {
            case 33, 38, 45 -> calendar.rename(singles.get(sync), "Customer call, agenda " + sync);
            case 36, 51, 60 -> calendar.move(singles.get(sync), on(sync).movedBy(Duration.ofMinutes(30)));
            case 41, 57 -> calendar.create(on(sync), details("Follow-up " + sync));
            case 63 -> calendar.delete(singles.get(sync));
            case 66 -> calendar.cancelInstance(series, FIRST_MONDAY.movedBy(Duration.ofHours(4)));
            default -> {}
        }
    }

    /// Two a day, from 20 days back to 80 ahead.
    private static Span on(int n) {
        return hour(MORNING.plus(Duration.ofDays(n / 2 - 20L)).plus(Duration.ofHours(8 + n % 2 * 5L)));
    }

    private static Span hour(Instant start) {
        return Span.timed(start, Duration.ofHours(1), ZONE);
    }

    private static EventDetails details(String title) {
        return EventDetails.titled(title)
                .withLocation("Room 4.12, Invalidenstraße 7, Berlin")
                .withMeetingLink("https://meet.google.com/abc-defg-hij")
                .withAttendees(List.of(
                        Attendee.invited("ben.ito@example.com").answering("accepted"),
                        Attendee.invited("carla.ruiz@example.org"),
                        Attendee.invited("deniz.aydin@example.net").answering("tentative")));
    }
}
