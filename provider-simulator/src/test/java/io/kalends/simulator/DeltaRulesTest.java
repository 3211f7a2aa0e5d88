package io.kalends.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;

import static io.kalends.simulator.MicrosoftStage.FROM;
import static io.kalends.simulator.MicrosoftStage.TO;
import static io.kalends.simulator.MicrosoftStage.day;
import static io.kalends.simulator.MicrosoftStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/// The rules of calendarView/delta that do not concern series.
@NullUnmarked // the client calls everything it returns nullable
class DeltaRulesTest {
    private final MicrosoftStage stage = new MicrosoftStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_first_round_tells_what_is_in_the_window_and_a_later_one_what_changed() {
        var id = stage.calendar.create("Planning", stage.hour(1));
        stage.calendar.create("Past", stage.hour(-24 * 40));
        var first = stage.round();

        stage.calendar.rename(id, "Renamed");
        var second = stage.after(first);
        var third = stage.after(second);

        assertThat(first.rows()).extracting(Event::getSubject).containsExactly("Planning");
        assertThat(second.rows()).extracting(Event::getSubject).containsExactly("Renamed");
        assertThat(third.rows()).isEmpty();
        assertThat(third.deltaLink()).isNotNull();
    }

    @Test
    void the_default_calendar_has_an_address_of_its_own() {
        var id = stage.calendar.create("Planning", stage.hour(1));

        var page = stage.client.graph().me().calendarView().delta().get(get -> {
            get.queryParameters.startDateTime = FROM.toString();
            get.queryParameters.endDateTime = TO.toString();
            stage.client.head(get.headers);
        });

        assertThat(page.getValue()).extracting(Event::getId).containsExactly(id);
        assertThat(page.getOdataDeltaLink()).startsWith(stage.simulator.graphUrl() + "/me/calendarView/delta?");
    }

    @Test
    void pages_have_ten_rows_unless_the_header_says_otherwise_and_exactly_one_link() {
        for (var number = 0; number < 25; number++) {
            stage.calendar.create("Event " + number, stage.hour(number));
        }

        var tens = stage.client.round(stage.calendar.id(), FROM, TO).pages();
        var twelves =
                stage.client.inPagesOf(12).round(stage.calendar.id(), FROM, TO).pages();

        assertThat(tens).extracting(page -> page.getValue().size()).containsExactly(10, 10, 5);
        assertThat(twelves).extracting(page -> page.getValue().size()).containsExactly(12, 12, 1);
        assertThat(tens).allMatch(page -> (page.getOdataNextLink() == null) != (page.getOdataDeltaLink() == null));
        assertThat(tens.getFirst().getOdataNextLink())
                .startsWith(stage.simulator.graphUrl() + "/me/calendars/"
                        + stage.calendar.id().replace("=", "%3D"))
                .contains("?$skiptoken=")
                .hasSizeGreaterThan(600);
        assertThat(tens.getLast().getOdataDeltaLink()).contains("/calendarView/delta?$deltatoken=");
    }

    @Test
    void a_rule_caps_the_page() {
        stage.simulator.microsoft().changeRules(rules -> rules.withLargestPage(2));
        for (var number = 0; number < 3; number++) {
            stage.calendar.create("Event " + number, stage.hour(number));
        }

        assertThat(stage.round().pages())
                .extracting(page -> page.getValue().size())
                .containsExactly(2, 1);
    }

    @Test
    void the_order_of_rows_is_neither_of_time_nor_of_creation_and_the_same_for_the_same_seed() {
        var ids = IntStream.range(0, 12)
                .mapToObj(number -> stage.calendar.create("Event " + number, stage.hour(number)))
                .toList();

        var rows = stage.round().rows().stream().map(Event::getId).toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(ids).isNotEqualTo(ids);
        assertThat(stage.round().rows()).extracting(Event::getId).isEqualTo(rows);
    }

