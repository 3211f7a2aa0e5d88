package io.kalends.simulator.microsoft;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;

/// Words refusals as Graph does.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/errors">Microsoft: errors</a>
final class GraphErrors {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final String CHALLENGE = "Bearer realm=\"\","
            + " authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\","
            + " client_id=\"00000003-0000-0000-c000-000000000000\"";
    private static final String INVALID_TOKEN = "InvalidAuthenticationToken";
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(INVALID_TOKEN, "Lifetime validation failed, the token is expired."),
            Map.entry("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
            Map.entry("ErrorItemNotFound", "The specified object was not found in the store."),
            Map.entry(
                    "MailboxNotEnabledForRESTAPI",
                    "The mailbox is either inactive, soft-deleted, or is hosted on-premise."),
            Map.entry("ErrorNonExistentMailbox", "The mailbox does not exist."),
            Map.entry("SyncStateNotFound", "The sync state generation is not found."),
            Map.entry("TooManyRequests", "Please retry again later."),
            Map.entry("ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
            Map.entry("ServiceUnavailable", "The service is temporarily unavailable."),
            Map.entry("ErrorInternalServerError", "An internal server error occurred. The operation failed."),
            Map.entry("UnknownError", ""));

    private final Supplier<MicrosoftRules> rules;
    private final InstantSource clock;
    private final RequestIds ids;

    GraphErrors(Supplier<MicrosoftRules> rules, InstantSource clock, RequestIds ids) {
        this.rules = rules;
        this.clock = clock;
        this.ids = ids;
    }

    Answer of(Refusal refusal, Request request) {
        var answer = of(refusal.status(), refusal.code(), refusal.message(), request);
        return refusal.location() == null ? answer : answer.with("Location", refusal.location());
    }

    /// A refusal by name. `insufficient_claims` is a 401 that asks for claims.
    Answer of(int status, String reason, Request request) {
        var code = status == 401 ? INVALID_TOKEN : reason;
        var answer = of(status, code, WORDS.getOrDefault(code, "Your request can't be completed."), request);
        return reason.equals("insufficient_claims")
                ? answer.with(
                        "WWW-Authenticate", CHALLENGE + ", error=\"insufficient_claims\", claims=\"" + claims() + "\"")
                : answer;
    }

    private Answer of(int status, String code, String message, Request request) {
        var id = ids.next();
        var client = RequestIds.ofClient(request, id);
        var body = GraphJson.object();
        var error = body.putObject("error").put("code", code).put("message", message);
        var inner = error.putObject(rules.get().lowerCaseInnerError() ? "innererror" : "innerError");
        if (code.equals("TooManyRequests")) {
            inner.put("code", "429").put("message", "Please retry after").put("status", "429");
        }
        inner.put("date", DATE.format(clock.instant().atOffset(ZoneOffset.UTC)));
        inner.put("request-id", id).put("client-request-id", client);
        var answer = GraphJson.answer(status, body).with("request-id", id).with("client-request-id", client);
        return status == 401 ? answer.with("WWW-Authenticate", CHALLENGE) : answer;
    }

    /// What a token must be able to say from now on, as continuous access evaluation asks for it.
    private String claims() {
        var since = clock.instant().getEpochSecond();
        var claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"" + since + "\"}}}";
        return Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    }
}
