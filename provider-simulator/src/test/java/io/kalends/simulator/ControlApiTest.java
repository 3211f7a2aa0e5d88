package io.kalends.simulator;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.models.odataerrors.ODataError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.microsoft.CursorRules.LostCursor;
import io.kalends.simulator.microsoft.MicrosoftRules;
import io.kalends.simulator.microsoft.SeriesRules.DeletedOccurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class ControlApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MovableClock clock = new MovableClock();
    private final ProviderSimulator simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock));
    private final Wire wire = new Wire(simulator);

    @AfterEach
    void close() {
        wire.close();
        simulator.close();
    }

    @Test
    void a_user_made_over_http_can_be_synced() throws Exception {
        var made = send(
                "POST",
                "google/users",
                "{\"email\": \"zoë@example.com\", \"timeZone\": \"Asia/Tokyo\", \"calendars\": 3, \"edits\": 20}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(json(made).get("calendars")).hasSize(3);
        var user = user("zoë@example.com");
        assertThat(json(made).get("refreshToken").asText()).isEqualTo(user.refreshToken());
        assertThat(GoogleClient.of(simulator, user)
                        .calendar()
                        .calendarList()
                        .list()
                        .execute()
                        .getItems())
                .hasSize(3);
        assertThat(json(send("GET", "google/users", "")).get("users")).hasSize(1);
    }

    @Test
    void an_event_is_made_changed_and_deleted_over_http() throws Exception {
        var client = GoogleClient.of(simulator, simulator.google().addUser("anna@example.com", ZoneOffset.UTC));
        var events = "google/users/anna@example.com/calendars/primary/events";

        var id = json(send("POST", events, "{\"title\": \"Day off\", \"span\": \"2026-11-27/2026-11-28\"}"))
                .get("id")
                .asText();
        send("POST", events, """
                {"title": "Stand-up", "recurrence": "RRULE:FREQ=DAILY;COUNT=3",
                 "span": "2026-11-24T09:00:00Z/2026-11-24T09:15:00Z[Europe/Berlin]"}
                """);
        send("PATCH", events + "/" + id, "{\"title\": \"Day out\", \"span\": \"2026-11-28/2026-11-29\"}");

        assertThat(client.instances().execute().getItems()).hasSize(4);
        var event = client.calendar().events().get("primary", id).execute();
        assertThat(event.getSummary()).isEqualTo("Day out");
        assertThat(event.getStart().getDate()).hasToString("2026-11-28");
        assertThat(send("DELETE", events + "/" + id, "").statusCode()).isEqualTo(204);
        assertThat(client.instances().execute().getItems()).hasSize(3);
    }

    @Test
    void the_truth_is_what_a_full_listing_shows() throws Exception {
        var user = simulator.google().addUser("anna@example.com", ZoneOffset.UTC);
        simulator.google().mutate(user, 30);

        var truth = json(send(
                        "GET",
                        "google/users/anna@example.com/calendars/primary/truth"
                                + "?timeMin=2026-10-01T00:00:00Z&timeMax=2027-01-01T00:00:00Z",
                        ""))
                .get("events");

        var fresh = new LocalCopy(
                GoogleClient.of(simulator, user).calendar(),
                "primary",
                Instant.parse("2026-10-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"));
        fresh.sync(250);
        assertThat(truth).isNotEmpty().hasSameSizeAs(fresh.events().keySet());
        truth.forEach(event -> assertThat(fresh.events())
                .hasEntrySatisfying(
                        event.get("id").asText(),
                        listed -> assertThat(listed.getEtag())
                                .isEqualTo(event.get("etag").asText())));
    }

    @Test
    void faults_are_added_listed_and_cleared_over_http() throws Exception {
        var client = GoogleClient.of(simulator, simulator.google().addUser("anna@example.com"));
        var added = send("POST", "faults", """
                {"match": {"kinds": ["EVENTS"], "user": "anna@example.com", "times": 1},
                 "faults": [{"type": "delay", "by": "PT0.001S"},
                            {"type": "refuse", "status": 429, "reason": "rateLimitExceeded", "retryAfter": "7"}]}
                """);

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(catchThrowable(() -> client.events().execute())).hasMessageContaining("429");
        assertThat(client.events().execute().getItems()).isEmpty();
        assertThat(json(send("GET", "faults", ""))
                        .get("faults")
                        .get(0)
                        .get("hits")
                        .asInt())
                .isEqualTo(1);
        assertThat(send("DELETE", "faults", "").statusCode()).isEqualTo(204);
        assertThat(simulator.faults().rules()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"refuse-token\", \"error\": \"invalid_grant\"}",
                "{\"type\": \"instead\", \"status\": 200, \"contentType\": \"text/plain\", \"body\": \"x\"}",
                "{\"type\": \"html\", \"status\": 503}",
                "{\"type\": \"empty\", \"status\": 500}",
                "{\"type\": \"redirect\", \"location\": \"http://127.0.0.1:1/\"}",
                "{\"type\": \"cut\", \"framing\": \"until-close\", \"keep\": 0.3}",
                "{\"type\": \"drip\", \"bytes\": 10, \"every\": \"PT1S\"}",
                "{\"type\": \"silence\"}",
                "{\"type\": \"hang-up\"}",
                "{\"type\": \"huge-body\"}",
                "{\"type\": \"deep-body\", \"depth\": 10}",
                "{\"type\": \"gzip-bomb\", \"bytes\": 10}",
                "{\"type\": \"pages\", \"twist\": \"ENDLESS\"}",
                "{\"type\": \"foreign-link\", \"url\": \"https://evil.example/v1.0/me\"}",
                "{\"type\": \"token-answer\", \"rotate\": false}",
                "{\"type\": \"forget-cursors\"}"
            })
    void every_fault_can_be_asked_for_over_http(String fault) throws Exception {
        var added = send("POST", "faults", "{\"match\": {}, \"faults\": [" + fault + "]}");

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(simulator.faults().rules()).hasSize(1);
    }

    @Test
    void requests_are_listed_counted_and_cleared_over_http() throws Exception {
        var client = GoogleClient.of(simulator, simulator.google().addUser("anna@example.com"));
        client.events().setMaxResults(5).execute();
        client.calendar().calendarList().list().execute();

        var listed = json(send("GET", "requests?kind=EVENTS", "")).get("requests");

        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("user").asText()).isEqualTo("anna@example.com");
        assertThat(listed.get(0).get("query").get("maxResults").asText()).isEqualTo("5");
        assertThat(json(send("GET", "requests/count", "")).get("count").asInt()).isEqualTo(2);
        assertThat(json(send("GET", "requests/count?status=200&kind=CALENDAR_LIST", ""))
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        send("DELETE", "requests", "");
        assertThat(simulator.requests().all()).isEmpty();
    }

    @Test
    void users_lose_tokens_and_cursors_over_http() throws Exception {
        var user = simulator.google().addUser("anna@example.com");
        var client = GoogleClient.of(simulator, user);
        var syncToken = client.events().execute().getNextSyncToken();

        send("POST", "google/users/anna@example.com/forget-cursors", "");
        var gone = catchThrowable(() -> client.events().setSyncToken(syncToken).execute());
        send("POST", "google/users/anna@example.com/expire-tokens", "");
        var expired = catchThrowable(() -> client.events().execute());
        send("POST", "google/users/anna@example.com/revoke", "");
        var dead = wire.post(
                simulator.googleTokenUrl(),
                Map.of("grant_type", "refresh_token", "refresh_token", user.refreshToken()));
        send("POST", "google/users/anna@example.com/grant", "");

        assertThat(gone).hasMessageContaining("fullSyncRequired");
        assertThat(expired).hasMessageContaining("401");
        assertThat(dead.body()).contains("invalid_grant");
        assertThat(user.issueAccessToken()).isNotEmpty();
    }

    @Test
    void rules_are_read_and_changed_over_http() throws Exception {
        var changed = send("PATCH", "google/rules", "{\"largestPage\": 3, \"accessTokenLife\": \"PT1M\"}");

        assertThat(json(changed).get("largestPage").asInt()).isEqualTo(3);
        assertThat(simulator.google().rules().accessTokenLife()).isEqualTo(Duration.ofMinutes(1));
        assertThat(json(send("GET", "google/rules", "")).get("accessTokenLife").asText())
                .isEqualTo("PT1M");
    }

    @Test
    void a_mailbox_at_microsoft_is_made_filled_and_read_over_http() throws Exception {
        var made = json(
                send("POST", "microsoft/users", "{\"email\": \"ben@example.com\", \"calendars\": 2, \"edits\": 5}"));
        var ben = simulator.microsoft().user("ben@example.com").orElseThrow();
        var second = made.get("calendars").get(1).get("id").asText();
        var calendar = "microsoft/users/ben@example.com/calendars/" + Wire.encoded(second);

        var id = json(send(
                        "POST", calendar + "/events", "{\"title\": \"Day off\", \"span\": \"2026-11-27/2026-11-28\"}"))
                .get("id")
                .asText();
        send("PATCH", calendar + "/events/" + Wire.encoded(id), "{\"title\": \"Day out\"}");
        var off = send("POST", calendar + "/events/" + Wire.encoded(id) + "/cancel-meeting", "");

        var event = GraphClient.of(simulator, ben::issueAccessToken).event(id);
        assertThat(made.get("refreshToken").asText()).isEqualTo(ben.refreshToken());
        assertThat(off.statusCode()).isEqualTo(204);
        assertThat(event.getSubject()).isEqualTo("Canceled: Day out");
        assertThat(json(send("GET", calendar + "/truth", "")).get("events"))
                .anyMatch(truth -> truth.get("id").asText().equals(id)
                        && truth.get("status").asText().equals("cancelled"));
        assertThat(simulator.google().users()).isEmpty();
    }

    @Test
    void microsoft_s_rules_are_read_and_changed_over_http() throws Exception {
        var changed = send("PATCH", "microsoft/rules", """
                {"series": {"mastersListed": false, "deletedOccurrence": "tombstone"}, "mailboxConcurrency": 2,
                 "cursors": {"life": "P7D", "lost": "NOT_FOUND"}, "entra": {"clientId": "client"}}
                """);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(simulator.microsoft().rules())
                .isEqualTo(MicrosoftRules.defaults()
                        .withMastersListed(false)
                        .withDeletedOccurrence(DeletedOccurrence.TOMBSTONE)
                        .withMailboxConcurrency(2)
                        .withDeltaTokenLife(Duration.ofDays(7))
                        .withLostCursor(LostCursor.NOT_FOUND)
                        .withClient("client", null));
        assertThat(json(send("GET", "microsoft/rules", ""))
                        .get("series")
                        .get("deletedOccurrence")
                        .asText())
                .isEqualTo("TOMBSTONE");
    }

    @Test
    void faults_and_requests_are_told_apart_by_provider_over_http() throws Exception {
        var anna = GoogleClient.of(simulator, simulator.google().addUser("anna@example.com"));
        var ben = simulator.microsoft().addUser("ben@example.com");
        var client = GraphClient.of(simulator, ben::issueAccessToken);
        send("POST", "faults", """
                {"match": {"provider": "microsoft"}, "faults": [{"type": "refuse", "status": 503, "reason": "x"}]}
                """);

        var refused = catchThrowable(() -> client.event("x"));
        anna.events().execute();

        assertThat(refused).isInstanceOf(ODataError.class);
        assertThat(json(send("GET", "requests?provider=microsoft", "")).get("requests"))
                .hasSize(1);
        assertThat(json(send("GET", "requests/count?provider=google", ""))
                        .get("count")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | google/users | {\"mail\": \"x\"} | \"email\" is missing",
                "POST | google/users | {\"email\": \"a@b.c\", \"colour\": 1} | unknown: [colour]",
                "POST | google/users | {\"email\": \"a@b.c\", \"timeZone\": \"Mars\"} | \"timeZone\" cannot be \"Mars\"",
                "POST | google/users | [] | expected a JSON object",
                "POST | google/users | {\"email | the body is no JSON",
                "POST | faults | {\"match\": {}, \"faults\": [{\"type\": \"boom\"}]} | there is no fault \"boom\"",
                "POST | faults | {\"match\": {\"kinds\": [\"X\"]}, \"faults\": [{\"type\": \"silence\"}]} | \"X\" is none of",
                "POST | faults | {\"match\": {}, \"faults\": []} | at least one fault",
                "POST | faults | {\"match\": {\"nth\": 0}, \"faults\": [{\"type\": \"silence\"}]} | nth and times",
                "PATCH | google/rules | {\"damagedTokenStatus\": 500} | 400 or 410",
                "PATCH | google/rules | {\"largestPage\": \"many\"} | must be a whole number",
                "PATCH | microsoft/rules | {\"largestPage\": 0} | must be positive",
                "PATCH | microsoft/rules | {\"series\": {\"deletedSeries\": \"all\"}} | is none of",
                "PATCH | microsoft/rules | {\"cursors\": {\"age\": 1}} | unknown: [age]",
                "GET | requests?kind=NOPE | '' | \"NOPE\" is none of",
                "GET | requests?limit=x | '' | For input string"
            })
    void what_cannot_be_understood_is_a_400_that_says_why(String method, String path, String body, String why)
            throws Exception {
        var answer = send(method, path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("error").asText()).contains(why);
    }

    @Test
    void unknown_addresses_are_404() throws Exception {
        assertThat(send("GET", "nowhere", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "google/users/nobody@example.com", "").statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", "faults/99", "").statusCode()).isEqualTo(404);
    }

    private GoogleUser user(String email) {
        return simulator.google().user(email).orElseThrow();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        var address = simulator.controlUrl().resolve(path);
        return wire.send(HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) throws JsonProcessingException {
        return JSON.readTree(answer.body());
    }
}
