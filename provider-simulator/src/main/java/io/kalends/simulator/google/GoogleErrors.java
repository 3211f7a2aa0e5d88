package io.kalends.simulator.google;

import java.util.Map;
import java.util.function.Supplier;

import io.kalends.simulator.http.Answer;

/// Errors in Google's words, in the classic shape or the newer one.
///
/// @see <a href="https://developers.google.com/workspace/calendar/api/guides/errors">Google: handle API errors</a>
final class GoogleErrors {
    private static final Map<String, Words> WORDS = Map.ofEntries(
            Map.entry("authError", new Words("global", "Invalid Credentials")),
            Map.entry("rateLimitExceeded", new Words("usageLimits", "Rate Limit Exceeded")),
            Map.entry("userRateLimitExceeded", new Words("usageLimits", "User Rate Limit Exceeded")),
            Map.entry("quotaExceeded", new Words("usageLimits", "Calendar usage limits exceeded.")),
            Map.entry("calendarUsageLimitsExceeded", new Words("usageLimits", "Calendar usage limits exceeded.")),
            Map.entry("dailyLimitExceeded", new Words("usageLimits", "Daily Limit Exceeded")),
            Map.entry(
                    "dailyLimitExceededUnreg",
                    new Words("usageLimits", "Daily Limit for Unauthenticated Use Exceeded.")),
            Map.entry(
                    "accessNotConfigured",
                    new Words("usageLimits", "Access Not Configured. The API is not enabled for your project.")),
            Map.entry("insufficientPermissions", new Words("global", "Insufficient Permission")),
            Map.entry("forbidden", new Words("global", "Forbidden")),
            Map.entry(
                    "forbiddenForNonOrganizer",
                    new Words("calendar", "Shared properties can only be changed by the organizer of the event.")),
            Map.entry("requiredAccessLevel", new Words("calendar", "You need to have writer access to this calendar.")),
            Map.entry("notFound", new Words("global", "Not Found")),
            Map.entry("duplicate", new Words("global", "The requested identifier already exists.")),
            Map.entry("conflict", new Words("global", "Conflict")),
            Map.entry("deleted", new Words("global", "Resource has been deleted")),
            Map.entry(
                    "fullSyncRequired",
                    new Words("calendar", "Sync token is no longer valid, a full sync is required.")),
            Map.entry(
                    "updatedMinTooLongAgo",
                    new Words("calendar", "The requested minimum modification time lies too far in the past.")),
            Map.entry("timeRangeEmpty", new Words("calendar", "The specified time range is empty.")),
            Map.entry("conditionNotMet", new Words("global", "Precondition Failed")),
            Map.entry("backendError", new Words("global", "Backend Error")));

    private static final Map<Integer, String> RPC_CODES = Map.of(
            400, "INVALID_ARGUMENT",
            401, "UNAUTHENTICATED",
            403, "PERMISSION_DENIED",
            404, "NOT_FOUND",
            410, "FAILED_PRECONDITION",
            429, "RESOURCE_EXHAUSTED",
            500, "INTERNAL",
            503, "UNAVAILABLE");

    private final Supplier<GoogleRules> rules;

    GoogleErrors(Supplier<GoogleRules> rules) {
        this.rules = rules;
    }

    Answer of(Refusal refusal) {
        var words = WORDS.getOrDefault(refusal.reason(), new Words("global", refusal.message()));
        var parameter = refusal.parameter();
        var where = parameter == null ? implied(refusal.reason()) : new Where("parameter", parameter);
        return envelope(refusal.status(), refusal.reason(), words.domain(), refusal.message(), where);
    }

    Answer of(int status, String reason) {
        var words = WORDS.getOrDefault(reason, new Words("global", reason));
        return envelope(status, reason, words.domain(), words.message(), implied(reason));
    }

    private Answer envelope(int status, String reason, String domain, String message, Where where) {
        var envelope = Json.object();
        var error = envelope.putObject("error");
        // a missing scope has only ever been seen in the newer shape
        var newer = rules.get().newErrorShape() || reason.equals("insufficientPermissions");
        if (newer) {
            error.put("code", status);
            error.put("message", newerMessage(reason, message));
        }
        var first = error.putArray("errors").addObject();
        first.put("domain", domain).put("reason", reason).put("message", message);
        if (!where.type().isEmpty()) {
            first.put("locationType", where.type()).put("location", where.name());
        }
        if (newer) {
            error.put("status", RPC_CODES.getOrDefault(status, "UNKNOWN"));
            var info = error.putArray("details").addObject();
            info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
            info.put("reason", newerReason(reason)).put("domain", "googleapis.com");
            info.putObject("metadata").put("service", "calendar-json.googleapis.com");
        } else {
            error.put("code", status).put("message", message);
        }
        var answer = Json.answer(status, envelope);
        return status == 401
                ? answer.with(
                        "WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"")
                : answer;
    }

    private static String newerMessage(String reason, String message) {
        return reason.equals("insufficientPermissions") ? "Request had insufficient authentication scopes." : message;
    }

    private static String newerReason(String reason) {
        return switch (reason) {
            case "insufficientPermissions" -> "ACCESS_TOKEN_SCOPE_INSUFFICIENT";
            case "accessNotConfigured" -> "SERVICE_DISABLED";
            case "rateLimitExceeded", "userRateLimitExceeded" -> "RATE_LIMIT_EXCEEDED";
            default -> reason;
        };
    }

    private static Where implied(String reason) {
        return switch (reason) {
            case "authError" -> new Where("header", "Authorization");
            case "fullSyncRequired" -> new Where("parameter", "syncToken");
            case "updatedMinTooLongAgo" -> new Where("parameter", "updatedMin");
            case "timeRangeEmpty" -> new Where("parameter", "timeMax");
            case "conditionNotMet" -> new Where("header", "If-Match");
            default -> new Where("", "");
        };
    }

    private record Words(String domain, String message) {}

    private record Where(String type, String name) {}
}
