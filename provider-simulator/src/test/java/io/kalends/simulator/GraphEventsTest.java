package io.kalends.simulator;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.graph.models.Calendar;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import com.microsoft.graph.models.RecurrenceRangeType;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.simulator.world.Attendee;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static io.kalends.simulator.MicrosoftStage.BERLIN;
import static io.kalends.simulator.MicrosoftStage.FROM;
import static io.kalends.simulator.MicrosoftStage.TO;
import static io.kalends.simulator.MicrosoftStage.day;
import static io.kalends.simulator.MicrosoftStage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/// Single events, instances, plain listings and calendars, as Microsoft's client reads them.
@NullUnmarked // the client calls everything it returns nullable
class GraphEventsTest {
    private final MicrosoftStage stage = new MicrosoftStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void an_event_says_all_that_was_written_into_it() {
        var id = stage.calendar.create(
                stage.hour(1),
                EventDetails.titled("Planning")
                        .withDescription("1 < 2 & so on")
                        .withLocation("Room 4")
                        .withOrganizer("anna@example.com")
                        .withVisibility("private")
                        .withMeetingLink("https://teams.microsoft.com/l/meetup-join/1")
                        .withAttendees(List.of(
                                Attendee.invited("ben@example.com").answering("tentative"),
                                new Attendee("cara@example.net", "Cara", "accepted", false, true))));

        var event = stage.client.event(id);

        assertThat(event.getSubject()).isEqualTo("Planning");
        assertThat(event.getBody().getContent()).isEqualTo("<html><body>1 &lt; 2 &amp; so on</body></html>");
        assertThat(event.getBodyPreview()).isEqualTo("1 < 2 & so on");
        assertThat(event.getLocation().getDisplayName()).isEqualTo("Room 4");
        assertThat(event.getLocations()).hasSize(1);
        assertThat(event.getOrganizer().getEmailAddress().getAddress()).isEqualTo("anna@example.com");
        assertThat(event.getIsOrganizer()).isFalse();
        assertThat(event.getSensitivity().getValue()).isEqualTo("private");
        assertThat(event.getShowAs().getValue()).isEqualTo("busy");
        assertThat(event.getIsOnlineMeeting()).isTrue();
        assertThat(event.getOnlineMeeting().getJoinUrl()).endsWith("/1");
        assertThat(event.getResponseStatus().getResponse().getValue()).isEqualTo("tentativelyAccepted");
        assertThat(event.getAttendees())
                .extracting(guest -> guest.getEmailAddress().getName() + " "
                        + guest.getType().getValue() + " "
                        + guest.getStatus().getResponse().getValue())
                .containsExactly("ben@example.com required tentativelyAccepted", "Cara optional accepted");
        assertThat(event.getType()).isEqualTo(EventType.SingleInstance);
    }

    @Test
    void times_carry_seven_digits_and_the_zones_windows_names() throws Exception {
        var id = stage.calendar.create("Planning", stage.hour(1));

        var body = get("v1.0/me/events/" + Wire.encoded(id)).body();
        var event = stage.client.event(id);

        assertThat(body).contains("\"lastModifiedDateTime\":\"2026-11-22T12:00:00.0000000Z\"");
        assertThat(event.getStart().getDateTime()).isEqualTo("2026-11-22T13:00:00.0000000");
        assertThat(event.getStart().getTimeZone()).isEqualTo("UTC");
        assertThat(event.getOriginalStartTimeZone()).isEqualTo("W. Europe Standard Time");
        assertThat(event.getAdditionalData()).containsEntry("@odata.etag", "W/\"" + event.getChangeKey() + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Tokyo Standard Time, 2026-11-22T22:00:00.0000000",
        "Asia/Tokyo, 2026-11-22T22:00:00.0000000",
        "W. Europe Standard Time, 2026-11-22T14:00:00.0000000"
    })
    void the_zone_of_answers_is_the_one_preferred(String zone, String start) {
        var id = stage.calendar.create("Planning", stage.hour(1));

        var event = stage.client.preferring("outlook.timezone=\"" + zone + "\"").event(id);

        assertThat(event.getStart().getDateTime()).isEqualTo(start);
        assertThat(event.getStart().getTimeZone()).isEqualTo(zone);
    }

