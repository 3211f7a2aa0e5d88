package io.kalends.worker.microsoft;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.worker.http.ScriptedServer;
import io.kalends.worker.microsoft.GraphLinks.Kind;

import static io.kalends.worker.microsoft.MicrosoftUnderTest.MAIN;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.TOKEN;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.WINDOW;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.got;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class GraphLinksTest {

    private static final GraphLinks LINKS = new GraphLinks(URI.create("https://graph.microsoft.com/v1.0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1.0/me/calendarView/delta?$skiptoken=R0usmcCM996atia_s9kL",
                "/v1.0/me/calendarView/delta?$deltatoken=R0us",
                "/v1.0/me/calendarView/delta()?$deltaToken=R0us",
                "/v1.0/me/calendarView/delta?%24deltatoken=R0us",
                "/v1.0/me/calendarView/microsoft.graph.delta()?$deltatoken=a%2Fb%5Cc%2e",
                "/v1.0/me/calendar/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/AAMkAGI2-_=/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/AAMk%3D%2B%3d/calendarView/delta?$top=5&$skiptoken=s",
                "/v1.0/me/calendars('AAMkAGI2=')/calendarView/delta?$deltatoken=d",
                "/v1.0/Users('anna.keller@contoso.example')/calendarView/delta?$deltatoken=d",
                "/v1.0/users/8ee44408-0679-472c-bc2a-692812af3437/CalendarView/Delta?$deltatoken=d",
            })
    void a_link_in_one_of_graphs_own_spellings_is_followed(String link) {
        assertThat(LINKS.objection("https://graph.microsoft.com" + link, Kind.DELTA))
                .isNull();
        assertThat(LINKS.objection("HTTPS://Graph.Microsoft.com:443" + link, Kind.DELTA))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "CALENDARS, /me/calendars?$skip=10",
        "CALENDARS, /users('x')/calendars?$top=2&$skipToken=a",
        "INSTANCES, /me/events/AAMk%3D/instances?startDateTime=2026-08-24T12%3A00%3A00Z&$skip=10",
        "INSTANCES, /me/calendars('c')/events('e')/instances?$skiptoken=a",
        "INSTANCES, /users/x/calendar/events/e/instances?$skiptoken=a",
    })
    void other_lists_have_links_of_their_own(Kind kind, String link) {
        assertThat(LINKS.objection("https://graph.microsoft.com/v1.0" + link, kind))
                .isNull();
        assertThat(LINKS.objection("https://graph.microsoft.com/v1.0" + link, Kind.DELTA))
                .isEqualTo("leads to another part of Graph");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/v1.0/me/calendarView/delta?$deltatoken=d",
                "http://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com:8443/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com.evil.example/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://evil.example/graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://evilgraph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com./v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com@evil.example/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com:443@evil.example/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://user@graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://user:pass@graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://@graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https:///graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https:graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "//graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendarView/delta?$deltatoken=d",
                "me/calendarView/delta?$deltatoken=d",
                "https://[::ffff:169.254.169.254]/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://2852039166/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://0xa9fea9fe/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph%2emicrosoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com%2f@evil.example/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://xn--grph-6na.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "file:///v1.0/me/calendarView/delta?$deltatoken=d",
                "ftp://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "gopher://graph.microsoft.com:443/v1.0/me/calendarView/delta?$deltatoken=d",
                "jar:https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
            })
    void a_link_to_any_other_place_is_not(String link) {
        assertThat(LINKS.objection(link, Kind.DELTA)).isEqualTo("leads to another place");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example\\@graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com\\evil/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d#fragment",
                "https://graph.microsoft.com#@evil.example/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d ",
                " https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d\r\nX-Injected: yes",
                "https://graph.microsoft.com\t/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://gr\u0430ph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph\u3002microsoft.com/v1.0/me/calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com/v1.0/me\u2215calendarView/delta?$deltatoken=d",
                "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken={d}",
                "",
            })
    void a_link_that_is_no_plain_address_is_not(String link) {
        assertThat(LINKS.objection(link, Kind.DELTA)).isEqualTo("has characters that no address has");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1.0/me/messages/delta?$deltatoken=d",
                "/v1.0/me/sendMail?$deltatoken=d",
                "/beta/me/calendarView/delta?$deltatoken=d",
                "/v1.0/v1.0/me/calendarView/delta?$deltatoken=d",
                "/v1.01/me/calendarView/delta?$deltatoken=d",
                "/me/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendarView?$deltatoken=d",
                "/v1.0/me/calendarView/delta/more?$deltatoken=d",
                "/v1.0/me/calendarView/delta/?$deltatoken=d",
                "/v1.0/me/calendars?$skiptoken=s",
                "/v1.0/me/events/e/instances?$skip=1",
                "/v1.0/groups/g/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/c/events/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/a%2Fb/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/a%5cb/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/a%00/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/a%252Fb/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/c;x=/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars('a'b')/calendarView/delta?$deltatoken=d",
                "/v1.0/me//calendarView/delta?$deltatoken=d",
                "/v1.0/users/a/b/calendarView/delta?$deltatoken=d",
            })
    void a_link_to_another_part_of_graph_is_not(String link) {
        assertThat(LINKS.objection("https://graph.microsoft.com" + link, Kind.DELTA))
                .isEqualTo("leads to another part of Graph");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1.0/me/../me/calendarView/delta?$deltatoken=d",
                "/v1.0/./me/calendarView/delta?$deltatoken=d",
                "/v1.0/%2e%2e/v1.0/me/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/../calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/%2e%2e/calendarView/delta?$deltatoken=d",
                "/v1.0/me/calendars/%2E/calendarView/delta?$deltatoken=d",
                "/../v1.0/me/calendarView/delta?$deltatoken=d",
            })
    void a_link_that_two_readers_read_differently_is_not(String link) {
        assertThat(LINKS.objection("https://graph.microsoft.com" + link, Kind.DELTA))
                .isIn("leads to another place", "leads to another part of Graph");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?$deltatoken",
                "?$deltatoken=",
                "?startDateTime=2026-08-24T12%3A00%3A00Z&endDateTime=2027-11-22T12%3A00%3A00Z",
                "?$top=5",
                "?x$deltatoken=d",
                "?a=$deltatoken=d",
            })
    void a_link_without_a_position_is_not(String query) {
        assertThat(LINKS.objection("https://graph.microsoft.com/v1.0/me/calendarView/delta" + query, Kind.DELTA))
                .isEqualTo("does not say where to go on");
    }

    @Test
    void a_link_without_end_is_not() {
        var link = "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=";

        assertThat(LINKS.objection(link + "d".repeat(8192 - link.length()), Kind.DELTA))
                .isNull();
        assertThat(LINKS.objection(link + "d".repeat(8193 - link.length()), Kind.DELTA))
                .isEqualTo("is longer than 8192 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=", ".", "%3D", "%3D.", "/", "'"})
    void an_id_without_end_takes_nobody_down(String part) {
        var id = part.repeat(7_500 / part.length());

        assertThat(LINKS.objection(
                        "https://graph.microsoft.com/v1.0/me/calendars/" + id + "/calendarView/delta?$deltatoken=d",
                        Kind.DELTA))
                .isIn(null, "leads to another part of Graph", "leads to another place");
    }

    @Test
    void graph_may_stand_below_a_path_of_its_own() {
        var links = new GraphLinks(URI.create("http://127.0.0.1:8090/microsoft/v1.0"));

        assertThat(links.objection(
                        "http://127.0.0.1:8090/microsoft/v1.0/me/calendarView/delta?$deltatoken=d", Kind.DELTA))
                .isNull();
        assertThat(links.objection("http://127.0.0.1:8090/v1.0/me/calendarView/delta?$deltatoken=d", Kind.DELTA))
                .isEqualTo("leads to another part of Graph");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@odata.nextLink", "@odata.deltaLink"})
    void a_page_with_a_link_that_may_not_be_called_is_not_believed(String name) throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(
                        Payloads.page(name, "https://evil.example/v1.0/me/calendarView/delta?$deltatoken=d")));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.everything()))
                    .isEqualTo(new Refusal.Unavailable(
                            Cause.UNREADABLE,
                            "Microsoft's answer cannot be used: its link leads to another place",
                            null));
        }
    }

    @Test
    void a_stored_link_that_may_not_be_called_is_a_lost_cursor_and_the_bearer_goes_nowhere()
            throws InterruptedException {
        try (var evil = new ScriptedServer(Payloads.graph(Payloads.lastPage()));
                var server = new ScriptedServer(Payloads.graph(Payloads.lastPage()));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            var link = evil.root() + "v1.0/me/calendarView/delta?$deltatoken=d";

            assertThat(refusal(microsoft.changesSince(link))).isEqualTo(new Refusal.CursorLost());
            assertThat(refusal(microsoft.fetch(new Origin.Everything(WINDOW), link)))
                    .isEqualTo(new Refusal.CursorLost());
            assertThat(refusal(microsoft.calendar.calendars(TOKEN, new ListRequest(null, link))))
                    .isEqualTo(new Refusal.CursorLost());
            assertThat(got(microsoft.calendar.instances(TOKEN, MAIN, "s", WINDOW, link)))
                    .isEqualTo(new Instances.NotListed());
            assertThat(evil.connections()).isZero();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void a_link_of_the_other_kind_is_no_link() throws InterruptedException {
        try (var server = new ScriptedServer(Payloads.graph(Payloads.lastPage()));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.changesSince("sync-token=="))).isEqualTo(new Refusal.CursorLost());
            assertThat(refusal(microsoft.changesSince(server.root() + "v1.0/me/calendars?$skip=10")))
                    .isEqualTo(new Refusal.CursorLost());
            assertThat(server.seen()).isEmpty();
        }
    }
}
