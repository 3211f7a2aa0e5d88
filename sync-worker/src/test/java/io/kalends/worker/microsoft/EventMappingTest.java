package io.kalends.worker.microsoft;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
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

import static org.assertj.core.api.Assertions.assertThat;

class EventMappingTest {

    private static final String TIMES = "\"start\":{\"dateTime\":\"2026-11-24T10:00:00.0000000\",\"timeZone\":\"UTC\"},"
            + "\"end\":{\"dateTime\":\"2026-11-24T11:00:00.0000000\",\"timeZone\":\"UTC\"}";
    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-11-24T11:00:00Z");
    private static final LocalDate THE_24TH = LocalDate.parse("2026-11-24");
    private static final String OUTLOOK = "040000008200E00074C5B7101A82E008";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PageReader reader =
            new PageReader(new GraphLinks(URI.create("https://graph.microsoft.com/v1.0")), metrics);

    private List<Change> changes(String page) {
        var json = new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8));
        try {
            return reader.read(new GraphJson()
                            .getParseNode("application/json", json)
                            .getObjectValue(GraphItem::of))
                    .changes();
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

    private static String at(String start, String end, String zone) {
        return "\"start\":{\"dateTime\":\"" + start + "\",\"timeZone\":\"" + zone + "\"},\"end\":{\"dateTime\":\"" + end
                + "\",\"timeZone\":\"" + zone + "\"}";
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "2026-11-24T10:00:00.0000000, UTC",
        "2026-11-24T10:00:00, UTC",
        "2026-11-24T10:00, Etc/UTC",
        "2026-11-24T10:00:00Z, UTC",
        "2026-11-24T11:00:00+01:00, Mars/Olympus",
        "2026-11-24T11:00:00, Europe/Berlin",
        "2026-11-24T11:00:00, W. Europe Standard Time",
        "2026-11-24T05:00:00, Eastern Standard Time",
        "2026-11-24T10:00:00, tzone://Microsoft/Utc",
        "2026-11-24T10:00:00, tzone://Microsoft/Custom",
        "2026-11-24T10:00:00, A Zone Nobody Knows",
        "2026-11-24T10:00:00, ''",
    })
    void a_time_is_understood_in_whatever_zone_it_is_written(String written, String zone) {
        assertThat(event(at(written, "2026-11-24T23:00:00Z", zone)).span().start())
                .isEqualTo(TEN);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "W. Europe Standard Time, Europe/Berlin",
        "Pacific Standard Time, America/Los_Angeles",
        "India Standard Time, Asia/Calcutta",
        "Europe/Paris, Europe/Paris",
        "UTC, UTC",
        "tzone://Microsoft/Utc, UTC",
        "tzone://Microsoft/Custom, ",
        "Customized Time Zone, ",
        "../../etc/passwd, ",
    })
    void the_zone_an_event_was_made_in_gets_its_iana_name(String written, @Nullable String iana) {
        assertThat(event(TIMES + ",\"originalStartTimeZone\":\"" + written + "\"")
                        .timeZone())
                .isEqualTo(iana);
    }

    @Test
    void an_event_that_ends_before_it_starts_ends_where_it_starts() {
        assertThat(event(at("2026-11-24T10:00:00", "2026-11-24T09:00:00", "UTC"))
                        .span())
                .isEqualTo(new Span.Timed(TEN, TEN));
        assertThat(odd()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"start\":{\"dateTime\":\"2026-11-24T00:00:00\"},\"end\":{\"dateTime\":\"2026-11-24T00:00:00\"}",
                "\"start\":{\"dateTime\":\"2026-11-24T00:00:00\"}",
                "\"start\":{\"dateTime\":\"2026-11-24\"},\"end\":null",
            })
    void whole_days_that_end_too_early_or_never_are_one_day(String times) {
        assertThat(event("\"isAllDay\":true," + times).span())
                .isEqualTo(new Span.AllDay(THE_24TH, THE_24TH.plusDays(1)));
        assertThat(odd()).isEqualTo(1);
    }

    @ParameterizedTest(name = "in {0}")
    @ValueSource(strings = {"UTC", "Pacific/Auckland", "Pacific Standard Time", "tzone://Microsoft/Custom"})
    void whole_days_are_the_same_days_in_every_zone(String zone) {
        var event =
                event("\"isAllDay\":true," + at("2026-11-24T00:00:00.0000000", "2026-11-26T00:00:00.0000000", zone));

        assertThat(event.span()).isEqualTo(new Span.AllDay(THE_24TH, THE_24TH.plusDays(2)));
    }

    @ParameterizedTest(name = "{0} made in {1}")
    @CsvSource({
        "2026-11-24T00:00:00Z, W. Europe Standard Time",
        "2026-11-24T00:00:00Z, Pacific Standard Time",
        "2026-11-23T23:00:00Z, W. Europe Standard Time",
        "2026-11-24T08:00:00Z, Pacific Standard Time",
        "2026-11-24T13:00:00Z, tzone://Microsoft/Custom",
    })
    void a_day_of_a_series_was_put_where_its_own_zone_had_midnight(String written, String zone) {
        var event = event("\"isAllDay\":true," + at("2026-11-25T00:00:00", "2026-11-26T00:00:00", "UTC")
                + ",\"originalStart\":\"" + written + "\",\"originalStartTimeZone\":\"" + zone + "\"");

        assertThat(event.originalStart()).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subject\":\"no times\"",
                "\"start\":{},\"end\":{}",
                "\"start\":null,\"end\":null",
                "\"start\":{\"dateTime\":null},\"end\":{\"dateTime\":null}",
                "\"start\":{\"dateTime\":\"tomorrow\"},\"end\":{\"dateTime\":\"12026-11-24T10:00:00\"}",
                "\"start\":{\"dateTime\":7},\"end\":[]",
                "\"start\":\"2026-11-24\"",
                "\"type\":\"seriesMaster\",\"subject\":\"no times\"",
                "\"type\":\"occurrence\",\"seriesMasterId\":\"s\"",
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
    void what_is_removed_needs_no_times_and_no_details() {
        assertThat(change("\"@removed\":{\"reason\":\"a new one\"},\"start\":\"?\",\"type\":\"occurrence\""))
                .isEqualTo(new Change.Vanished("e1"));
        assertThat(odd()).isZero();
    }

    @Test
    void graph_alone_says_what_is_in_the_window() {
        assertThat(change(at("2001-01-01T10:00:00", "2001-01-01T11:00:00", "UTC")))
                .isInstanceOf(Change.Upserted.class);
    }

    @Test
    void an_occurrence_is_what_its_series_says_even_where_it_is_spelled_out() {
        var row = "\"type\":\"occurrence\",\"seriesMasterId\":\"s\"," + TIMES;

        var bare = change(row);

        assertThat(bare)
                .isInstanceOfSatisfying(
                        Change.Occurrence.class,
                        occurrence -> assertThat(occurrence.seriesId()).isEqualTo("s"));
        assertThat(change(row + ",\"subject\":\"Stand-up\"")).isEqualTo(bare);
    }

    @Test
    void an_occurrence_of_no_series_is_an_event_of_its_own() {
        assertThat(change("\"type\":\"occurrence\"," + TIMES)).isInstanceOf(Change.Upserted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"singleInstance", "exception", "somethingNew", ""})
    void a_row_of_a_type_nobody_knows_is_an_event(String type) {
        assertThat(change("\"type\":\"" + type + "\"," + TIMES)).isInstanceOf(Change.Upserted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "uid, \"uid\":\"uid\"",
        "uid, '\"uid\":\"uid\",\"iCalUId\":\"own\"'",
        "own, \"iCalUId\":\"own\"",
        "own, '\"iCalUId\":\"own\",\"seriesMasterId\":\"s\"'",
        OUTLOOK + "00000000FFFF, '\"iCalUId\":\"" + OUTLOOK + "07EA0B18FFFF\",\"seriesMasterId\":\"s\"'",
        OUTLOOK + "07EA0B18FFFF, \"iCalUId\":\"" + OUTLOOK + "07EA0B18FFFF\"",
        OUTLOOK + "07EA, '\"iCalUId\":\"" + OUTLOOK + "07EA\",\"seriesMasterId\":\"s\"'",
    })
    void all_instances_of_a_series_share_one_uid(String uid, String fields) {
        assertThat(((Change.Upserted) change(TIMES + "," + fields)).iCalUid()).isEqualTo(uid);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "\"showAs\":\"busy\", CONFIRMED",
        "\"showAs\":\"tentative\", TENTATIVE",
        "'\"showAs\":\"busy\",\"responseStatus\":{\"response\":\"tentativelyAccepted\"}', TENTATIVE",
        "'\"showAs\":\"tentative\",\"isCancelled\":true', CANCELLED",
        "\"isCancelled\":\"maybe\", CONFIRMED",
        "\"responseStatus\":\"none\", CONFIRMED",
    })
    void a_meeting_stands_or_does_not(String fields, Status status) {
        assertThat(event(TIMES + "," + fields).status()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "busy, true",
        "tentative, true",
        "oof, true",
        "unknown, true",
        "aWordNobodyKnows, true",
        "free, false",
        "workingElsewhere, false"
    })
    void time_is_blocked_unless_it_is_said_to_be_free(String showAs, boolean busy) {
        assertThat(event(TIMES + ",\"showAs\":\"" + showAs + "\"").busy()).isEqualTo(busy);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "normal, DEFAULT",
        "personal, PRIVATE",
        "private, PRIVATE",
        "confidential, CONFIDENTIAL",
        "telepathic, DEFAULT"
    })
    void details_are_as_visible_as_their_sensitivity_says(String sensitivity, Visibility visibility) {
        assertThat(event(TIMES + ",\"sensitivity\":\"" + sensitivity + "\"").visibility())
                .isEqualTo(visibility);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "none, NEEDS_ACTION",
        "notResponded, NEEDS_ACTION",
        "declined, DECLINED",
        "tentativelyAccepted, TENTATIVE",
        "accepted, ACCEPTED",
        "organizer, ACCEPTED",
        "shrugged, UNKNOWN"
    })
    void a_guest_has_answered_or_not(String response, Response meaning) {
        var guest = "{\"emailAddress\":{\"address\":\"a@example.org\"},\"status\":{\"response\":\"" + response + "\"}}";

        assertThat(event(TIMES + ",\"attendees\":[" + guest + "]").attendees())
                .singleElement()
                .satisfies(attendee -> assertThat(attendee.response()).isEqualTo(meaning));
    }

    @Test
    void texts_are_kept_as_written_but_for_what_no_database_keeps() {
        var event = event(TIMES + ",\"subject\":\"\\u202eRTL \\ud83d\\ude00 a\\u0000b \\ud800!\\n<script>\","
                + "\"location\":{\"displayName\":\"\\u0000\"}");

        assertThat(event.title()).isEqualTo("\u202eRTL \ud83d\ude00 ab \ufffd!\n<script>");
        assertThat(event.location()).isNull();
    }

    @Test
    void only_web_addresses_are_kept() {
        var event = event(
                TIMES + ",\"webLink\":\"javascript:alert(1)\",\"onlineMeetingUrl\":\"HTTPS://meet.example/x\","
                        + "\"onlineMeetingProvider\":\"carrierPigeon\",\"onlineMeeting\":{\"joinUrl\":\"data:text/html,x\"}");

        assertThat(event.webLink()).isNull();
        assertThat(event.onlineMeeting()).isEqualTo(new OnlineMeeting("HTTPS://meet.example/x", null, null));
    }

    @Test
    void a_web_address_without_end_is_none() {
        assertThat(event(TIMES + ",\"webLink\":\"https://outlook.office365.com/" + "x".repeat(5_000) + "\"")
                        .webLink())
                .isNull();
    }

    @Test
    void a_json_null_is_no_value_and_no_yes() {
        var event = event(
                TIMES + ",\"subject\":null,\"organizer\":{\"emailAddress\":null},\"isOrganizer\":null,"
                        + "\"attendees\":[{\"emailAddress\":{\"address\":\"a@example.org\"},\"type\":null,\"status\":null},null],"
                        + "\"hideAttendees\":null,\"showAs\":null,\"sensitivity\":null,\"lastModifiedDateTime\":null,"
                        + "\"@odata.etag\":null,\"onlineMeeting\":null,\"onlineMeetingUrl\":null,\"iCalUId\":null,\"uid\":null,"
                        + "\"isCancelled\":null,\"type\":null,\"location\":null,\"seriesMasterId\":null,\"originalStart\":null");

        assertThat(event.title()).isNull();
        assertThat(event.organizer()).isNull();
        assertThat(event.attendees()).hasSize(2).first().satisfies(attendee -> {
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
    void values_of_another_type_cost_themselves_only() {
        var event = event(TIMES + ",\"subject\":{\"a\":1},\"organizer\":[],\"attendees\":{},\"isOrganizer\":1e400,"
                + "\"lastModifiedDateTime\":\"the day before\",\"location\":\"here\",\"onlineMeeting\":7,"
                + "\"body\":{\"content\":[]},\"webLink\":true,\"originalStart\":\"2026-13-45T00:00:00Z\"");

        assertThat(event.title()).isNull();
        assertThat(event.attendees()).isEmpty();
        assertThat(event.originalStart()).isNull();
        assertThat(event.span()).isEqualTo(new Span.Timed(TEN, ELEVEN));
        assertThat(event.revision().updatedAt()).isNull();
    }

    @Test
    void an_event_is_cut_to_what_one_record_holds_and_never_within_a_character() {
        var name = "n".repeat(319) + "\uD83D\uDE00";
        var guest = "{\"emailAddress\":{\"address\":\"" + name + "\",\"name\":\"" + name + "\"}}";
        var event = event(TIMES + ",\"subject\":\"" + "t".repeat(5_000) + "\",\"location\":{\"displayName\":\""
                + "l".repeat(5_000) + "\"},\"organizer\":" + guest + ",\"attendees\":["
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
    void guests_hidden_from_a_guest_are_told_as_left_out() {
        assertThat(event(TIMES + ",\"hideAttendees\":true,\"isOrganizer\":false")
                        .attendeesOmitted())
                .isTrue();
        assertThat(event(TIMES + ",\"hideAttendees\":true,\"isOrganizer\":true").attendeesOmitted())
                .isFalse();
    }

    @Test
    void the_later_of_two_equal_keys_wins() {
        assertThat(event(TIMES + ",\"subject\":\"first\",\"subject\":\"second\"")
                        .title())
                .isEqualTo("second");
    }
}