    @Test
    void a_zone_nobody_knows_is_refused() {
        assertThat(refusal(() -> stage.client
                        .preferring("outlook.timezone=\"Mars Standard Time\"")
                        .round(stage.calendar.id(), FROM, TO)))
                .isEqualTo("400 TimeZoneNotSupportedException");
    }

    @Test
    void an_all_day_event_is_midnight_to_midnight_in_whatever_zone_is_preferred() {
        var id = stage.calendar.create("Day off", day("2026-11-27"));

        var event = stage.client
                .preferring("outlook.timezone=\"Tokyo Standard Time\"")
                .event(id);

        assertThat(event.getIsAllDay()).isTrue();
        assertThat(event.getStart().getDateTime()).isEqualTo("2026-11-27T00:00:00.0000000");
        assertThat(event.getEnd().getDateTime()).isEqualTo("2026-11-28T00:00:00.0000000");
        assertThat(event.getEnd().getTimeZone()).isEqualTo("Tokyo Standard Time");
    }

    @Test
    void bodies_come_as_text_when_that_is_preferred() {
        var id = stage.calendar.create(
                stage.hour(1), EventDetails.titled("Planning").withDescription("1 < 2"));

        var body = stage.client
                .preferring("outlook.body-content-type=\"text\"")
                .event(id)
                .getBody();

        assertThat(body.getContentType().getValue()).isEqualTo("text");
        assertThat(body.getContent()).isEqualTo("1 < 2");
    }

    @Test
    void several_wishes_come_in_one_header_or_in_several_and_what_is_honoured_is_told() throws Exception {
        var one = stage.wire.get(
                "v1.0/me/calendars",
                "Authorization",
                "Bearer " + stage.ben.issueAccessToken(),
                "Prefer",
                "odata.maxpagesize=5, outlook.timezone=\"UTC\", IdType=\"ImmutableId\", nonsense");
        var several = stage.wire.get(
                "v1.0/me/calendars",
                "Authorization",
                "Bearer " + stage.ben.issueAccessToken(),
                "Prefer",
                "odata.maxpagesize=5",
                "Prefer",
                "outlook.timezone=\"UTC\"",
                "Prefer",
                "IdType=\"ImmutableId\"");

        assertThat(one.headers().firstValue("Preference-Applied"))
                .contains("odata.maxpagesize=5, outlook.timezone=\"UTC\", IdType=\"ImmutableId\"")
                .isEqualTo(several.headers().firstValue("Preference-Applied"));
    }

    @Test
    void ids_are_others_without_the_wish_for_immutable_ones_and_both_are_understood() {
        var immutable = stage.calendar.create("Planning", stage.hour(1));
        var usual = stage.client
                .preferring(GraphClient.UTC)
                .round(stage.calendar.id(), FROM, TO)
                .rows()
                .getFirst()
                .getId();

        assertThat(usual).isNotEqualTo(immutable).contains("/", "+");
        assertThat(stage.client.event(usual).getId()).isEqualTo(immutable);
        assertThat(stage.client.preferring(GraphClient.UTC).event(immutable).getId())
                .isEqualTo(usual);
        stage.calendar.rename(usual, "Renamed");
        assertThat(stage.client.event(immutable).getSubject()).isEqualTo("Renamed");
    }

    @Test
    void links_work_with_either_form_of_ids() {
        stage.calendar.create("Planning", stage.hour(1));
        var link = stage.client
                .preferring(GraphClient.UTC)
                .round(stage.calendar.id(), FROM, TO)
                .deltaLink();
        var id = stage.calendar.create("Review", stage.hour(2));

        assertThat(stage.client.round(stage.calendar.id(), link).rows())
                .extracting(Event::getId)
                .containsExactly(id);
    }

