package io.kalends.worker.google;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.OnlineMeeting;
import io.kalends.core.calendar.CalendarEvent.Person;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.CalendarEvent.Status;
import io.kalends.core.calendar.CalendarEvent.Visibility;
import io.kalends.core.calendar.Span;
import io.kalends.core.provider.Change;
import io.kalends.worker.http.UnusablePageException;

import static io.kalends.worker.google.GoogleUnderTest.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

class EventMappingTest {

    private static final String TIMES =
            "\"start\":{\"dateTime\":\"2026-11-24T10:00:00Z\"},\"end\":{\"dateTime\":\"2026-11-24T11:00:00Z\"}";
    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
    private static final LocalDate THE_24TH = LocalDate.parse("2026-11-24");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PageReader reader = new PageReader(metrics);

    private List<Change> changes(String page) {
        try {
            return reader.read(page.getBytes(StandardCharsets.UTF_8), WINDOW).changes();
        } catch (UnusablePageException e) {
            throw new AssertionError(e);
        }
    }

    private Change change(String fields) {
        return changes(Payloads.lastPage("{\"id\":\"e1\"," + fields + "}")).getFirst();
    }

    private CalendarEvent event(String fields) {
        return ((Change.Upserted) change(fields)).event();
    }

    private double odd() {
        return metrics.get("kalends.provider.odd.events").counter().count();
    }

    @Test
    void an_event_that_ends_before_it_starts_ends_where_it_starts() {
        var span = event(
                        "\"start\":{\"dateTime\":\"2026-11-24T10:00:00Z\"},\"end\":{\"dateTime\":\"2026-11-24T09:00:00Z\"}")
                .span();

        assertThat(span).isEqualTo(new Span.Timed(TEN, TEN));
        assertThat(odd()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"start\":{\"date\":\"2026-11-24\"},\"end\":{\"date\":\"2026-11-24\"}",
                "\"start\":{\"date\":\"2026-11-24\"},\"end\":{\"date\":\"2026-11-20\"}",
                "\"start\":{\"date\":\"2026-11-24\"}",
                "\"end\":{\"date\":\"2026-11-24\"}",
                "\"start\":{\"date\":\"2026-11-24\"},\"end\":null",
            })
    void whole_days_that_end_too_early_or_never_are_one_day(String times) {
        assertThat(event(times).span()).isEqualTo(new Span.AllDay(THE_24TH, THE_24TH.plusDays(1)));
        assertThat(odd()).isEqualTo(1);
    }

    @Test
    void an_end_that_google_itself_calls_unspecified_is_nothing_odd() {
        var span = event("\"start\":{\"dateTime\":\"2026-11-24T10:00:00Z\"},\"endTimeUnspecified\":true")
                .span();

        assertThat(span).isEqualTo(new Span.Timed(TEN, TEN));
        assertThat(odd()).isZero();
    }

    @Test
    void a_day_beside_a_time_counts_as_its_midnight_in_the_calendars_zone() {
        var span = event("\"start\":{\"date\":\"2026-11-24\"},\"end\":{\"dateTime\":\"2026-11-24T10:00:00Z\"}")
                .span();

        assertThat(span).isEqualTo(new Span.Timed(Instant.parse("2026-11-23T23:00:00Z"), TEN));
        assertThat(odd()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"summary\":\"no times\"",
                "\"start\":{},\"end\":{}",
                "\"start\":null,\"end\":null",
                "\"start\":{\"dateTime\":null},\"end\":{\"date\":null}",
                "\"start\":{\"dateTime\":\"tomorrow\"},\"end\":{\"dateTime\":\"2026-11-24T10:00:00Z\"}",
                "\"start\":{\"dateTime\":7},\"end\":[]",
                "\"start\":\"2026-11-24\"",
            })
    void an_event_at_no_time_is_in_no_window_and_spoils_nothing(String fields) {
        var changes = changes(Payloads.lastPage(
                "{\"id\":\"before\"," + TIMES + "}",
                "{\"id\":\"e1\"," + fields + "}",
                "{\"id\":\"after\"," + TIMES + "}"));

        assertThat(changes).extracting(Change::eventId).containsExactly("before", "e1", "after");
        assertThat(changes.get(0)).isInstanceOf(Change.Upserted.class);
        assertThat(changes.get(1)).isEqualTo(new Change.OutsideWindow("e1"));
        assertThat(changes.get(2)).isInstanceOf(Change.Upserted.class);
        assertThat(odd()).isEqualTo(1);
    }

