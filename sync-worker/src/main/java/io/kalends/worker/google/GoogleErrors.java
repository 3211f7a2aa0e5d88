package io.kalends.worker.google;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Answer.Refusal.Unavailable;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;

/// What an answer that is not 200 means. The reason decides, not the status alone; a refusal for good is
/// believed only when it comes in Google's own error format.
///
/// @see <a href="https://developers.google.com/workspace/calendar/api/guides/errors">Google: errors</a>
final class GoogleErrors {

    private static final Set<String> SCOPE = Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");

    private static final Set<String> APPLICATION = Set.of(
            "accessNotConfigured",
            "dailyLimitExceededUnreg",
            "SERVICE_DISABLED",
            "BILLING_DISABLED",
            "CONSUMER_INVALID",
            "CONSUMER_SUSPENDED");

    private static final Set<String> EVERYBODYS_LIMIT = Set.of("dailyLimitExceeded");

    private static final Set<String> LIMIT = Set.of(
            "userRateLimitExceeded",
            "rateLimitExceeded",
            "quotaExceeded",
            "calendarUsageLimitsExceeded",
            "RATE_LIMIT_EXCEEDED",
            "RESOURCE_EXHAUSTED");

    private GoogleErrors() {}

    /// @param json the body, empty when there was none that can be read
    /// @param positioned true when the call carried a sync or page token
    static Refusal refusal(int status, byte[] json, @Nullable Duration retryAfter, boolean positioned) {
        var error = GoogleError.read(json);
        return switch (status) {
            case 400 -> badRequest(status, error, positioned);
            case 401 -> new Refusal.Unauthorized();
            case 403, 429 -> denied(status, error, retryAfter);
            case 404 -> error == null ? foreign(status) : new Refusal.CalendarGone();
            case 410 -> gone(error, positioned);
            case 408, 409, 425 -> down(status, error, retryAfter);
            default -> other(status, error, retryAfter);
        };
    }

    private static Refusal badRequest(int status, @Nullable GoogleError error, boolean positioned) {
        if (error == null) {
            return foreign(status);
        }
        return positioned && !error.has("syncTokenWithRequestRestrictions") && error.isAboutPosition()
                ? new Refusal.CursorLost()
                : new Refusal.Rejected(error.line(status));
    }

    private static Refusal denied(int status, @Nullable GoogleError error, @Nullable Duration retryAfter) {
        if (error == null) {
            return status == 429 ? new Refusal.Throttled(retryAfter, false) : foreign(status);
        }
        if (error.hasAny(SCOPE)) {
            return new Refusal.ScopeMissing(error.line(status));
        }
        if (error.hasAny(APPLICATION)) {
            return new Refusal.ApplicationFault(error.line(status));
        }
        if (error.hasAny(EVERYBODYS_LIMIT)) {
            return new Refusal.Throttled(retryAfter, true);
        }
        if (status == 429 || error.hasAny(LIMIT) || error.isOfDomain("usageLimits")) {
            return new Refusal.Throttled(retryAfter, false);
        }
        return new Refusal.Forbidden(error.line(status));
    }

    private static Refusal gone(@Nullable GoogleError error, boolean positioned) {
        return !positioned && error != null && error.has("deleted")
                ? new Refusal.CalendarGone()
                : new Refusal.CursorLost();
    }

    private static Refusal other(int status, @Nullable GoogleError error, @Nullable Duration retryAfter) {
        if (status >= 500) {
            return down(status, error, retryAfter);
        }
        return error == null || status < 400 ? foreign(status) : new Refusal.Rejected(error.line(status));
    }

    private static Refusal down(int status, @Nullable GoogleError error, @Nullable Duration retryAfter) {
        var detail = error == null ? "Google answered " + status : error.line(status);
        return new Unavailable(Cause.DOWN, detail, retryAfter);
    }

    private static Refusal foreign(int status) {
        var detail = "Google answered " + status + ", not in the way it documents";
        return new Unavailable(Cause.UNREADABLE, detail, null);
    }
}