    @Test
    void what_changes_while_a_round_is_read_comes_with_the_next() {
        for (var number = 0; number < 15; number++) {
            stage.calendar.create("Event " + number, stage.hour(number));
        }
        var first = stage.client.first(stage.calendar.id(), FROM, TO);
        var known = first.getValue().getFirst().getId();

        stage.calendar.rename(known, "Renamed meanwhile");
        var second = stage.client.follow(stage.calendar.id(), first.getOdataNextLink());
        var later = stage.client.round(stage.calendar.id(), second.getOdataDeltaLink());

        assertThat(second.getValue()).extracting(Event::getId).doesNotContain(known);
        assertThat(later.rows()).extracting(Event::getSubject).containsExactly("Renamed meanwhile");
    }

    @Test
    void the_window_stays_what_it_was_however_time_goes_on() {
        var link = stage.round().deltaLink();
        stage.clock.advance(Duration.ofDays(30));
        stage.calendar.create("Before the end", stage.hour(24 * 29));
        stage.calendar.create("After the end", stage.hour(24 * 31));

        var later = stage.client.round(stage.calendar.id(), link);

        assertThat(later.told()).extracting(Event::getSubject).containsExactly("Before the end");
        assertThat(later.removed()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T13:30:00Z, 1",
        "2026-11-22T14:30:00+01:00, 1",
        "2026-11-22T13:30:00, 1",
        "2026-11-22T13:30:00.0000000, 1",
        "2026-11-22T14:30:00, 0",
        "2026-11-22T13:30:00-02:00, 0"
    })
    void an_offset_in_a_bound_decides_and_none_is_utc(String start, int found) {
        stage.calendar.create("From one to two", stage.hour(1));

        var page = stage.client
                .preferring("outlook.timezone=\"Tokyo Standard Time\"")
                .delta(stage.calendar.id())
                .get(get -> {
                    get.queryParameters.startDateTime = start;
                    get.queryParameters.endDateTime = "2026-11-30";
                    stage.client.head(get.headers);
                });

        assertThat(page.getValue()).hasSize(found);
    }

    @Test
    void what_ends_when_the_window_begins_or_begins_when_it_ends_is_outside() {
        stage.calendar.create("Touches the beginning", stage.hour(-1));
        stage.calendar.create("Touches the end", stage.hour(4));
        stage.calendar.create("Overlaps", stage.hour(3));

        var round =
                stage.client.round(stage.calendar.id(), MovableClock.NOON, MovableClock.NOON.plus(Duration.ofHours(4)));

        assertThat(round.rows()).extracting(Event::getSubject).containsExactly("Overlaps");
    }

    @Test
    void a_deleted_event_is_removed_for_good() {
        var id = stage.calendar.create("Planning", stage.hour(1));
        var first = stage.round();

        stage.calendar.delete(id);
        var second = stage.after(first);

        assertThat(second.rows()).extracting(Event::getId).containsExactly(id);
        assertThat(second.rows()).extracting(DeltaRound::reason).containsExactly("deleted");
        assertThat(second.rows()).extracting(Event::getType).containsExactly((EventType) null);
    }

    @ParameterizedTest
    @CsvSource({"false, deleted", "true, changed"})
    void an_event_that_left_the_window_is_removed_though_it_lives_on(boolean changed, String reason) {
        stage.simulator.microsoft().changeRules(rules -> rules.withMovedOutIsChanged(changed));
        var id = stage.calendar.create("Planning", stage.hour(1));
        var first = stage.round();

        stage.calendar.move(id, stage.hour(24 * 100));
        var second = stage.after(first);

        assertThat(second.rows()).extracting(DeltaRound::reason).containsExactly(reason);
        assertThat(stage.client.event(id).getSubject()).isEqualTo("Planning");
    }

    @Test
    void changes_outside_the_window_are_told_as_removed_unless_a_rule_keeps_them_quiet() {
        var first = stage.round();
        var single = stage.calendar.create("Far away", stage.hour(24 * 100));
        var series = stage.calendar.createSeries(
                stage.hour(24 * 100), Recurrence.daily().times(3), EventDetails.titled("Far away"));

        var told = stage.after(first);
        stage.simulator.microsoft().changeRules(rules -> rules.withRemovedOutsideWindow(false));
        var quiet = stage.after(first);

        assertThat(told.removed()).containsExactlyInAnyOrder(single, series);
        assertThat(quiet.rows()).isEmpty();
    }