    @Test
    void a_cancelled_event_needs_no_times_and_no_details() {
        assertThat(change("\"status\":\"cancelled\",\"sequence\":1e400,\"start\":\"?\""))
                .isEqualTo(new Change.Removed("e1"));
        assertThat(odd()).isZero();
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "2026-08-24T11:00:00Z, 2026-08-24T12:00:00Z, false",
        "2026-08-24T11:00:00Z, 2026-08-24T12:00:01Z, true",
        "2027-11-22T11:59:59Z, 2027-11-22T13:00:00Z, true",
        "2027-11-22T12:00:00Z, 2027-11-22T13:00:00Z, false",
        "2020-01-01T00:00:00Z, 2030-01-01T00:00:00Z, true",
    })
    void an_event_is_held_against_the_window(String start, String end, boolean inside) {
        var change = change("\"start\":{\"dateTime\":\"" + start + "\"},\"end\":{\"dateTime\":\"" + end + "\"}");

        assertThat(change instanceof Change.Upserted).isEqualTo(inside);
        assertThat(change instanceof Change.OutsideWindow).isEqualTo(!inside);
    }

    @ParameterizedTest(name = "in {0} the day that begins as the window ends is inside: {1}")
    @CsvSource({"Pacific/Auckland, true", "America/Los_Angeles, true", "Etc/GMT+12, false", "Mars/Olympus, true"})
    void a_day_is_held_against_the_window_in_the_calendars_own_zone(String zone, boolean inside) {
        var day = "{\"id\":\"e1\",\"start\":{\"date\":\"2027-11-22\"},\"end\":{\"date\":\"2027-11-23\"}}";
        var page = Payloads.lastPage(day).replace("Europe/Berlin", zone);

        assertThat(changes(page).getFirst() instanceof Change.Upserted).isEqualTo(inside);
    }

    @Test
    void days_are_the_same_days_whatever_zone_this_machine_is_in() {
        var event = event("\"start\":{\"date\":\"2026-11-24\"},\"end\":{\"date\":\"2026-11-26\"},"
                + "\"originalStartTime\":{\"date\":\"2026-11-23\"}");

        assertThat(event.span()).isEqualTo(new Span.AllDay(THE_24TH, THE_24TH.plusDays(2)));
        assertThat(event.originalStart()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void texts_are_kept_as_written_but_for_what_no_database_keeps() {
        var event = event(TIMES + ",\"summary\":\"\\u202eRTL \\ud83d\\ude00 a\\u0000b \\ud800!\\n<script>\","
                + "\"location\":\"\\u0000\"");

        assertThat(event.title()).isEqualTo("\u202eRTL \ud83d\ude00 ab \ufffd!\n<script>");
        assertThat(event.location()).isEmpty();
    }

    @Test
    void only_web_addresses_are_kept() {
        var event = event(TIMES + ",\"htmlLink\":\"javascript:alert(1)\",\"hangoutLink\":\"HTTPS://meet.google.com/x\","
                + "\"conferenceData\":{\"conferenceId\":\"c\",\"entryPoints\":["
                + "{\"entryPointType\":\"video\",\"uri\":\"data:text/html,x\"},{\"entryPointType\":null},null]}");

        assertThat(event.webLink()).isNull();
        assertThat(event.onlineMeeting()).isEqualTo(new OnlineMeeting("HTTPS://meet.google.com/x", null, "c"));
    }

    @Test
    void a_conference_by_phone_alone_is_no_online_meeting() {
        var event = event(
                TIMES + ",\"conferenceData\":{\"entryPoints\":[{\"entryPointType\":\"phone\",\"uri\":\"tel:1\"}]}");

        assertThat(event.onlineMeeting()).isNull();
    }

    @Test
    void a_json_null_is_no_value_and_no_yes() {
        var event = event(TIMES + ",\"summary\":null,\"organizer\":{\"email\":null,\"self\":null},\"attendees\":["
                + "{\"email\":\"a@example.org\",\"self\":null,\"optional\":null,\"responseStatus\":null},null],"
                + "\"attendeesOmitted\":null,\"transparency\":null,\"visibility\":null,\"updated\":null,\"etag\":null,"
                + "\"conferenceData\":null,\"hangoutLink\":null,\"iCalUID\":null,\"status\":null");

        assertThat(event.title()).isNull();
        assertThat(event.organizer()).isEqualTo(new Person(null, null, false));
        assertThat(event.attendees()).singleElement().satisfies(attendee -> {
            assertThat(attendee.person()).isEqualTo(new Person("a@example.org", null, false));
            assertThat(attendee.response()).isEqualTo(Response.UNKNOWN);
            assertThat(attendee.optional()).isFalse();
        });
        assertThat(event.attendeesOmitted()).isFalse();
        assertThat(event.busy()).isTrue();
        assertThat(event.visibility()).isEqualTo(Visibility.DEFAULT);
        assertThat(event.status()).isEqualTo(Status.CONFIRMED);
        assertThat(event.revision()).isEqualTo(new CalendarEvent.Revision(null, null));
        assertThat(event.onlineMeeting()).isNull();
    }

    @Test
    void an_event_is_cut_to_what_one_record_holds_and_never_within_a_character() {
        var name = "n".repeat(319) + "\uD83D\uDE00";
        var guest = "{\"email\":\"" + name + "\",\"displayName\":\"" + name + "\"}";
        var event = event(TIMES + ",\"summary\":\"" + "t".repeat(5_000) + "\",\"location\":\"" + "l".repeat(5_000)
                + "\",\"organizer\":" + guest + ",\"attendees\":["
                + String.join(",", Collections.nCopies(501, guest)) + "]");

        assertThat(event.title()).isEqualTo("t".repeat(1_000));
        assertThat(event.location()).isEqualTo("l".repeat(2_000));
        var cut = new Person("n".repeat(319), "n".repeat(319), false);
        assertThat(event.organizer()).isEqualTo(cut);
        assertThat(event.attendees())
                .hasSize(500)
                .allSatisfy(it -> assertThat(it.person()).isEqualTo(cut));
        assertThat(event.attendeesOmitted()).isTrue();
    }

    @Test
    void an_event_that_just_fits_is_not_cut() {
        var name = "n".repeat(318) + "\uD83D\uDE00";
        var guest = "{\"email\":\"" + name + "\"}";
        var event = event(TIMES + ",\"summary\":\"" + "t".repeat(1_000) + "\",\"attendees\":["
                + String.join(",", Collections.nCopies(500, guest)) + "]");

        assertThat(event.title()).hasSize(1_000);
        assertThat(event.attendees())
                .hasSize(500)
                .allSatisfy(it -> assertThat(it.person().email()).isEqualTo(name));
        assertThat(event.attendeesOmitted()).isFalse();
    }

    @Test
    void guests_left_out_by_google_are_told() {
        assertThat(event(TIMES + ",\"attendeesOmitted\":true").attendeesOmitted())
                .isTrue();
    }

    @Test
    void the_later_of_two_equal_keys_wins_and_unknown_values_do_no_harm() {
        var event = event(TIMES + ",\"summary\":\"first\",\"summary\":\"second\",\"visibility\":\"telepathic\","
                + "\"status\":\"sort of\",\"unknownNumber\":1e400,\"unknownList\":[[[]]]");

        assertThat(event.title()).isEqualTo("second");
        assertThat(event.visibility()).isEqualTo(Visibility.DEFAULT);
        assertThat(event.status()).isEqualTo(Status.CONFIRMED);
    }

    @Test
    void a_time_without_an_offset_counts_as_utc_and_not_as_this_machines() {
        var span = event("\"start\":{\"dateTime\":\"2026-11-24T10:00:00\",\"timeZone\":\"Europe/Berlin\"},"
                        + "\"end\":{\"dateTime\":\"2026-11-24T10:30:00\",\"timeZone\":\"Europe/Berlin\"}")
                .span();

        assertThat(span.start()).isEqualTo(TEN);
    }
}
