package io.kalends.simulator.microsoft;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.Fault;

/// Words refusals as the token endpoint does: by an OAuth error, and by a number that says more.
///
/// @see <a href="https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes">Microsoft: AADSTS
/// error codes</a>
final class EntraErrors {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'");
    private static final Pattern CODE = Pattern.compile("AADSTS(\\d+)(?::\\s*)?(.*)", Pattern.DOTALL);
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(50034, "The user account does not exist in the directory."),
            Map.entry(50057, "The user account is disabled."),
            Map.entry(50076, "Multi-factor authentication is required."),
            Map.entry(50079, "The user is required to enroll for multi-factor authentication."),
            Map.entry(50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed."),
            Map.entry(53003, "Access has been blocked by Conditional Access policies."),
            Map.entry(65001, "The user or administrator has not consented to use the application."),
            Map.entry(70000, "The provided value for the input parameter 'refresh_token' is not valid."),
            Map.entry(70003, "The app returned an unsupported grant type."),
            Map.entry(70008, "The provided authorization code or refresh token has expired."),
            Map.entry(70043, "The refresh token has expired or is invalid due to sign-in frequency checks."),
            Map.entry(90033, "A transient error has occurred. Please try again."),
            Map.entry(700016, "The application was not found in the directory."),
            Map.entry(700082, "The refresh token has expired due to inactivity."),
            Map.entry(900144, "The request body must contain the following parameter: "),
            Map.entry(7000215, "Invalid client secret provided."),
            Map.entry(7000218, "The request body must contain 'client_assertion' or 'client_secret'."),
            Map.entry(7000222, "The provided client secret keys are expired."));
    private static final Map<Integer, String> SUBERRORS =
            Map.of(65001, "consent_required", 50076, "basic_action", 50079, "basic_action", 53003, "message_only");
    private static final Map<String, Integer> USUAL = Map.of(
            "invalid_grant", 700082,
            "invalid_client", 7000215,
            "interaction_required", 50076,
            "consent_required", 65001,
            "unauthorized_client", 700016,
            "unsupported_grant_type", 70003,
            "temporarily_unavailable", 90033);

    private final RequestIds ids;

    EntraErrors(RequestIds ids) {
        this.ids = ids;
    }

    /// @param more completes what the number says
    Answer of(int status, String error, int code, String more, Request request, Instant now) {
        var trace = ids.next();
        var correlation = RequestIds.ofClient(request, ids.next());
        var at = STAMP.format(now.atOffset(ZoneOffset.UTC));
        var text = "AADSTS" + code + ": " + WORDS.getOrDefault(code, "") + more + " Trace ID: " + trace
                + " Correlation ID: " + correlation + " Timestamp: " + at;
        var body = GraphJson.object().put("error", error).put("error_description", text);
        body.putArray("error_codes").add(code);
        body.put("timestamp", at).put("trace_id", trace).put("correlation_id", correlation);
        body.put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
        var suberror = SUBERRORS.get(code);
        if (suberror != null) {
            body.put("suberror", suberror);
        }
        if (error.equals("interaction_required")) {
            body.put("claims", "{\"access_token\":{}}");
        }
        return GraphJson.answer(status, body)
                .with("Cache-Control", "no-store, no-cache")
                .with("x-ms-request-id", trace);
    }

    /// A refusal by script: the number is the one its description begins with, as `AADSTS65001`, else the usual one.
    Answer of(Fault.RefuseToken refusal, Request request, Instant now) {
        var described = CODE.matcher(refusal.description());
        if (described.matches()) {
            var code = Integer.parseInt(described.group(1));
            return of(refusal.status(), refusal.error(), code, described.group(2), request, now);
        }
        return of(refusal.status(), refusal.error(), USUAL.getOrDefault(refusal.error(), 90033), "", request, now);
    }
}
