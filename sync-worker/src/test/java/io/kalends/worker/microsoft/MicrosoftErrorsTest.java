package io.kalends.worker.microsoft;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;
import io.kalends.core.provider.ListRequest;
import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer;

import static io.kalends.worker.microsoft.MicrosoftUnderTest.TOKEN;
import static io.kalends.worker.microsoft.MicrosoftUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class MicrosoftErrorsTest {

    private static Refusal toDelta(ScriptedServer.Answer answer) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var microsoft = new MicrosoftUnderTest(server.root())) {
            return refusal(microsoft.changesSince(microsoft.link("$deltatoken=d")));
        }
    }

    private static Refusal toFullWalk(ScriptedServer.Answer answer) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var microsoft = new MicrosoftUnderTest(server.root())) {
            return refusal(microsoft.everything());
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2} on a delta, {3} on a full walk")
    @CsvSource({
        "400, ErrorInvalidRequest, CursorLost, Rejected",
        "400, BadRequest, CursorLost, Rejected",
        "400, ErrorInvalidUrlQuery, CursorLost, Rejected",
        "400, ErrorPropertyValidationFailure, CursorLost, Rejected",
        "401, InvalidAuthenticationToken, Unauthorized, Unauthorized",
        "403, ErrorAccessDenied, Forbidden, Forbidden",
        "403, Authorization_RequestDenied, ScopeMissing, ScopeMissing",
        "403, ErrorInsufficientPermissionsInAccessToken, ScopeMissing, ScopeMissing",
        "403, AccessDenied, Forbidden, Forbidden",
        "404, ErrorItemNotFound, CalendarGone, CalendarGone",
        "404, ResourceNotFound, CalendarGone, CalendarGone",
        "404, ErrorFolderNotFound, CalendarGone, CalendarGone",
        "404, syncStateNotFound, CursorLost, CalendarGone",
        "404, ErrorSyncFolderNotFound, CursorLost, CalendarGone",
        "404, MailboxNotEnabledForRESTAPI, Forbidden, Forbidden",
        "404, ErrorInvalidUser, Forbidden, Forbidden",
        "404, Request_ResourceNotFound, Forbidden, Forbidden",
        "404, ErrorNonExistentMailbox, Forbidden, Forbidden",
        "400, MailboxNotEnabledForRESTAPI, Forbidden, Forbidden",
        "405, MethodNotAllowed, Rejected, Rejected",
        "409, Conflict, Unavailable, Unavailable",
        "410, SyncStateNotFound, CursorLost, CursorLost",
        "410, syncStateNotFound, CursorLost, CursorLost",
        "410, SyncStateInvalid, CursorLost, CursorLost",
        "410, resyncRequired, CursorLost, CursorLost",
        "410, ResyncRequired, CursorLost, CursorLost",
        "410, ErrorSyncFolderNotFound, CursorLost, CursorLost",
        "410, AnythingElse, CursorLost, CalendarGone",
        "412, ErrorIrresolvableConflict, Unavailable, Unavailable",
        "413, RequestTooLarge, Rejected, Rejected",
        "415, UnsupportedMediaType, Rejected, Rejected",
        "423, Locked, Unavailable, Unavailable",
        "429, TooManyRequests, Throttled, Throttled",
        "429, ApplicationThrottled, Throttled, Throttled",
        "429, UnknownError, Throttled, Throttled",
        "403, activityLimitReached, Throttled, Throttled",
        "503, ApplicationThrottled, Throttled, Throttled",
        "500, InternalServerError, Unavailable, Unavailable",
        "500, generalException, Unavailable, Unavailable",
        "500, ErrorInternalServerTransientError, Unavailable, Unavailable",
        "501, NotImplemented, Rejected, Rejected",
        "502, UnknownError, Unavailable, Unavailable",
        "503, ServiceUnavailable, Unavailable, Unavailable",
        "503, ErrorMailboxStoreUnavailable, Unavailable, Unavailable",
        "503, ErrorMailboxMoveInProgress, Unavailable, Unavailable",
        "504, UnknownError, Unavailable, Unavailable",
        "509, activityLimit, Unavailable, Unavailable",
    })
    void a_refusal_is_understood_by_its_code(int status, String code, String onDelta, String onFullWalk)
            throws InterruptedException {
        var answer = Answers.json(status, Payloads.error(code, "As documented."));

        assertThat(toDelta(answer).getClass().getSimpleName()).isEqualTo(onDelta);
        assertThat(toFullWalk(answer).getClass().getSimpleName()).isEqualTo(onFullWalk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The token lacks the scope Calendars.Read.",
                "The user has not consented to the application.",
                "Insufficient privileges to complete the operation.",
            })
    void a_denial_that_speaks_of_consent_is_a_missing_scope(String message) throws InterruptedException {
        assertThat(toFullWalk(Answers.json(403, Payloads.error("ErrorAccessDenied", message))))
                .isEqualTo(new Refusal.ScopeMissing("Microsoft answered 403 ErrorAccessDenied: " + message));
    }

    @Test
    void any_410_on_a_link_is_a_lost_cursor_with_or_without_a_body() throws InterruptedException {
        assertThat(toDelta(Answers.json(410, ""))).isEqualTo(new Refusal.CursorLost());
        assertThat(toDelta(Answers.html(410))).isEqualTo(new Refusal.CursorLost());
        assertThat(toFullWalk(Answers.html(410))).isInstanceOf(Refusal.Unavailable.class);
    }

    @Test
    void a_410_is_not_followed_to_where_it_points() throws InterruptedException {
        try (var elsewhere = new ScriptedServer(Payloads.graph(Payloads.lastPage()));
                var server = new ScriptedServer(Answers.json(
                        410,
                        Payloads.error("SyncStateNotFound", "generation=149"),
                        "Location: " + elsewhere.root() + "v1.0/me/calendarView/delta?$deltatoken="));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.changesSince(microsoft.link("$deltatoken=d"))))
                    .isEqualTo(new Refusal.CursorLost());
            assertThat(elsewhere.connections()).isZero();
            assertThat(server.seen()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"BadRequest\",\"innerError\":{\"code\":\"ApplicationThrottled\"}}}",
                "{\"error\":{\"code\":\"BadRequest\",\"innererror\":{\"code\":\"ApplicationThrottled\"}}}",
                "{\"error\":{\"code\":\"A\",\"innerError\":{\"code\":\"B\",\"innererror\":{\"code\":\"TooManyRequests\"}}}}",
                "{\"error\":{\"code\":\"applicationTHROTTLED\",\"innerError\":{\"code\":\"429\",\"status\":\"429\"}}}",
            })
    void the_code_that_decides_may_be_an_inner_one_in_either_spelling(String body) throws InterruptedException {
        assertThat(toFullWalk(Answers.json(403, body))).isEqualTo(new Refusal.Throttled(null, false));
    }

    @Test
    void the_innermost_name_is_the_one_that_people_see() throws InterruptedException {
        var refusal = toFullWalk(Answers.json(
                403,
                "{\"error\":{\"code\":\"AccessDenied\",\"message\":\"No.\","
                        + "\"innerError\":{\"code\":\"MailboxPolicy\",\"innerError\":{\"code\":\"403\"}}}}"));

        assertThat(refusal).isEqualTo(new Refusal.Forbidden("Microsoft answered 403 MailboxPolicy: No."));
    }

    @ParameterizedTest(name = "Retry-After: {0}")
    @CsvSource({
        "7, PT7S",
        "0, PT0S",
        "1000000000, PT8760H",
        "'Sun, 22 Nov 2026 12:01:30 GMT', PT1M30S",
        "soon, ",
        "-5, ",
    })
    void the_wait_microsoft_asks_for_is_handed_on(String header, Duration wait) throws InterruptedException {
        var limit = Answers.json(429, Payloads.error("TooManyRequests", "Later."), "Retry-After: " + header);
        var bare = Answers.json(429, "", "Retry-After: " + header);
        var down = Answers.html(503, "Retry-After: " + header);

        assertThat(toDelta(limit)).isEqualTo(new Refusal.Throttled(wait, false));
        assertThat(toDelta(bare)).isEqualTo(new Refusal.Throttled(wait, false));
        assertThat(toDelta(down)).isEqualTo(new Refusal.Unavailable(Cause.DOWN, "Microsoft answered 503", wait));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 418, 451})
    void a_refusal_that_is_not_in_graphs_format_is_not_believed(int status) throws InterruptedException {
        assertThat(toDelta(Answers.html(status)))
                .isEqualTo(new Refusal.Unavailable(
                        Cause.UNREADABLE, "Microsoft answered " + status + ", not in the way it documents", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"error\":\"forbidden\"}",
                "{\"error\":null}",
                "{\"error\":{",
                "{\"error\":[]}",
                "{\"error\":{}}",
                "{\"error\":{\"code\":{}}}",
                "{\"error\":{\"message\":\"no code\"}}",
            })
    void a_403_without_a_readable_error_is_not_believed(String body) throws InterruptedException {
        assertThat(toDelta(Answers.json(403, body)))
                .isEqualTo(new Refusal.Unavailable(
                        Cause.UNREADABLE, "Microsoft answered 403, not in the way it documents", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"ErrorAccessDenied\"}}",
                "{\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":7,\"innerError\":{\"date\":\"the day before\"}}}",
                "{\"error\":{\"code\":\"ErrorAccessDenied\",\"innerError\":\"none\",\"details\":{}}}",
                "{\"error\":{\"code\":\"ErrorAccessDenied\",\"innerError\":[{\"code\":8}]},\"more\":1e999}",
            })
    void an_error_with_odd_values_is_still_an_error(String body) throws InterruptedException {
        assertThat(toDelta(Answers.json(403, body))).isInstanceOf(Refusal.Forbidden.class);
    }

    @Test
    void a_token_that_has_run_out_or_is_challenged_is_asked_about_once() throws InterruptedException {
        var challenge = "WWW-Authenticate: Bearer realm=\"\", authorization_uri=\"https://login.example/authorize\","
                + " error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"";
        try (var server = new ScriptedServer(
                        Answers.json(401, Payloads.error("InvalidAuthenticationToken", "Expired."), challenge),
                        Answers.json(401, "", challenge),
                        Payloads.graph(Payloads.lastPage()));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.everything())).isEqualTo(new Refusal.Unauthorized());
            assertThat(refusal(microsoft.everything())).isEqualTo(new Refusal.Unauthorized());

            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    void what_microsoft_writes_reaches_people_on_one_clean_line() throws InterruptedException {
        var refusal = (Refusal.Forbidden) toDelta(Answers.json(
                403,
                Payloads.error(
                        "AccessDenied",
                        "No\\r\\nINFO all is well \\u001b[31mred\\u001b[0m ${jndi:ldap://x} Bearer "
                                + MicrosoftUnderTest.BEARER + " " + "x".repeat(300))));

        assertThat(refusal.detail())
                .startsWith("Microsoft answered 403 AccessDenied: No INFO all is well red {jndi:ldap://x} ***")
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("\r", "\n", "\u001b", "$", "canary");
    }

    @Test
    void a_refused_list_of_calendars_is_understood_the_same_way() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.json(404, Payloads.error("MailboxNotEnabledForRESTAPI", "On-premise.")));
                var microsoft = new MicrosoftUnderTest(server.root())) {
            assertThat(refusal(microsoft.calendar.calendars(TOKEN, ListRequest.EVERYTHING)))
                    .isEqualTo(
                            new Refusal.Forbidden("Microsoft answered 404 MailboxNotEnabledForRESTAPI: On-premise."));
        }
    }
}