    @Test
    void an_event_that_was_in_the_window_is_removed_even_under_the_quiet_rule() {
        stage.simulator.microsoft().changeRules(rules -> rules.withRemovedOutsideWindow(false));
        var moved = stage.calendar.create("Planning", stage.hour(1));
        var deleted = stage.calendar.create("Review", stage.hour(2));
        var first = stage.round();

        stage.calendar.move(moved, stage.hour(24 * 100));
        stage.calendar.delete(deleted);

        assertThat(stage.after(first).removed()).containsExactlyInAnyOrder(moved, deleted);
    }

    @Test
    void a_meeting_that_is_called_off_stays_listed() {
        var id = stage.calendar.create("Vendor call", stage.hour(1));
        var first = stage.round();

        stage.calendar.cancelMeeting(id);
        var row = stage.after(first).told().getFirst();

        assertThat(row.getIsCancelled()).isTrue();
        assertThat(row.getSubject()).isEqualTo("Canceled: Vendor call");
        assertThat(row.getShowAs().getValue()).isEqualTo("free");
        assertThat(stage.calendar.truth(FROM, TO).get(id).status()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$select=subject", "$filter=a", "$orderby=a", "$search=a", "$expand=a", "$Top=5"})
    void options_of_other_collections_are_refused(String option) throws Exception {
        var answer = stage.wire.get(
                "v1.0/me/calendarView/delta?startDateTime=2026-11-01&endDateTime=2026-12-01&" + option,
                "Authorization",
                "Bearer " + stage.ben.issueAccessToken());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("ErrorInvalidUrlQuery");
        assertThat(answer.body().contains("odata.maxpagesize")).isEqualTo(option.startsWith("$Top"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01, , ErrorInvalidRequest",
        ", 2026-11-01, ErrorInvalidRequest",
        "2026-11-01, 2026-11-01, ErrorInvalidParameter",
        "yesterday, 2026-11-01, ErrorInvalidParameter",
        "2020-01-01, 2026-01-01, ErrorInvalidRequest"
    })
    void a_window_needs_two_bounds_in_their_order_and_at_most_1825_days(String from, String to, String code) {
        assertThat(refusal(() -> stage.client.delta(stage.calendar.id()).get(get -> {
                    get.queryParameters.startDateTime = from;
                    get.queryParameters.endDateTime = to;
                    stage.client.head(get.headers);
                })))
                .isEqualTo("400 " + code);
    }

    @Test
    void a_window_of_1825_days_is_served() {
        assertThat(stage.client
                        .round(stage.calendar.id(), FROM, FROM.plus(Duration.ofDays(1825)))
                        .rows())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta", "delta()", "Delta()", "microsoft.graph.delta()"})
    void the_function_has_several_spellings(String spelling) throws Exception {
        var answer = stage.wire.get(
                "v1.0/me/calendarview/" + spelling + "?StartDateTime=2026-11-01&enddatetime=2026-12-01",
                "Authorization",
                "Bearer " + stage.ben.issueAccessToken());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void a_calendar_that_was_removed_is_not_found() {
        var second = stage.ben.addCalendar("Second");
        var link = stage.client.round(second.id(), FROM, TO).deltaLink();

        second.remove();

        assertThat(refusal(() -> stage.client.follow(second.id(), link))).isEqualTo("404 ErrorItemNotFound");
    }

    @Test
    void calendars_do_not_mix() {
        var second = stage.ben.addCalendar("Second");
        var id = second.create("In the second", stage.hour(1));
        stage.calendar.create("In the first", stage.hour(1));

        assertThat(stage.client.round(second.id(), FROM, TO).rows())
                .extracting(Event::getId)
                .isEqualTo(List.of(id));
    }

    @Test
    void an_all_day_event_is_in_the_window_by_the_midnights_of_its_mailbox() {
        stage.calendar.create("Day off", day("2026-11-24"));
        var midnightInBerlin = Instant.parse("2026-11-23T23:00:00Z");

        var before = stage.client.round(stage.calendar.id(), FROM, midnightInBerlin);
        var after = stage.client.round(stage.calendar.id(), FROM, midnightInBerlin.plusSeconds(1));

        assertThat(before.rows()).isEmpty();
        assertThat(after.rows()).hasSize(1);
    }
}
