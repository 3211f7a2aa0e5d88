package io.kalends.simulator;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import com.microsoft.kiota.ApiException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.http.Delivery.Framing;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.PageTwist;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;

import static io.kalends.simulator.MicrosoftStage.FROM;
import static io.kalends.simulator.MicrosoftStage.TO;
import static io.kalends.simulator.MicrosoftStage.refusal;
import static io.kalends.simulator.MicrosoftStage.refused;
import static io.kalends.simulator.traffic.RequestKind.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Faults as they look at Microsoft.
@NullUnmarked // the client calls everything it returns nullable
class GraphFaultsTest {
    private final MicrosoftStage stage = new MicrosoftStage();

    @BeforeEach
    void ten_events() {
        for (var number = 0; number < 10; number++) {
            stage.calendar.create("Event " + number, stage.hour(number));
        }
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ErrorInvalidRequest",
        "403, ErrorAccessDenied",
        "404, MailboxNotEnabledForRESTAPI",
        "410, SyncStateNotFound",
        "429, TooManyRequests",
        "429, UnknownError",
        "500, ErrorInternalServerError",
        "503, ServiceUnavailable"
    })
    void a_refusal_reaches_the_client_with_its_code(int status, String code) {
        fault(Fault.refuse(status, code));

        assertThat(refusal(this::round)).isEqualTo(status + " " + code);
    }

    @Test
    void an_unauthorized_request_is_told_in_graph_s_words() {
        fault(Fault.unauthorized());

        assertThat(refusal(this::round)).isEqualTo("401 InvalidAuthenticationToken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "300", "1000000000", "Sun, 22 Nov 2026 12:05:00 GMT"})
    void retry_after_says_whatever_the_script_says(String retryAfter) {
        fault(Fault.refuse(429, "TooManyRequests", retryAfter));

        assertThat(refused(this::round).getResponseHeaders().get("Retry-After")).containsExactly(retryAfter);
    }

    @Test
    void a_challenge_asks_for_claims() {
        fault(Fault.refuse(401, "insufficient_claims"));

        var challenge = refused(this::round)
                .getResponseHeaders()
                .get("WWW-Authenticate")
                .iterator()
                .next();
        var claims = challenge.replaceAll(".*claims=\"([^\"]*)\".*", "$1");

        assertThat(challenge).contains("error=\"insufficient_claims\"");
        assertThat(new String(Base64.getDecoder().decode(claims), StandardCharsets.UTF_8))
                .startsWith("{\"access_token\":{\"nbf\"");
    }

    @Test
    void errors_carry_the_ids_of_the_request_and_the_name_of_the_inner_error_varies() throws Exception {
        fault(Fault.refuse(503, "ServiceUnavailable"));
        var told = get("client-request-id", "11111111-2222-3333-4444-555555555555");
        stage.simulator.microsoft().changeRules(rules -> rules.withLowerCaseInnerError(true));
        var lower = get();

        assertThat(told.body())
                .contains("\"innerError\":{\"date\":\"2026-11-22T12:00:00\",\"request-id\":\""
                        + told.headers().firstValue("request-id").orElseThrow())
                .contains("\"client-request-id\":\"11111111-2222-3333-4444-555555555555\"");
        assertThat(told.headers().firstValue("client-request-id")).contains("11111111-2222-3333-4444-555555555555");
        assertThat(lower.body()).contains("\"innererror\":{");
    }

    @Test
    void good_answers_carry_the_ids_of_the_request_too() throws Exception {
        var answer = get("client-request-id", "mine");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("client-request-id")).contains("mine");
        assertThat(answer.headers().firstValue("request-id")).isPresent();
    }

    @Test
    void the_client_loses_the_status_of_a_page_for_people_and_keeps_that_of_nothing() {
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), Fault.html(503));
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), Fault.empty(500));

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(this::round)
                .withMessageContaining("text/html");
        assertThat(catchThrowableOfType(ApiException.class, this::round).getResponseStatusCode())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void microsoft_s_client_fails_on_every_cut(Framing framing) {
        fault(new Fault.Cut(framing, 0.5));

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(this::round);
    }

    @Test
    void a_body_can_drip_be_huge_deep_or_a_bomb_and_lead_elsewhere() throws Exception {
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.Drip(4000, Duration.ofMillis(5)));
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.HugeBody(2_000_000));
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.DeepBody(10_000));
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.GzipBomb(2_000_000));
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.Redirect("http://127.0.0.1:9/"));

        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(get().body()).hasSizeGreaterThan(2_000_000);
        assertThat(get().body()).contains("[".repeat(10_000));
        assertThat(get().headers().firstValue("content-encoding")).contains("gzip");
        assertThat(get().headers().firstValue("location")).contains("http://127.0.0.1:9/");
    }

    @Test
    void the_last_page_can_lack_its_link() {
        fault(new Fault.Pages(PageTwist.NO_SYNC_TOKEN));

        var page = stage.client.inPagesOf(100).first(stage.calendar.id(), FROM, TO);

        assertThat(page.getValue()).hasSize(10);
        assertThat(page.getOdataNextLink()).isNull();
        assertThat(page.getOdataDeltaLink()).isNull();
    }

    @Test
    void pages_can_go_on_for_ever_with_new_links() {
        fault(new Fault.Pages(PageTwist.ENDLESS));
        var links = new HashSet<String>();
        var page = stage.client.inPagesOf(4).first(stage.calendar.id(), FROM, TO);

        for (var number = 0; number < 12; number++) {
            assertThat(page.getOdataDeltaLink()).isNull();
            assertThat(links.add(page.getOdataNextLink())).isTrue();
            page = stage.client.inPagesOf(4).follow(stage.calendar.id(), page.getOdataNextLink());
        }
    }

    @Test
    void pages_can_be_the_same_for_ever() {
        fault(new Fault.Pages(PageTwist.SAME_PAGE));
        var client = stage.client.inPagesOf(4);
        var first = client.first(stage.calendar.id(), FROM, TO);

        var second = client.follow(stage.calendar.id(), first.getOdataNextLink());
        var third = client.follow(stage.calendar.id(), second.getOdataNextLink());

        assertThat(ids(third.getValue())).isEqualTo(ids(first.getValue()));
        assertThat(third.getOdataNextLink()).isEqualTo(second.getOdataNextLink());
    }

    @Test
    void rows_can_repeat_over_pages_and_pages_can_be_empty() {
        stage.simulator
                .faults()
                .add(
                        RequestMatch.on(EVENTS),
                        new Fault.Pages(PageTwist.DUPLICATES),
                        new Fault.Pages(PageTwist.EMPTY_FIRST));

        var round = stage.client.inPagesOf(4).round(stage.calendar.id(), FROM, TO);

        assertThat(round.pages().getFirst().getValue()).isEmpty();
        assertThat(round.rows()).hasSizeGreaterThan(10);
        assertThat(new HashSet<>(ids(round.rows()))).hasSize(10);
    }

    @Test
    void links_can_lead_to_another_place() {
        fault(new Fault.ForeignLink("https://evil.example/v1.0/me/calendarView/delta"));

        var pages = stage.client.inPagesOf(6).first(stage.calendar.id(), FROM, TO);
        var last = stage.client.inPagesOf(100).first(stage.calendar.id(), FROM, TO);

        assertThat(pages.getOdataNextLink()).startsWith("https://evil.example/v1.0/me/calendarView/delta?$skiptoken=");
        assertThat(last.getOdataDeltaLink()).startsWith("https://evil.example/v1.0/me/calendarView/delta?$deltatoken=");
    }

    @Test
    void occurrences_can_come_before_their_masters() {
        for (var number = 0; number < 5; number++) {
            stage.calendar.createSeries(
                    stage.hour(number), Recurrence.daily().times(2), EventDetails.titled("Series " + number));
        }
        fault(new Fault.Pages(PageTwist.SERIES_LAST));

        var types = stage.client.inPagesOf(4).round(stage.calendar.id(), FROM, TO).rows().stream()
                .map(Event::getType)
                .toList();

        assertThat(types.subList(20, 25)).containsOnly(EventType.SeriesMaster);
        assertThat(types.subList(0, 20)).doesNotContain(EventType.SeriesMaster);
    }

    @Test
    void something_nobody_knows_can_be_removed() {
        fault(new Fault.Pages(PageTwist.UNKNOWN_REMOVED));

        var round = stage.client.round(stage.calendar.id(), FROM, TO);

        assertThat(round.told()).hasSize(10);
        assertThat(round.removed()).hasSize(1);
        assertThat(refusal(() -> stage.client.event(round.removed().getFirst())))
                .isEqualTo("404 ErrorItemNotFound");
    }

    @Test
    void a_first_round_and_later_ones_are_told_apart_by_their_parameters() {
        var round = stage.round();
        stage.simulator
                .faults()
                .add(RequestMatch.on(EVENTS).having("$deltatoken"), Fault.refuse(410, "SyncStateNotFound"));

        assertThat(stage.round().rows()).hasSize(10);
        assertThat(refusal(() -> stage.after(round))).isEqualTo("410 SyncStateNotFound");
    }

    @Test
    void cursors_can_be_forgotten_in_the_middle_of_a_round() {
        var first = stage.client.inPagesOf(4).first(stage.calendar.id(), FROM, TO);
        stage.simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.ForgetCursors());

        assertThat(refusal(() -> stage.client.follow(stage.calendar.id(), first.getOdataNextLink())))
                .isEqualTo("410 SyncStateNotFound");
    }

    @Test
    void a_fifth_request_to_a_mailbox_at_once_is_throttled_and_other_mailboxes_are_not() throws Exception {
        var anna = stage.simulator.microsoft().addUser("anna@example.com");
        var other = GraphClient.of(stage.simulator, anna::issueAccessToken);
        try (var gate = stage.simulator.faults().hold(RequestMatch.on(EVENTS).ofUser(stage.ben.email()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = new ArrayList<Future<DeltaRound>>();
            for (var number = 0; number < 4; number++) {
                held.add(threads.submit(stage::round));
                assertThat(gate.awaitArrival(Duration.ofSeconds(5))).isTrue();
            }

            var throttled = refused(this::round);
            var unaffected = other.round(anna.primary().id(), FROM, TO);
            gate.release();

            assertThat(throttled.getError().getCode()).isEqualTo("ApplicationThrottled");
            assertThat(throttled.getResponseHeaders().get("Retry-After")).containsExactly("1");
            assertThat(unaffected.rows()).isEmpty();
            for (var round : held) {
                assertThat(round.get().rows()).hasSize(10);
            }
        }
        assertThat(stage.round().rows()).hasSize(10);
    }

    @Test
    void a_fault_for_one_provider_leaves_the_other_alone() throws Exception {
        var anna = stage.simulator.google().addUser("anna@example.com");
        stage.simulator.faults().add(RequestMatch.on(EVENTS).at(Vendor.MICROSOFT), Fault.refuse(503, "backendError"));

        assertThat(GoogleClient.of(stage.simulator, anna).events().execute().getItems())
                .isEmpty();
        assertThat(refused(this::round).getResponseStatusCode()).isEqualTo(503);
    }

    @Test
    void the_log_knows_provider_mailbox_calendar_and_kind() {
        var second = stage.ben.addCalendar("Second");
        var id = second.createSeries(stage.hour(1), Recurrence.daily().times(2), EventDetails.titled("Series"));
        stage.client.round(second.id(), FROM, TO);
        stage.client.event(id);
        stage.client.instances(id, FROM, TO);
        stage.client.graph().me().calendars().get(get -> stage.client.head(get.headers));

        var log = stage.simulator.requests().all();

        assertThat(log)
                .extracting(request -> request.kind())
                .containsExactly(EVENTS, RequestKind.EVENT, RequestKind.INSTANCES, RequestKind.CALENDAR_LIST);
        assertThat(log).allMatch(request -> request.provider() == Vendor.MICROSOFT);
        assertThat(log).allMatch(request -> "ben@example.com".equals(request.user()));
        assertThat(log.subList(0, 3)).allMatch(request -> second.id().equals(request.calendar()));
        assertThat(stage.simulator.requests().of(Vendor.GOOGLE, EVENTS)).isEmpty();
        assertThat(stage.simulator.requests().of(Vendor.MICROSOFT, EVENTS)).hasSize(1);
    }

    private void fault(Fault fault) {
        stage.simulator.faults().add(RequestMatch.on(EVENTS), fault);
    }

    private void round() {
        assertThat(stage.client.first(stage.calendar.id(), FROM, TO)).isNotNull();
    }

    private HttpResponse<String> get(String... header) throws Exception {
        var headers = new ArrayList<>(List.of("Authorization", "Bearer " + stage.ben.issueAccessToken()));
        headers.addAll(List.of(header));
        return stage.wire.get(
                "v1.0/me/calendarView/delta?startDateTime=2026-11-01&endDateTime=2026-12-01",
                headers.toArray(String[]::new));
    }

    private static List<String> ids(List<Event> rows) {
        return rows.stream().map(Event::getId).toList();
    }
}
