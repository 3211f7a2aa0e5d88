package io.kalends.simulator;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.calendar.model.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.http.Delivery.Framing;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.PageTwist;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.world.Span;

import static io.kalends.simulator.traffic.RequestKind.CALENDAR_LIST;
import static io.kalends.simulator.traffic.RequestKind.EVENTS;
import static io.kalends.simulator.traffic.RequestKind.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FaultsTest {
    private final MovableClock clock = new MovableClock();
    private final ProviderSimulator simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock));
    private final Wire wire = new Wire(simulator);
    private final GoogleUser anna = simulator.google().addUser("anna@example.com");
    private final GoogleClient client = GoogleClient.of(simulator, anna);

    @BeforeEach
    void ten_events() {
        for (var day = 0; day < 10; day++) {
            anna.primary()
                    .create(
                            "Event " + day,
                            Span.timed(clock.instant(), Duration.ofHours(day), ZoneId.of("Europe/Berlin")));
        }
    }

    @AfterEach
    void close() {
        wire.close();
        simulator.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "401, authError, global",
        "403, rateLimitExceeded, usageLimits",
        "429, rateLimitExceeded, usageLimits",
        "403, userRateLimitExceeded, usageLimits",
        "429, userRateLimitExceeded, usageLimits",
        "403, quotaExceeded, usageLimits",
        "429, quotaExceeded, usageLimits",
        "403, insufficientPermissions, global",
        "403, accessNotConfigured, usageLimits",
        "403, forbidden, global",
        "404, notFound, global",
        "410, fullSyncRequired, calendar",
        "500, backendError, global"
    })
    void a_refusal_reaches_the_client_with_its_reason(int status, String reason, String domain) {
        simulator.faults().add(RequestMatch.on(EVENTS), Fault.refuse(status, reason));

        var refused = refusal();

        assertThat(refused.getStatusCode()).isEqualTo(status);
        assertThat(refused.getDetails().getErrors().getFirst().getReason()).isEqualTo(reason);
        assertThat(refused.getDetails().getErrors().getFirst().getDomain()).isEqualTo(domain);
        assertThat(refused.getHeaders().getRetryAfter()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "300", "1000000000", "Sun, 22 Nov 2026 12:05:00 GMT"})
    void retry_after_says_whatever_the_script_says(String retryAfter) {
        simulator.faults().add(RequestMatch.on(EVENTS), Fault.refuse(429, "rateLimitExceeded", retryAfter));

        assertThat(refusal().getHeaders().getRetryAfter()).isEqualTo(retryAfter);
    }

    @Test
    void errors_come_without_a_body_or_as_a_page_for_people() throws Exception {
        simulator.faults().add(RequestMatch.on(EVENTS).once(), Fault.empty(500));
        simulator.faults().add(RequestMatch.on(EVENTS).once(), Fault.html(503));
        simulator.faults().add(RequestMatch.on(EVENTS).once(), Fault.html(502));
        simulator.faults().add(RequestMatch.on(EVENTS).once(), Fault.html(200));

        var empty = get();
        var unavailable = get();
        var badGateway = get();
        var well = get();

        assertThat(empty.statusCode()).isEqualTo(500);
        assertThat(empty.body()).isEmpty();
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.body()).startsWith("<!DOCTYPE html>");
        assertThat(badGateway.statusCode()).isEqualTo(502);
        assertThat(well.statusCode()).isEqualTo(200);
        assertThat(well.headers().firstValue("content-type")).contains("text/html; charset=UTF-8");
    }

    @Test
    void a_body_cut_behind_a_right_length_is_a_good_answer_with_half_a_document() throws Exception {
        simulator.faults().add(RequestMatch.on(EVENTS), new Fault.Cut(Framing.RIGHT_LENGTH, 0.5));

        var answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"kind\":\"calendar#events\"").doesNotEndWith("}");
    }

    @ParameterizedTest
    @EnumSource(
            value = Framing.class,
            names = {"WRONG_LENGTH", "CHUNKED"})
    void a_body_cut_against_its_framing_breaks_the_reading(Framing framing) {
        simulator.faults().add(RequestMatch.on(EVENTS), new Fault.Cut(framing, 0.5));

        assertThatIOException().isThrownBy(this::get);
    }

    @Test
    void a_body_cut_with_its_connection_carries_neither_length_nor_chunks() throws Exception {
        simulator.faults().add(RequestMatch.on(EVENTS), new Fault.Cut(Framing.UNTIL_CLOSE, 0.5));

        var raw = wire.untilClose("calendar/v3/calendars/primary/events", anna.issueAccessToken());

        assertThat(raw).startsWith("HTTP/1.1 200 OK").doesNotContain("Content-Length", "chunked");
        assertThat(raw.substring(raw.indexOf("\r\n\r\n") + 4))
                .startsWith("{\"kind\"")
                .doesNotEndWith("}");
        assertThat(get().body()).doesNotEndWith("}");
    }

    @Test
    void google_s_client_fails_on_every_cut() {
        for (var framing : Framing.values()) {
            simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.Cut(framing, 0.5));

            assertThatExceptionOfType(Exception.class)
                    .as(framing.name())
                    .isThrownBy(() -> client.events().execute());
        }
    }

    @Test
    void a_dripping_body_arrives_whole_but_late() throws Exception {
        simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.Drip(1000, Duration.ofMillis(20)));

        var begun = System.nanoTime();
        var page = client.events().setMaxResults(10).execute();

        assertThat(page.getItems()).hasSize(10);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(15));
    }

    @Test
    void silence_outlasts_the_client() throws Exception {
        simulator.faults().add(RequestMatch.on(CALENDAR_LIST), new Fault.Silence());
        var list = client.calendar().calendarList().list();
        var request = list.buildHttpRequest().setReadTimeout(50);

        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(request::execute);
    }

    @Test
    void a_hang_up_comes_after_the_work_is_done() {
        simulator.faults().add(RequestMatch.on(TOKEN).once(), new Fault.TokenAnswer(true), new Fault.HangUp());
        var before = anna.refreshToken();

        assertThatIOException().isThrownBy(() -> refresh(before));

        assertThat(anna.refreshToken()).isNotEqualTo(before);
        assertThat(simulator.requests().of(TOKEN).getFirst().status()).isZero();
    }

    @Test
    void bodies_can_be_huge_deep_or_a_bomb() throws Exception {
        simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.HugeBody(5_000_000));
        simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.DeepBody(20_000));
        simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.GzipBomb(5_000_000));

        assertThat(get().body()).hasSizeGreaterThan(5_000_000).endsWith("\"}");
        assertThat(get().body()).contains("[".repeat(20_000));
        var bomb = wire.bytes(wire.request("calendar/v3/calendars/primary/events"));
        assertThat(bomb.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(bomb.body()).hasSizeLessThan(20_000);
    }

    @Test
    void a_redirect_points_where_the_script_says() throws Exception {
        simulator.faults().add(RequestMatch.any(), new Fault.Redirect("http://127.0.0.1:9/elsewhere"));

        var answer = get();

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).contains("http://127.0.0.1:9/elsewhere");
    }

    @Test
    void the_last_page_can_lack_its_sync_token() throws IOException {
        twist(PageTwist.NO_SYNC_TOKEN);

        var page = client.events().execute();

        assertThat(page.getItems()).hasSize(10);
        assertThat(page.getNextPageToken()).isNull();
        assertThat(page.getNextSyncToken()).isNull();
    }

    @Test
    void pages_can_go_on_for_ever_with_new_tokens() throws IOException {
        twist(PageTwist.ENDLESS);
        var tokens = new HashSet<String>();
        var list = client.events().setMaxResults(4);

        for (var number = 0; number < 20; number++) {
            var page = list.execute();
            assertThat(page.getNextSyncToken()).isNull();
            assertThat(tokens.add(page.getNextPageToken())).isTrue();
            list.setPageToken(page.getNextPageToken());
        }
    }

    @Test
    void pages_can_be_the_same_for_ever() throws IOException {
        twist(PageTwist.SAME_PAGE);
        var list = client.events().setMaxResults(4);
        var first = list.execute();

        var second = list.setPageToken(first.getNextPageToken()).execute();
        var third = list.setPageToken(second.getNextPageToken()).execute();

        assertThat(third.getItems()).isEqualTo(first.getItems());
        assertThat(third.getNextPageToken()).isEqualTo(second.getNextPageToken());
    }

    @Test
    void items_can_repeat_over_pages_and_none_is_missing() throws IOException {
        twist(PageTwist.DUPLICATES);

        var ids = allIds(4);

        assertThat(ids).hasSizeGreaterThan(10);
        assertThat(new HashSet<>(ids)).hasSize(10);
    }

    @Test
    void empty_pages_can_come_before_full_ones() throws IOException {
        twist(PageTwist.EMPTY_FIRST);

        var first = client.events().setMaxResults(4).execute();

        assertThat(first.getItems()).isEmpty();
        assertThat(first.getNextPageToken()).isNotNull();
        assertThat(allIds(4)).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void items_can_come_in_an_odd_order() throws IOException {
        var usual = allIds(250);
        twist(PageTwist.SHUFFLED);

        assertThat(allIds(250)).isNotEqualTo(usual).containsExactlyInAnyOrderElementsOf(usual);
    }

    @Test
    void a_refresh_can_rotate_the_refresh_token_and_the_old_one_is_dead() throws Exception {
        var old = anna.refreshToken();
        simulator.faults().add(RequestMatch.on(TOKEN).once(), new Fault.TokenAnswer(true));

        var rotated = refresh(old);

        assertThat(rotated.body()).contains("\"refresh_token\":\"" + anna.refreshToken() + "\"");
        assertThat(refresh(old).body()).contains("invalid_grant");
        assertThat(refresh(anna.refreshToken()).statusCode()).isEqualTo(200);
    }

    @Test
    void a_refresh_can_leave_out_the_refresh_token_although_rotation_is_the_rule() throws Exception {
        simulator.google().changeRules(rules -> rules.withRotatingRefreshTokens(true));
        simulator.faults().add(RequestMatch.on(TOKEN).once(), new Fault.TokenAnswer(false));

        assertThat(refresh(anna.refreshToken()).body()).doesNotContain("refresh_token");
        assertThat(refresh(anna.refreshToken()).body()).contains("refresh_token");
    }

    @Test
    void the_token_endpoint_fails_in_all_its_ways() throws Exception {
        var token = anna.refreshToken();
        simulator.faults().add(RequestMatch.on(TOKEN).once(), Fault.empty(500));
        simulator.faults().add(RequestMatch.on(TOKEN).once(), Fault.html(403));
        simulator.faults().add(RequestMatch.on(TOKEN).once(), Fault.invalidGrant());
        simulator.faults().add(RequestMatch.on(TOKEN).once(), Fault.invalidClient());

        assertThat(refresh(token).statusCode()).isEqualTo(500);
        assertThat(refresh(token).body()).contains("<html");
        assertThat(refresh(token).body()).contains("\"invalid_grant\"");
        assertThat(refresh(token).statusCode()).isEqualTo(401);
        assertThat(refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void forgetting_cursors_makes_every_sync_token_a_410() throws IOException {
        var token = client.events().execute().getNextSyncToken();
        simulator.faults().add(RequestMatch.on(EVENTS).once(), new Fault.ForgetCursors());

        var forgotten = catchThrowableOfType(
                GoogleJsonResponseException.class,
                () -> client.events().setSyncToken(token).execute());

        assertThat(forgotten.getStatusCode()).isEqualTo(410);
        assertThat(client.events().execute().getNextSyncToken()).isNotEqualTo(token);
    }

    @Test
    void a_rule_waits_for_its_request_and_counts_its_hits() throws Exception {
        var rule = simulator
                .faults()
                .add(
                        RequestMatch.on(EVENTS)
                                .ofUser("anna@example.com")
                                .fromNth(2)
                                .times(2),
                        Fault.empty(500));

        var statuses = new ArrayList<Integer>();
        for (var number = 0; number < 4; number++) {
            statuses.add(get().statusCode());
        }

        assertThat(statuses).containsExactly(200, 500, 500, 200);
        assertThat(rule.hits()).isEqualTo(2);
    }

    @Test
    void a_rule_for_one_user_and_calendar_leaves_others_alone() throws IOException {
        var ben = GoogleClient.of(simulator, simulator.google().addUser("ben@example.com"));
        var other = anna.addCalendar("Other");
        simulator.faults().add(RequestMatch.on(EVENTS).ofCalendar(other.id()), Fault.empty(500));
        simulator.faults().add(RequestMatch.on(CALENDAR_LIST).ofUser("anna@example.com"), Fault.empty(500));

        assertThat(client.events().execute().getItems()).hasSize(10);
        assertThat(ben.calendar().calendarList().list().execute().getItems()).hasSize(1);
        assertThatIOException()
                .isThrownBy(() -> client.calendar().events().list(other.id()).execute());
        assertThatIOException()
                .isThrownBy(() -> client.calendar().calendarList().list().execute());
    }

    @Test
    void a_rule_holds_from_one_time_to_another() throws Exception {
        var from = clock.instant().plusSeconds(60);
        simulator.faults().add(RequestMatch.any().between(from, from.plusSeconds(60)), Fault.empty(503));

        var before = get().statusCode();
        clock.advance(Duration.ofSeconds(60));
        var during = get().statusCode();
        clock.advance(Duration.ofSeconds(60));
        var after = get().statusCode();

        assertThat(List.of(before, during, after)).containsExactly(200, 503, 200);
    }

    @Test
    void chance_is_the_same_for_the_same_seed() throws Exception {
        var first = statusesByChance();

        assertThat(first).contains(401, 503);
        assertThat(statusesByChance()).isEqualTo(first);
    }

    @Test
    void a_gate_holds_a_request_until_released() throws Exception {
        try (var gate = simulator.faults().hold(RequestMatch.on(EVENTS));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var page = threads.submit(() -> client.events().execute());

            assertThat(gate.awaitArrival(Duration.ofSeconds(5))).isTrue();
            assertThat(page.isDone()).isFalse();
            assertThat(simulator.requests().count(EVENTS)).isZero();
            gate.release();

            assertThat(page.get().getItems()).hasSize(10);
            assertThat(gate.arrivals()).isEqualTo(1);
        }
    }

    @Test
    void clearing_the_script_ends_faults_and_opens_gates() throws Exception {
        simulator.faults().add(RequestMatch.any(), Fault.empty(500));
        var gate = simulator.faults().hold(RequestMatch.any());

        simulator.faults().clear();

        assertThat(client.events().execute().getItems()).hasSize(10);
        assertThat(gate.arrivals()).isZero();
    }

    private List<Integer> statusesByChance() throws Exception {
        try (var other = ProviderSimulator.start(
                        SimulatorSettings.defaults(clock).withSeed(11));
                var otherWire = new Wire(other)) {
            other.faults().add(RequestMatch.any().withProbability(0.5), Fault.empty(503));
            var statuses = new ArrayList<Integer>();
            for (var ignored : IntStream.range(0, 30).toArray()) {
                statuses.add(otherWire
                        .get("calendar/v3/calendars/primary/events?" + ignored)
                        .statusCode());
            }
            return statuses;
        }
    }

    private void twist(PageTwist twist) {
        simulator.faults().add(RequestMatch.on(EVENTS), new Fault.Pages(twist));
    }

    private List<String> allIds(int pageSize) throws IOException {
        var ids = new ArrayList<String>();
        var list = client.events().setMaxResults(pageSize);
        @Nullable String next = null;
        do {
            var page = list.setPageToken(next).execute();
            page.getItems().stream().map(Event::getId).forEach(ids::add);
            next = page.getNextPageToken();
        } while (next != null);
        return ids;
    }

    private GoogleJsonResponseException refusal() {
        return catchThrowableOfType(
                GoogleJsonResponseException.class, () -> client.events().execute());
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return wire.get("calendar/v3/calendars/primary/events", "Authorization", "Bearer " + anna.issueAccessToken());
    }

    private HttpResponse<String> refresh(String token) throws IOException, InterruptedException {
        return wire.post(
                simulator.googleTokenUrl(),
                Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", "c", "client_secret", "s"));
    }
}