    @Test
    void a_series_its_occurrences_and_its_exceptions_can_be_read_one_by_one() {
        var first = stage.hour(1);
        var series = stage.calendar.createSeries(first, Recurrence.daily().times(3), EventDetails.titled("Stand-up"));
        stage.calendar.updateInstance(series, first, details -> details.withTitle("Special"));
        var instances = stage.client.instances(series, FROM, TO);

        var types = new ArrayList<String>();
        for (var instance : instances) {
            var event = stage.client.event(instance.getId());
            types.add(event.getType().getValue() + " " + event.getSubject() + " " + event.getOriginalStart());
        }

        assertThat(types)
                .containsExactly(
                        "exception Special 2026-11-22T13:00Z",
                        "occurrence Stand-up 2026-11-23T13:00Z",
                        "occurrence Stand-up 2026-11-24T13:00Z");
        assertThat(stage.client.event(series).getType()).isEqualTo(EventType.SeriesMaster);
        assertThat(instances).extracting(Event::getICalUId).doesNotHaveDuplicates();
        assertThat(instances)
                .extracting(event -> event.getAdditionalData().get("uid"))
                .containsOnly(stage.client.event(series).getAdditionalData().get("uid"));
    }

    @Test
    void an_event_outside_every_window_is_found_too() {
        var id = stage.calendar.create("Far away", stage.hour(24 * 300));

        assertThat(stage.client.event(id).getSubject()).isEqualTo("Far away");
        assertThat(stage.client
                        .graph()
                        .me()
                        .calendars()
                        .byCalendarId(stage.calendar.id())
                        .events()
                        .byEventId(id)
                        .get(get -> stage.client.head(get.headers))
                        .getId())
                .isEqualTo(id);
    }

    @Test
    void an_event_of_a_second_calendar_is_found_under_the_mailbox_and_under_its_calendar_alone() {
        var second = stage.ben.addCalendar("Second");
        var id = second.create("Planning", stage.hour(1));

        assertThat(stage.client.event(id).getSubject()).isEqualTo("Planning");
        assertThat(refusal(() -> stage.client
                        .graph()
                        .me()
                        .calendars()
                        .byCalendarId(stage.calendar.id())
                        .events()
                        .byEventId(id)
                        .get(get -> stage.client.head(get.headers))))
                .isEqualTo("404 ErrorItemNotFound");
    }

    @Test
    void what_is_gone_is_not_found_and_what_is_no_id_is_malformed() {
        var first = stage.hour(1);
        var deleted = stage.calendar.create("Planning", first);
        var series = stage.calendar.createSeries(first, Recurrence.daily().times(2), EventDetails.titled("Stand-up"));
        var occurrence = stage.client.instances(series, FROM, TO).getFirst().getId();
        stage.calendar.delete(deleted);
        stage.calendar.cancelInstance(series, first);

        assertThat(refusal(() -> stage.client.event(deleted))).isEqualTo("404 ErrorItemNotFound");
        assertThat(refusal(() -> stage.client.event(occurrence))).isEqualTo("404 ErrorItemNotFound");
        assertThat(refusal(() -> stage.client.event("nonsense"))).isEqualTo("400 ErrorInvalidIdMalformed");
    }

    @Test
    void only_what_is_selected_is_sent() {
        var id = stage.calendar.create("Planning", stage.hour(1));

        var event = stage.client.graph().me().events().byEventId(id).get(get -> {
            get.queryParameters.select = new String[] {"subject"};
            get.queryParameters.expand = new String[] {"calendar"};
            stage.client.head(get.headers);
        });

        assertThat(event.getSubject()).isEqualTo("Planning");
        assertThat(event.getId()).isEqualTo(id);
        assertThat(event.getStart()).isNull();
    }

