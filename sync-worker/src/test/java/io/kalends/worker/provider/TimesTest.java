package io.kalends.worker.provider;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.Span.AllDay;
import io.kalends.core.calendar.Span.Timed;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.assertThat;

/// When events are: zones, whole days, and the nights on which clocks are changed.
@EveryProvider
final class TimesTest {

    private final Stage stage;
    private final ConnectedUser anna;

    TimesTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
    }

    private static Span.Timed hour(String local, ZoneId zone) {
        var start = LocalDateTime.parse(local).atZone(zone).toInstant();
        return new Span.Timed(start, start.plus(Duration.ofHours(1)), zone);
    }

    private CalendarEvent synced(Span span) {
        var id = anna.main().create("When?", span);
        anna.syncs();
        return anna.held(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Australia/Adelaide",
                "Asia/Tehran",
                "Africa/Cairo",
                "America/Sao_Paulo"
            })
    void an_event_keeps_the_zone_it_was_made_in(String zone) {
        var event = synced(hour("2027-02-03T09:00", ZoneId.of(zone)));

        assertThat(event.span().start())
                .isEqualTo(LocalDateTime.parse("2027-02-03T09:00")
                        .atZone(ZoneId.of(zone))
                        .toInstant());
        assertThat(ZoneId.of(String.valueOf(event.timeZone())).getRules())
                .isEqualTo(ZoneId.of(zone).getRules());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe", "Asia/Kolkata"})
    void an_event_in_an_odd_zone_is_when_it_is(String zone) {
        var event = synced(hour("2027-02-03T09:00", ZoneId.of(zone)));

        assertThat(event.span().start())
                .isEqualTo(LocalDateTime.parse("2027-02-03T09:00")
                        .atZone(ZoneId.of(zone))
                        .toInstant());
    }

    @ParameterizedTest
    @CsvSource({"Europe/Berlin, 2027-03-22", "Europe/Berlin, 2027-10-25", "America/New_York, 2027-03-08"})
    void a_series_stays_at_nine_over_the_night_on_which_clocks_are_changed(ZoneId zone, LocalDate monday) {
        var series = anna.main()
                .createSeries(
                        hour(monday + "T09:00", zone),
                        Recurrence.weekly(DayOfWeek.MONDAY).times(3),
                        EventDetails.titled("Stand-up"));

        anna.syncs();

        assertThat(anna.instances(series)).hasSize(3).allSatisfy(instance -> {
            var start = anna.held(instance).span().start();
            assertThat(start.atZone(zone).toLocalTime()).isEqualTo(LocalTime.of(9, 0));
        });
    }

    @Test
    void a_meeting_in_the_night_on_which_clocks_are_changed_is_as_long_as_it_is() {
        var night = Instant.parse("2027-03-28T00:30:00Z");

        var event = synced(Span.timed(night, Duration.ofHours(2), Stage.BERLIN));

        assertThat(event.span()).isEqualTo(new Timed(night, night.plus(Duration.ofHours(2))));
    }

    @Test
    void an_event_may_take_no_time_or_many_days() {
        var start = Instant.parse("2026-12-01T08:00:00Z");

        assertThat(synced(Span.timed(start, Duration.ZERO, Stage.BERLIN)).span())
                .isEqualTo(new Timed(start, start));
        assertThat(synced(Span.timed(start, Duration.ofDays(9), Stage.BERLIN)).span())
                .isEqualTo(new Timed(start, start.plus(Duration.ofDays(9))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"})
    void whole_days_are_days_wherever_the_calendar_is(String zone) {
        var ben = stage.opens(ZoneId.of(zone));
        var march = LocalDate.parse("2027-03-27");
        var id = ben.main().create("Trip", Span.days(march, 3));

        ben.syncs();

        assertThat(ben.held(id).span()).isEqualTo(new AllDay(march, march.plusDays(3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Pacific/Auckland"})
    void whole_days_at_the_edges_of_the_window_are_in_it_as_the_provider_sees_it(String zone) {
        var ben = stage.opens(ZoneId.of(zone));
        var from = LocalDate.ofInstant(Engine.WINDOWS.at(Stage.NOON).from(), ZoneId.of(zone));
        var to = LocalDate.ofInstant(Engine.WINDOWS.at(Stage.NOON).to(), ZoneId.of(zone));
        for (int day = -2; day <= 2; day++) {
            ben.main().create("Day " + day, Span.days(from.plusDays(day), 1));
            ben.main().create("Day " + day, Span.days(to.plusDays(day), 1));
        }

        ben.syncs();

        assertThat(ben.truth()).hasSizeBetween(4, 8);
    }

    @Test
    void an_event_becomes_one_of_whole_days_and_back() {
        var lunch = hour("2026-12-01T12:00", Stage.BERLIN);
        var id = anna.main().create("Lunch", lunch);
        anna.syncs();
        anna.main().move(id, Span.days(LocalDate.parse("2026-12-01"), 1));
        anna.syncs();
        assertThat(anna.held(id).span()).isInstanceOf(AllDay.class);

        anna.main().move(id, lunch);
        anna.syncs();

        assertThat(anna.held(id).span()).isEqualTo(new Timed(lunch.start(), lunch.end()));
    }

    @Test
    void a_whole_day_that_was_moved_within_its_series_knows_its_old_day() {
        var friday = Span.days(LocalDate.parse("2026-11-27"), 1);
        var series = anna.main().createSeries(friday, Recurrence.weekly().times(3), EventDetails.titled("Off"));
        anna.main().moveInstance(series, friday, friday.movedBy(Duration.ofDays(3)));

        anna.syncs();

        assertThat(anna.instances(series))
                .extracting(instance -> anna.held(instance).originalStart())
                .containsExactlyInAnyOrder(
                        Instant.parse("2026-11-27T00:00:00Z"),
                        Instant.parse("2026-12-04T00:00:00Z"),
                        Instant.parse("2026-12-11T00:00:00Z"));
    }
}
