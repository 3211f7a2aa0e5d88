package io.kalends.worker.microsoft;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.Page.Next;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;

import static io.kalends.worker.microsoft.MicrosoftUnderTest.BEARER;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.MAIN;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.TOKEN;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.WINDOW;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.got;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.page;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class MicrosoftCalendarTest {

    private static final String SERIES_UID = "040000008200E00074C5B7101A82E00800000000BBBB";
    private static final String EMPTY = Payloads.lastPage();

    private static Span.Timed span(String start, String end) {
        return new Span.Timed(Instant.parse(start), Instant.parse(end));
    }

    @Test
    void a_full_walk_asks_for_the_delta_of_the_window() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(EMPTY));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            microsoft.everything();

            var seen = server.onlyOne();
            assertThat(seen.method()).isEqualTo("GET");
            assertThat(seen.target()).startsWith("/v1.0/me/calendars/AAMkAGI2%3Dmain/calendarView/delta()?");
            assertThat(seen.query().split("&"))
                    .containsExactlyInAnyOrder(
                            "startDateTime=2026-08-24T12%3A00%3A00Z", "endDateTime=2027-11-22T12%3A00%3A00Z");
        }
    }

    @Test
    void pages_and_deltas_are_asked_for_by_graphs_own_links_as_they_are() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(EMPTY));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            microsoft.changesSince(microsoft.link("$deltatoken=d-1_.~%2Bx%3D"));
            microsoft.fetch(new Origin.Everything(WINDOW), microsoft.link("$skiptoken=s-1&$top=5"));
            microsoft.fetch(
                    new Origin.Since(microsoft.link("$deltatoken=d-1"), WINDOW), microsoft.link("%24skiptoken=s-2"));

            assertThat(server.seen())
                    .extracting(ScriptedServer.Seen::target)
                    .containsExactly(
                            "/v1.0/me/calendars/AAMkAGI2=main/calendarView/delta?$deltatoken=d-1_.~%2Bx%3D",
                            "/v1.0/me/calendars/AAMkAGI2=main/calendarView/delta?$skiptoken=s-1&$top=5",
                            "/v1.0/me/calendars/AAMkAGI2=main/calendarView/delta?$skiptoken=s-2");
        }
    }

    @Test
    void the_same_link_can_be_called_again_and_again() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.html(503), Payloads.graph(EMPTY));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var link = microsoft.link("$deltatoken=d-1");

            microsoft.changesSince(link);
            microsoft.changesSince(link);

            assertThat(server.seen())
                    .extracting(ScriptedServer.Seen::target)
                    .hasSize(2)
                    .containsOnly("/v1.0/me/calendars/AAMkAGI2=main/calendarView/delta?$deltatoken=d-1");
        }
    }

    @Test
    void every_call_says_what_it_prefers_and_carries_its_own_bearer_and_id() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(EMPTY));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            microsoft.everything();
            microsoft.calendar.fetch(
                    new AccessToken("another", Duration.ofMinutes(5)),
                    MAIN,
                    new PageRequest(new Origin.Since(microsoft.link("$deltatoken=d"), WINDOW), null));

            assertThat(server.seen())
                    .extracting(seen -> seen.header("Authorization"))
                    .containsExactly("Bearer " + BEARER, "Bearer another");
            assertThat(server.seen())
                    .extracting(seen -> seen.header("Prefer"))
                    .containsOnly("odata.maxpagesize=100, outlook.timezone=\"UTC\", IdType=\"ImmutableId\"");
            assertThat(server.seen())
                    .extracting(seen -> seen.header("client-request-id"))
                    .containsExactly("00000000-0000-0007-0000-000000000001", "00000000-0000-0007-0000-000000000002");
            assertThat(server.seen())
                    .extracting(seen -> seen.header("Accept-Encoding"))
                    .containsOnly("gzip");
        }
    }

    @Test
    void a_calendar_id_cannot_leave_its_place_in_the_path() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(EMPTY));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            microsoft.calendar.fetch(
                    TOKEN,
                    new CalendarId("../../evil?x=1#y z+/users/TokenToReplace"),
                    new PageRequest(new Origin.Everything(WINDOW), null));

            assertThat(server.onlyOne().target())
                    .startsWith("/v1.0/me/calendars/..%2F..%2Fevil%3Fx%3D1%23y%20z%2B%2Fusers%2FTokenToReplace/"
                            + "calendarView/delta()?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void an_id_that_means_the_place_above_is_asked_for_nowhere(String id) throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(EMPTY));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var everything = new PageRequest(new Origin.Everything(WINDOW), null);
            var above = new CalendarId(id);

            assertThat(refusal(microsoft.calendar.fetch(TOKEN, above, everything)))
                    .isEqualTo(new Refusal.CalendarGone());
            assertThat(got(microsoft.calendar.event(TOKEN, MAIN, id))).isEqualTo(new Lookup.Gone());
            assertThat(got(microsoft.calendar.instances(TOKEN, MAIN, id, WINDOW, null)))
                    .isEqualTo(new Instances.NotListed());
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void a_token_that_would_split_the_request_is_not_sent() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(EMPTY));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var split = new AccessToken("good\r\nX-Injected: yes", Duration.ofMinutes(5));

            var answer = microsoft.calendar.fetch(split, MAIN, new PageRequest(new Origin.Everything(WINDOW), null));

            assertThat(refusal(answer)).isEqualTo(new Refusal.Unauthorized());
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void a_meeting_comes_whole() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.FIRST_PAGE));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var page = page(microsoft.everything());

            var span = span("2026-11-24T09:00:00Z", "2026-11-24T10:30:00Z");
            assertThat(page.next())
                    .isEqualTo(new Next.More(
                            server.root() + "v1.0/me/calendarView/delta?$skiptoken=R0usmcCM996atia_s9kL"));
            assertThat(page.changes().getFirst())
                    .isEqualTo(new Change.Upserted(
                            "AAkALgmeeting1",
                            "040000008200E00074C5B7101A82E0080000000035A1F2D3C4B5DA01000000000000000010000000A1B2",
                            new CalendarEvent(
                                    "Planning the quarter",
                                    span,
                                    "Europe/Berlin",
                                    Status.CONFIRMED,
                                    "Room 4.12",
                                    new Person("anna@contoso.example", "Anna Keller", true),
                                    List.of(
                                            guest("ben.ito@example.org", "Ben Ito", Response.TENTATIVE, false, false),
                                            guest("cara@example.net", "Cara", Response.NEEDS_ACTION, true, false),
                                            guest(
                                                    "room412@contoso.example",
                                                    "Room 4.12",
                                                    Response.ACCEPTED,
                                                    false,
                                                    true),
                                            new Attendee(
                                                    new Person("Anna@contoso.example", "Anna Keller", false),
                                                    Response.ACCEPTED,
                                                    false,
                                                    false,
                                                    true)),
                                    false,
                                    null,
                                    null,
                                    new OnlineMeeting(
                                            "https://teams.microsoft.com/l/meetup-join/19%3ameeting/0?context=%7b%7d",
                                            "Microsoft Teams", "177771000"),
                                    Visibility.DEFAULT,
                                    true,
                                    "https://outlook.office365.com/owa/?itemid=AAkALg%3D&exvsurl=1&path=/calendar/item",
                                    new Revision(
                                            Instant.parse("2026-11-19T16:45:51.2041122Z"),
                                            "W/\"EZ9r3czxY0m2jz8c45czkwAAFXcvIw==\"")),
                            span));
        }
    }

    private static Attendee guest(String email, String name, Response response, boolean optional, boolean resource) {
        return new Attendee(new Person(email, name, false), response, optional, resource, false);
    }

    @Test
    void a_day_off_is_whole_days_in_no_zone() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.FIRST_PAGE));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var change =
                    (Change.Upserted) page(microsoft.everything()).changes().get(1);

            assertThat(change.event().span())
                    .isEqualTo(new Span.AllDay(LocalDate.parse("2026-11-27"), LocalDate.parse("2026-11-28")));
            assertThat(change.lived()).isEqualTo(span("2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z"));
            assertThat(change.event().busy()).isTrue();
            assertThat(change.event().visibility()).isEqualTo(Visibility.PRIVATE);
            assertThat(change.event().location()).isNull();
            assertThat(change.event().onlineMeeting()).isNull();
        }
    }

    @Test
    void an_occurrence_comes_bare_and_its_series_apart() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.FIRST_PAGE), Payloads.graph(Payloads.LAST_PAGE));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var first = page(microsoft.everything());
            var last = page(microsoft.everything());

            var span = span("2026-11-23T08:00:00Z", "2026-11-23T08:15:00Z");
            assertThat(first.changes().get(2))
                    .isEqualTo(new Change.Occurrence(
                            "AAkALgstandup20261123", "AAkALgstandup", span, span, "W/\"DwAAABYAAAARn2vdzPFj\""));
            assertThat(last.changes().getFirst()).isInstanceOfSatisfying(Change.Series.class, series -> {
                assertThat(series.eventId()).isEqualTo("AAkALgstandup");
                assertThat(series.iCalUid()).isEqualTo(SERIES_UID);
                assertThat(series.event().title()).isEqualTo("Stand-up");
                assertThat(series.event().status()).isEqualTo(Status.TENTATIVE);
                assertThat(series.event().organizer()).isEqualTo(new Person("ben.ito@example.org", "Ben Ito", false));
            });
        }
    }

    @Test
    void a_moved_instance_names_its_series_where_it_was_and_the_uid_they_share() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.LAST_PAGE));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var moved = (Change.Upserted) page(microsoft.everything()).changes().get(1);

            assertThat(moved.event().seriesId()).isEqualTo("AAkALgstandup");
            assertThat(moved.event().originalStart()).isEqualTo(Instant.parse("2026-12-07T08:00:00Z"));
            assertThat(moved.iCalUid()).isEqualTo(SERIES_UID);
            assertThat(moved.event().timeZone()).isNull();
        }
    }

    @Test
    void a_cancelled_meeting_stays_and_says_so() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.LAST_PAGE));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var cancelled =
                    (Change.Upserted) page(microsoft.everything()).changes().get(2);

            assertThat(cancelled.event().status()).isEqualTo(Status.CANCELLED);
            assertThat(cancelled.event().busy()).isFalse();
        }
    }

    @Test
    void what_went_out_of_sight_is_told_without_a_reason() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.LAST_PAGE));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var page = page(microsoft.everything());

            assertThat(page.changes().subList(3, 5))
                    .containsExactly(new Change.Vanished("AAkALgremoved1"), new Change.Vanished("AAkALgremoved2"));
            assertThat(page.next())
                    .isEqualTo(
                            new Next.Last(server.root() + "v1.0/me/calendarView/delta?$deltatoken=R0usmcMDNGg0J1E0"));
        }
    }

    @Test
    void an_empty_page_can_be_followed_by_more() throws InterruptedException {
        var link = "https://graph.microsoft.com/v1.0/me/calendarView/delta()?$skipToken=s";
        try (var server = new ScriptedServer(Payloads.graph(Payloads.page("@odata.nextLink", link)));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(page(microsoft.everything()))
                    .isEqualTo(new Page(
                            List.of(), new Next.More(server.root() + "v1.0/me/calendarView/delta()?$skipToken=s")));
        }
    }

    @Test
    void the_calendars_come_with_the_default_one_as_the_main_one() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.CALENDARS));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var answer = microsoft.calendar.calendars(TOKEN, ListRequest.EVERYTHING);

            assertThat(answer)
                    .isEqualTo(new Answer.Got<>(new CalendarList(
                            List.of(
                                    new CalendarList.Entry(MAIN, "Calendar", null, true),
                                    new CalendarList.Entry(new CalendarId("AAMkAGI2=team"), "Team", null, false),
                                    new CalendarList.Entry(new CalendarId("AAMkAGI2=bare"), null, null, false)),
                            List.of(),
                            new CalendarList.Next.Last(null))));
            assertThat(server.onlyOne().target()).isEqualTo("/v1.0/me/calendars?$top=100");
        }
    }

    @Test
    void the_next_page_of_calendars_is_asked_for_by_its_link() throws InterruptedException {
        var page = "{\"@odata.nextLink\":\"https://graph.microsoft.com/v1.0/me/calendars?$skip=10\",\"value\":[]}";
        try (var server = new ScriptedServer(Payloads.graph(page));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var next = got(microsoft.calendar.calendars(TOKEN, ListRequest.EVERYTHING))
                    .next();
            assertThat(next).isInstanceOf(CalendarList.Next.More.class);

            microsoft.calendar.calendars(TOKEN, new ListRequest(null, ((CalendarList.Next.More) next).pageToken()));

            assertThat(server.seen().getLast().target()).isEqualTo("/v1.0/me/calendars?$skip=10");
        }
    }

    @Test
    void a_change_of_the_list_is_told_by_nobody() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.CALENDARS));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.calendar.calendars(TOKEN, new ListRequest("cursor", null))))
                    .isEqualTo(new Refusal.CursorLost());
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void an_event_is_looked_up_in_its_calendar() throws InterruptedException {
        var event = "{\"id\":\"AA/k+=\",\"iCalUId\":\"u\",\"subject\":\"Far off\","
                + "\"start\":{\"dateTime\":\"2031-01-01T09:00:00\",\"timeZone\":\"UTC\"},"
                + "\"end\":{\"dateTime\":\"2031-01-01T10:00:00\",\"timeZone\":\"UTC\"}}";
        try (var server = new ScriptedServer(Answers.json(event));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var there = (Lookup.There) got(microsoft.calendar.event(TOKEN, MAIN, "AA/k+="));

            assertThat(there.iCalUid()).isEqualTo("u");
            assertThat(there.event())
                    .isNotNull()
                    .extracting(CalendarEvent::title)
                    .isEqualTo("Far off");
            assertThat(server.onlyOne().target()).isEqualTo("/v1.0/me/events/AA%2Fk%2B%3D");
        }
    }

    @Test
    void an_event_without_times_is_there_all_the_same() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json("{\"id\":\"e\"}"));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(got(microsoft.calendar.event(TOKEN, MAIN, "e"))).isEqualTo(new Lookup.There(null, null));
        }
    }

    @Test
    void an_event_that_is_not_found_is_gone() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.json(404, Payloads.error("ErrorItemNotFound", "The object was not found.")),
                        Answers.json(404, Payloads.error("MailboxNotEnabledForRESTAPI", "On-premise.")),
                        Answers.html(404));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(got(microsoft.calendar.event(TOKEN, MAIN, "e"))).isEqualTo(new Lookup.Gone());
            assertThat(refusal(microsoft.calendar.event(TOKEN, MAIN, "e"))).isInstanceOf(Refusal.Forbidden.class);
            assertThat(refusal(microsoft.calendar.event(TOKEN, MAIN, "e"))).isInstanceOf(Refusal.Unavailable.class);
        }
    }

    @Test
    void the_instances_of_a_series_are_listed_page_by_page() throws InterruptedException {
        var link = "https://graph.microsoft.com/v1.0/me/events('s')/instances?$skip=1";
        var occurrence = "{\"id\":\"o1\",\"type\":\"occurrence\",\"seriesMasterId\":\"s\",\"subject\":\"Stand-up\","
                + "\"start\":{\"dateTime\":\"2026-11-23T08:00:00\",\"timeZone\":\"UTC\"},"
                + "\"end\":{\"dateTime\":\"2026-11-23T08:15:00\",\"timeZone\":\"UTC\"}}";
        try (var server = new ScriptedServer(
                        Payloads.graph(Payloads.page("@odata.nextLink", link, occurrence)),
                        Answers.json("{\"value\":[]}"));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var first = (Instances.Some) got(microsoft.calendar.instances(TOKEN, MAIN, "s", WINDOW, null));
            var last = got(microsoft.calendar.instances(TOKEN, MAIN, "s", WINDOW, first.nextPageToken()));

            assertThat(first.members())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Change.Occurrence.class,
                            member -> assertThat(member.seriesId()).isEqualTo("s"));
            assertThat(last).isEqualTo(new Instances.Some(List.of(), null));
            assertThat(server.seen().getFirst().query().split("&"))
                    .containsExactlyInAnyOrder(
                            "$top=500",
                            "startDateTime=2026-08-24T12%3A00%3A00Z",
                            "endDateTime=2027-11-22T12%3A00%3A00Z");
            assertThat(server.seen().getLast().target()).isEqualTo("/v1.0/me/events('s')/instances?$skip=1");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "404, ErrorItemNotFound",
        "405, MethodNotAllowed",
        "400, ErrorInvalidRequest",
        "501, NotImplemented",
    })
    void a_series_that_cannot_be_listed_is_not(int status, String code) throws InterruptedException {
        try (var server = new ScriptedServer(Answers.json(status, Payloads.error(code, "No.")));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(got(microsoft.calendar.instances(TOKEN, MAIN, "s", WINDOW, null)))
                    .isEqualTo(new Instances.NotListed());
        }
    }

    @Test
    void calls_are_timed_by_name_and_outcome() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Payloads.graph(EMPTY), Answers.html(503), Payloads.graph(Payloads.CALENDARS));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            microsoft.everything();
            microsoft.everything();
            microsoft.calendar.calendars(TOKEN, ListRequest.EVERYTHING);

            assertThat(microsoft.metrics.find("kalends.provider.calls").timers())
                    .extracting(timer -> timer.getId().getTag("provider") + " "
                            + timer.getId().getTag("call") + " " + timer.getId().getTag("outcome") + " "
                            + timer.count())
                    .containsExactlyInAnyOrder(
                            "outlook calendarView.delta ok 1",
                            "outlook calendarView.delta down 1",
                            "outlook calendars.list ok 1");
        }
    }
}