    @Test
    void instances_come_in_full_in_pages_and_within_the_window() {
        var series = stage.calendar.createSeries(
                stage.hour(1), Recurrence.daily().times(30), EventDetails.titled("Stand-up"));

        var instances = stage.client.graph().me().events().byEventId(series).instances();
        var page = instances.get(get -> {
            get.queryParameters.startDateTime = FROM.toString();
            get.queryParameters.endDateTime =
                    MovableClock.NOON.plus(Duration.ofDays(12)).toString();
            stage.client.head(get.headers);
        });
        var next = instances.withUrl(page.getOdataNextLink()).get(get -> stage.client.head(get.headers));

        assertThat(page.getValue()).hasSize(10).extracting(Event::getSubject).containsOnly("Stand-up");
        assertThat(next.getValue()).hasSize(2);
        assertThat(next.getOdataNextLink()).isNull();
    }

    @Test
    void an_event_that_does_not_repeat_has_no_instances() {
        var id = stage.calendar.create("Planning", stage.hour(1));

        assertThat(refusal(() -> stage.client.instances(id, FROM, TO))).isEqualTo("400 ErrorInvalidRequest");
    }

    @Test
    void a_plain_view_lists_full_events_and_no_master() {
        stage.calendar.createSeries(stage.hour(1), Recurrence.daily().times(3), EventDetails.titled("Stand-up"));
        stage.calendar.create("Planning", stage.hour(2));

        var view = stage.client.graph().me().calendarView().get(get -> {
            get.queryParameters.startDateTime = FROM.toString();
            get.queryParameters.endDateTime = TO.toString();
            stage.client.head(get.headers);
        });

        assertThat(view.getValue())
                .extracting(Event::getSubject)
                .containsExactlyInAnyOrder("Planning", "Stand-up", "Stand-up", "Stand-up");
    }

    @Test
    void a_series_tells_its_pattern_and_its_range() {
        var first = stage.hour(1);
        var rule = Recurrence.weekly(DayOfWeek.MONDAY, DayOfWeek.FRIDAY).every(2);
        var endless = stage.calendar.createSeries(first, rule, EventDetails.titled("Endless"));
        var numbered = stage.calendar.createSeries(first, rule.times(7), EventDetails.titled("Seven"));
        var ended = stage.calendar.createSeries(
                first, rule.until(Instant.parse("2026-12-31T00:00:00Z")), EventDetails.titled("Ended"));

        var recurrence = stage.client.event(numbered).getRecurrence();

        assertThat(recurrence.getPattern().getType().getValue()).isEqualTo("weekly");
        assertThat(recurrence.getPattern().getInterval()).isEqualTo(2);
        assertThat(recurrence.getPattern().getDaysOfWeek())
                .extracting(day -> day.getValue())
                .containsExactly("monday", "friday");
        assertThat(recurrence.getRange().getNumberOfOccurrences()).isEqualTo(7);
        assertThat(recurrence.getRange().getStartDate()).isEqualTo(LocalDate.parse("2026-11-22"));
        assertThat(recurrence.getRange().getRecurrenceTimeZone()).isEqualTo("W. Europe Standard Time");
        assertThat(stage.client.event(endless).getRecurrence().getRange().getType())
                .isEqualTo(RecurrenceRangeType.NoEnd);
        assertThat(stage.client.event(ended).getRecurrence().getRange().getEndDate())
                .isEqualTo(LocalDate.parse("2026-12-31"));
    }

    @Test
    void nine_o_clock_stays_nine_o_clock_over_the_change_of_clocks() {
        var first = Span.timed(Instant.parse("2026-10-24T07:00:00Z"), Duration.ofHours(1), BERLIN);
        var series = stage.calendar.createSeries(first, Recurrence.daily().times(2), EventDetails.titled("Stand-up"));

        assertThat(stage.client.instances(series, FROM, TO))
                .extracting(event -> event.getStart().getDateTime())
                .containsExactly("2026-10-24T07:00:00.0000000", "2026-10-25T08:00:00.0000000");
    }

