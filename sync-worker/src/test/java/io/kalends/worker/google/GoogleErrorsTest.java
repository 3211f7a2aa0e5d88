package io.kalends.worker.google;

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

import static io.kalends.worker.google.GoogleUnderTest.ANNA;
import static io.kalends.worker.google.GoogleUnderTest.TOKEN;
import static io.kalends.worker.google.GoogleUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class GoogleErrorsTest {

    private static final String CURSOR = "sync-1==";

    private static Refusal toDelta(ScriptedServer.Answer answer) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var google = new GoogleUnderTest(server.root())) {
            return refusal(google.changesSince(CURSOR));
        }
    }

    private static Refusal toFullWalk(ScriptedServer.Answer answer) throws InterruptedException {
        try (var server = new ScriptedServer(answer);
                var google = new GoogleUnderTest(server.root())) {
            return refusal(google.everythingOf(ANNA));
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "401, global, authError, Unauthorized",
        "403, usageLimits, userRateLimitExceeded, Throttled",
        "403, usageLimits, rateLimitExceeded, Throttled",
        "429, usageLimits, rateLimitExceeded, Throttled",
        "403, usageLimits, quotaExceeded, Throttled",
        "403, usageLimits, calendarUsageLimitsExceeded, Throttled",
        "403, usageLimits, dailyLimitExceeded, Throttled",
        "403, usageLimits, aLimitNobodyHasHeardOf, Throttled",
        "429, global, somethingElse, Throttled",
        "403, usageLimits, dailyLimitExceededUnreg, ApplicationFault",
        "403, usageLimits, accessNotConfigured, ApplicationFault",
        "403, global, insufficientPermissions, ScopeMissing",
        "403, global, forbidden, Forbidden",
        "403, calendar, forbiddenForNonOrganizer, Forbidden",
        "403, calendar, requiredAccessLevel, Forbidden",
        "403, calendar, notACalendarUser, Forbidden",
        "404, global, notFound, CalendarGone",
        "409, global, conflict, Unavailable",
        "410, calendar, fullSyncRequired, CursorLost",
        "410, calendar, updatedMinTooLongAgo, CursorLost",
        "410, global, deleted, CursorLost",
        "412, global, conditionNotMet, Rejected",
        "400, calendar, timeRangeEmpty, Rejected",
        "400, calendar, syncTokenWithRequestRestrictions, Rejected",
        "400, global, badRequest, Rejected",
        "400, global, invalid, CursorLost",
        "500, global, backendError, Unavailable",
        "503, global, backendError, Unavailable",
    })
    void a_delta_refused_by_google_is_understood_by_its_reason(int status, String domain, String reason, String meaning)
            throws InterruptedException {
        var refusal = toDelta(Answers.json(status, Payloads.error(status, domain, reason, "As documented.")));

        assertThat(refusal.getClass().getSimpleName()).isEqualTo(meaning);
    }

    @Test
    void a_limit_of_a_day_is_everybodys_and_one_of_a_minute_the_users() throws InterruptedException {
        var day = toDelta(Answers.json(403, Payloads.error(403, "usageLimits", "dailyLimitExceeded", "Daily")));
        var minute = toDelta(Answers.json(403, Payloads.error(403, "usageLimits", "rateLimitExceeded", "Rate")));

        assertThat(day).isEqualTo(new Refusal.Throttled(null, true));
        assertThat(minute).isEqualTo(new Refusal.Throttled(null, false));
    }

    @ParameterizedTest(name = "Retry-After: {0}")
    @CsvSource({
        "7, PT7S",
        "0, PT0S",
        "1000000000, PT8760H",
        "'Sun, 22 Nov 2026 12:01:30 GMT', PT1M30S",
        "'Sun, 22 Nov 2026 11:00:00 GMT', PT0S",
        "soon, ",
        "-5, ",
    })
    void the_wait_google_asks_for_is_handed_on(String header, Duration wait) throws InterruptedException {
        var limit = Answers.json(
                429, Payloads.error(429, "usageLimits", "rateLimitExceeded", "Slow"), "Retry-After: " + header);
        var down = Answers.html(503, "Retry-After: " + header);

        assertThat(toDelta(limit)).isEqualTo(new Refusal.Throttled(wait, false));
        assertThat(toDelta(down)).isEqualTo(new Refusal.Unavailable(Cause.DOWN, "Google answered 503", wait));
    }

    @Test
    void a_missing_scope_is_seen_in_the_newer_format_too() throws InterruptedException {
        var refusal = toDelta(Answers.json(
                403,
                Payloads.newError(
                        403,
                        "forbidden",
                        "PERMISSION_DENIED",
                        "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                        "Request had insufficient authentication scopes.")));

        assertThat(refusal)
                .isEqualTo(new Refusal.ScopeMissing(
                        "Google answered 403 forbidden: Request had insufficient authentication scopes."));
    }

    @Test
    void an_api_switched_off_is_our_own_fault_in_the_newer_format_too() throws InterruptedException {
        var refusal = toDelta(Answers.json(
                403,
                Payloads.newError(403, "forbidden", "PERMISSION_DENIED", "SERVICE_DISABLED", "Calendar API is off.")));

        assertThat(refusal).isInstanceOf(Refusal.ApplicationFault.class);
    }

    @Test
    void an_error_without_a_list_of_errors_is_read_by_its_status_name() throws InterruptedException {
        var refusal = toDelta(
                Answers.json(429, "{\"error\":{\"code\":429,\"message\":\"Slow\",\"status\":\"RESOURCE_EXHAUSTED\"}}"));

        assertThat(refusal).isEqualTo(new Refusal.Throttled(null, false));
    }

    @Test
    void a_damaged_sync_token_is_a_lost_cursor() throws InterruptedException {
        var refusal =
                toDelta(Answers.json(400, Payloads.error(400, "global", "badRequest", "Invalid sync token value.")));

        assertThat(refusal).isEqualTo(new Refusal.CursorLost());
    }

    @Test
    void the_same_error_on_a_walk_without_any_token_is_a_bad_request() throws InterruptedException {
        var refusal = toFullWalk(Answers.json(400, Payloads.error(400, "global", "invalid", "Invalid Value")));

        assertThat(refusal).isEqualTo(new Refusal.Rejected("Google answered 400 invalid: Invalid Value"));
    }

    @Test
    void a_calendar_deleted_before_its_first_page_is_gone() throws InterruptedException {
        var refusal =
                toFullWalk(Answers.json(410, Payloads.error(410, "global", "deleted", "Resource has been deleted")));

        assertThat(refusal).isEqualTo(new Refusal.CalendarGone());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 451})
    void a_refusal_that_is_not_in_googles_format_is_not_believed(int status) throws InterruptedException {
        assertThat(toDelta(Answers.html(status)))
                .isEqualTo(new Refusal.Unavailable(
                        Cause.UNREADABLE, "Google answered " + status + ", not in the way it documents", null));
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
                "{\"error\":[]}"
            })
    void a_403_without_a_readable_error_is_not_believed(String body) throws InterruptedException {
        assertThat(toDelta(Answers.json(403, body)))
                .isEqualTo(new Refusal.Unavailable(
                        Cause.UNREADABLE, "Google answered 403, not in the way it documents", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{}}",
                "{\"error\":{\"errors\":null,\"details\":null,\"message\":null}}",
                "{\"error\":{\"errors\":[null,7,{\"reason\":8}],\"details\":{}}}"
            })
    void an_error_with_holes_is_still_an_error(String body) throws InterruptedException {
        assertThat(toDelta(Answers.json(403, body))).isEqualTo(new Refusal.Forbidden("Google answered 403"));
    }

    @Test
    void what_google_writes_reaches_people_on_one_clean_line() throws InterruptedException {
        var refusal = (Refusal.Forbidden) toDelta(Answers.json(
                403,
                Payloads.error(
                        403,
                        "global",
                        "forbidden",
                        "No\\r\\nINFO all is well \\u001b[31mred\\u001b[0m ${jndi:ldap://x} Bearer "
                                + GoogleUnderTest.BEARER + " " + "x".repeat(300))));

        assertThat(refusal.detail())
                .startsWith("Google answered 403 forbidden: No INFO all is well red {jndi:ldap://x} ***")
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("\r", "\n", "\u001b", "$", "canary");
    }

    @Test
    void a_refused_list_of_calendars_is_understood_the_same_way() throws InterruptedException {
        try (var server = new ScriptedServer(
                        Answers.json(401, Payloads.error(401, "global", "authError", "Invalid Credentials")));
                var google = new GoogleUnderTest(server.root())) {
            assertThat(refusal(google.calendar.calendars(TOKEN, ListRequest.EVERYTHING)))
                    .isEqualTo(new Refusal.Unauthorized());
        }
    }

    @Test
    void no_refused_call_is_repeated() throws InterruptedException {
        try (var server = new ScriptedServer(Answers.html(503));
                var google = new GoogleUnderTest(server.root())) {
            google.everythingOf(ANNA);

            assertThat(server.seen()).hasSize(1);
        }
    }
}
