package io.kalends.worker.google;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Attendee;
import io.kalends.core.calendar.CalendarEvent.OnlineMeeting;
import io.kalends.core.calendar.CalendarEvent.Person;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.CalendarEvent.Revision;
import io.kalends.core.calendar.CalendarEvent.Status;
import io.kalends.core.calendar.CalendarEvent.Visibility;
import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.Page.Next;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;

import static io.kalends.worker.google.GoogleUnderTest.ANNA;
import static io.kalends.worker.google.GoogleUnderTest.BEARER;
import static io.kalends.worker.google.GoogleUnderTest.TOKEN;
import static io.kalends.worker.google.GoogleUnderTest.WINDOW;
import static io.kalends.worker.google.GoogleUnderTest.page;
import static io.kalends.worker.google.GoogleUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class GoogleCalendarTest {

    @Test
    void a_full_walk_asks_for_instances_within_the_window() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            google.everythingOf(ANNA);

            var seen = server.onlyOne();
            assertThat(seen.method()).isEqualTo("GET");
            assertThat(seen.target()).startsWith("/calendar/v3/calendars/anna.keller@example.com/events?");
            assertThat(seen.query().split("&"))
                    .containsExactlyInAnyOrder(
                            "maxResults=250",
                            "singleEvents=true",
                            "timeMin=2026-08-24T12:00:00.000Z",
                            "timeMax=2027-11-22T12:00:00.000Z");
        }
    }

    @Test
    void a_delta_asks_with_the_same_parameters_but_the_cursor_in_place_of_the_window() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            google.changesSince("sync-1==");

            assertThat(server.onlyOne().query().split("&"))
                    .containsExactlyInAnyOrder("maxResults=250", "singleEvents=true", "syncToken=sync-1%3D%3D");
        }
    }

    @Test
    void a_further_page_repeats_everything_and_adds_its_token() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            google.calendar.fetch(
                    TOKEN, ANNA, new PageRequest(new PageRequest.Origin.Since("sync-1==", WINDOW), "page-2/+="));

            assertThat(server.onlyOne().query().split("&"))
                    .containsExactlyInAnyOrder(
                            "maxResults=250", "pageToken=page-2/%2B%3D", "singleEvents=true", "syncToken=sync-1%3D%3D");
        }
    }

    @Test
    void a_token_too_long_for_an_address_goes_in_the_body() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            var answer = google.changesSince("t".repeat(3000));

            var seen = server.onlyOne();
            assertThat(page(answer).next()).isEqualTo(new Next.Last("sync-1=="));
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.header("X-HTTP-Method-Override")).isEqualTo("GET");
            assertThat(seen.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
            assertThat(seen.body()).contains("syncToken=" + "t".repeat(3000), "singleEvents=true", "maxResults=250");
        }
    }

    @Test
    void every_call_carries_its_own_bearer_and_asks_for_gzip() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            google.everythingOf(ANNA);
            google.calendar.fetch(
                    new AccessToken("another", Duration.ofMinutes(5)), ANNA, GoogleUnderTest.everything());

            assertThat(server.seen())
                    .extracting(seen -> seen.header("Authorization"))
                    .containsExactly("Bearer " + BEARER, "Bearer another");
            assertThat(server.seen())
                    .extracting(seen -> seen.header("Accept-Encoding"))
                    .containsOnly("gzip");
        }
    }

    @Test
    void a_calendar_id_cannot_leave_its_place_in_the_path() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            google.everythingOf(new CalendarId("../../evil?x=1#y z@group"));

            assertThat(server.onlyOne().target())
                    .startsWith("/calendar/v3/calendars/..%2F..%2Fevil%3Fx=1%23y%20z@group/events?");
        }
    }

    @Test
    void a_token_that_no_header_can_carry_is_never_sent() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.EMPTY_LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            var split = new AccessToken("good\r\nX-Injected: yes", Duration.ofMinutes(5));

            var answer = google.calendar.fetch(split, ANNA, GoogleUnderTest.everything());

            assertThat(refusal(answer)).isEqualTo(new Refusal.Unauthorized());
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void a_meeting_comes_whole() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.FIRST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            var page = page(google.everythingOf(ANNA));

            var span = new Span.Timed(Instant.parse("2026-11-24T09:00:00Z"), Instant.parse("2026-11-24T10:30:00Z"));
            assertThat(page.next()).isEqualTo(new Next.More("page-2/+="));
            assertThat(page.changes().getFirst())
                    .isEqualTo(new Change.Upserted(
                            "meeting1",
                            "meeting1@google.com",
                            new CalendarEvent(
                                    "Planning the quarter",
                                    span,
                                    "Europe/Berlin",
                                    Status.CONFIRMED,
                                    "Room 4.12, Berlin",
                                    new Person("anna.keller@example.com", "Anna", true),
                                    List.of(
                                            new Attendee(
                                                    new Person("anna.keller@example.com", null, true),
                                                    Response.ACCEPTED,
                                                    false,
                                                    false,
                                                    true),
                                            new Attendee(
                                                    new Person("ben.ito@example.org", "Ben Ito", false),
                                                    Response.TENTATIVE,
                                                    false,
                                                    false,
                                                    false),
                                            new Attendee(
                                                    new Person("cara@example.net", null, false),
                                                    Response.NEEDS_ACTION,
                                                    true,
                                                    false,
                                                    false),
                                            new Attendee(
                                                    new Person(
                                                            "room412@resource.calendar.google.com", "Room 4.12", false),
                                                    Response.DECLINED,
                                                    false,
                                                    true,
                                                    false)),
                                    false,
                                    null,
                                    null,
                                    new OnlineMeeting(
                                            "https://meet.google.com/abc-defg-hij", "Google Meet", "abc-defg-hij"),
                                    Visibility.DEFAULT,
                                    true,
                                    "https://www.google.com/calendar/event?eid=bWVldGluZzE",
                                    new Revision(Instant.parse("2026-11-19T16:45:51.204Z"), "\"3586723102408000\"")),
                            span));
        }
    }

    @Test
    void a_day_off_is_whole_days_lived_in_the_calendars_own_zone() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.FIRST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            var change =
                    (Change.Upserted) page(google.everythingOf(ANNA)).changes().getLast();

            assertThat(change.event().span())
                    .isEqualTo(new Span.AllDay(LocalDate.parse("2026-11-27"), LocalDate.parse("2026-11-28")));
            assertThat(change.lived())
                    .isEqualTo(new Span.Timed(
                            Instant.parse("2026-11-26T23:00:00Z"), Instant.parse("2026-11-27T23:00:00Z")));
            assertThat(change.event().busy()).isFalse();
            assertThat(change.event().visibility()).isEqualTo(Visibility.PRIVATE);
        }
    }

    @Test
    void a_moved_instance_names_its_series_and_where_it_was() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.LAST_PAGE));
                var google = new GoogleUnderTest(server.root())) {
            var page = page(google.everythingOf(ANNA));

            var moved = (Change.Upserted) page.changes().getFirst();
            assertThat(moved.event().seriesId()).isEqualTo("standup");
            assertThat(moved.event().originalStart()).isEqualTo(Instant.parse("2026-11-25T08:00:00Z"));
            assertThat(moved.event().status()).isEqualTo(Status.TENTATIVE);
            assertThat(page.changes().getLast()).isEqualTo(new Change.Removed("standup_20261127T080000Z"));
            assertThat(page.next()).isEqualTo(new Next.Last("sync-1=="));
        }
    }

    @Test
    void a_delta_brings_what_went_and_what_changed_in_googles_order() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.gzipped(Payloads.DELTA));
                var google = new GoogleUnderTest(server.root())) {
            var page = page(google.changesSince("sync-1=="));

            assertThat(page.changes())
                    .extracting(Change::eventId)
                    .containsExactly("dayoff", "meeting1", "birthday_20261201");
            assertThat(page.changes().get(0)).isInstanceOf(Change.Removed.class);
            assertThat(page.changes().get(1)).isInstanceOf(Change.Upserted.class);
            assertThat(page.changes().get(2)).isInstanceOf(Change.Removed.class);
            assertThat(page.next()).isEqualTo(new Next.Last("sync-2=="));
        }
    }

    @Test
    void an_empty_page_can_be_followed_by_more() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.json("{\"kind\":\"calendar#events\",\"items\":[],\"nextPageToken\":\"p\"}"));
                var google = new GoogleUnderTest(server.root())) {
            assertThat(page(google.everythingOf(ANNA))).isEqualTo(new Page(List.of(), new Next.More("p")));
        }
    }

    @Test
    void the_calendars_come_without_hidden_and_deleted_ones() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(Payloads.CALENDARS));
                var google = new GoogleUnderTest(server.root())) {
            var answer = google.calendar.calendars(TOKEN, ListRequest.EVERYTHING);

            assertThat(answer)
                    .isEqualTo(new Answer.Got<>(new CalendarList(
                            List.of(
                                    new CalendarList.Entry(ANNA, "anna.keller@example.com", "Europe/Berlin", true),
                                    new CalendarList.Entry(
                                            new CalendarId("team@group.calendar.google.com"),
                                            "Our team",
                                            "UTC",
                                            false)),
                            List.of(
                                    new CalendarId("hidden@group.calendar.google.com"),
                                    new CalendarId("old@group.calendar.google.com")),
                            new CalendarList.Next.Last("CMC6"))));
            assertThat(server.onlyOne().target()).isEqualTo("/calendar/v3/users/me/calendarList?maxResults=250");
        }
    }

    @Test
    void the_next_page_of_calendars_is_asked_for_by_its_token() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.json("{\"kind\":\"calendar#calendarList\",\"items\":[],\"nextPageToken\":\"more\"}"));
                var google = new GoogleUnderTest(server.root())) {
            var answer = google.calendar.calendars(TOKEN, new ListRequest(null, "second"));

            assertThat(answer)
                    .isEqualTo(new Answer.Got<>(
                            new CalendarList(List.of(), List.of(), new CalendarList.Next.More("more"))));
            assertThat(server.onlyOne().query()).contains("pageToken=second");
        }
    }

    @Test
    void calls_are_timed_by_name_and_outcome() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.json(Payloads.EMPTY_LAST_PAGE), Answers.html(503), Answers.json(Payloads.CALENDARS));
                var google = new GoogleUnderTest(server.root())) {
            google.everythingOf(ANNA);
            google.everythingOf(ANNA);
            google.calendar.calendars(TOKEN, ListRequest.EVERYTHING);

            assertThat(google.metrics.find("kalends.provider.calls").timers())
                    .extracting(timer -> timer.getId().getTag("provider") + " "
                            + timer.getId().getTag("call") + " " + timer.getId().getTag("outcome") + " "
                            + timer.count())
                    .containsExactlyInAnyOrder(
                            "google events.list ok 1", "google events.list down 1", "google calendarList.list ok 1");
        }
    }
}