    @Test
    void every_change_changes_the_change_key_and_the_time_of_the_last_one() {
        var id = stage.calendar.create("Planning", stage.hour(1));
        var before = stage.client.event(id);
        stage.clock.advance(Duration.ofMinutes(5));

        stage.calendar.update(id, details -> details.withLocation("Room 9"));
        var after = stage.client.event(id);

        assertThat(after.getChangeKey()).isNotEqualTo(before.getChangeKey());
        assertThat(after.getLastModifiedDateTime()).isEqualTo(OffsetDateTime.parse("2026-11-22T12:05:00Z"));
        assertThat(after.getCreatedDateTime()).isEqualTo(OffsetDateTime.parse("2026-11-22T12:00:00Z"));
    }

    @Test
    void a_zone_without_a_windows_name_is_custom() {
        var id = stage.calendar.create(
                "Planning", Span.timed(stage.clock.instant(), Duration.ofHours(1), ZoneId.of("Antarctica/Troll")));

        assertThat(stage.client.event(id).getOriginalStartTimeZone()).isEqualTo("tzone://Microsoft/Custom");
        assertThat(stage.calendar.truth(null, null).get(id).timeZone()).isNull();
    }

    @Test
    void calendars_are_listed_in_pages_with_what_may_be_done_to_them() {
        var second = stage.ben.addCalendar("Second");
        stage.ben.addCalendar("Third").remove();
        second.changeRole("reader");
        for (var number = 0; number < 9; number++) {
            stage.ben.addCalendar("Calendar " + number);
        }

        var page = stage.client.graph().me().calendars().get(get -> stage.client.head(get.headers));
        var next = stage.client
                .graph()
                .me()
                .calendars()
                .withUrl(page.getOdataNextLink())
                .get(get -> stage.client.head(get.headers));

        assertThat(page.getValue()).hasSize(10);
        assertThat(next.getValue()).extracting(Calendar::getName).containsExactly("Calendar 8");
        assertThat(page.getValue().getFirst().getId()).isEqualTo(stage.calendar.id());
        assertThat(page.getValue().getFirst().getIsDefaultCalendar()).isTrue();
        assertThat(page.getValue().getFirst().getOwner().getAddress()).isEqualTo("ben@example.com");
        assertThat(page.getValue()).extracting(Calendar::getCanEdit).startsWith(true, false, true);
    }

    @Test
    void the_default_calendar_is_found_by_that_name_and_by_its_id() {
        var byName = stage.client.graph().me().calendar().get(get -> stage.client.head(get.headers));
        var byId = stage.client
                .graph()
                .me()
                .calendars()
                .byCalendarId(stage.calendar.id())
                .get(get -> stage.client.head(get.headers));

        assertThat(byName.getId()).isEqualTo(stage.calendar.id()).isEqualTo(byId.getId());
        assertThat(byName.getName()).isEqualTo("Calendar");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, v1.0/me/messages, 404",
        "GET, v1.0/users/ben@example.com/events/x, 404",
        "GET, v1.0/me/events/delta, 404",
        "GET, v1.0/me/calendars/nonsense, 404",
        "GET, beta/me/calendars, 404",
        "POST, v1.0/me/calendars, 405",
        "DELETE, v1.0/me/events/x, 405"
    })
    void what_is_not_here_is_refused_in_graph_s_words(String method, String path, int status) throws Exception {
        var answer = stage.wire.send(stage.wire
                .request(path, "Authorization", "Bearer " + stage.ben.issueAccessToken())
                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":{\"code\":").contains("\"innerError\":{");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return stage.wire.get(path, "Authorization", "Bearer " + stage.ben.issueAccessToken());
    }
}
