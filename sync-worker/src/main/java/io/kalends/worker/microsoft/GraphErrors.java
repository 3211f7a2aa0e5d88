package io.kalends.worker.microsoft;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Answer.Refusal.Unavailable;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;

/// What an answer that is not 200 means. The code decides, not the status alone; a refusal for good is believed only
/// when it comes in Graph's own error format.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/errors">Microsoft Graph: errors</a>
/// @see <a href="https://learn.microsoft.com/en-us/graph/throttling">Microsoft Graph: throttling</a>
final class GraphErrors {

    private static final Set<String> POSITION = Set.of("syncstate", "syncfolder", "resync", "token");

    private static final Set<String> LIMIT =
            Set.of("toomanyrequests", "applicationthrottled", "activitylimitreached", "errorserverbusy");

    /// The account has no mailbox that can be read this way.
    private static final Set<String> MAILBOX = Set.of(
            "mailboxnotenabledforrestapi",
            "mailboxnotsupportedforrestapi",
            "errorinvaliduser",
            "request_resourcenotfound",
            "errornonexistentmailbox");

    private static final Set<String> CONSENT = Set.of("scope", "consent", "privilege", "permission");

    private GraphErrors() {}

    /// @param error null when the body was none of Graph's errors
    /// @param positioned true when a link of Graph's was called
    static Refusal refusal(int status, @Nullable GraphError error, @Nullable Duration retryAfter, boolean positioned) {
        return switch (status) {
            case 401 -> new Refusal.Unauthorized();
            case 429 -> new Refusal.Throttled(retryAfter, false);
            case 410 -> gone(status, error, positioned);
            case 408, 409, 412, 423, 425 -> down(status, error, retryAfter);
            default -> error == null ? foreign(status, retryAfter) : named(status, error, retryAfter, positioned);
        };
    }

    private static Refusal named(int status, GraphError error, @Nullable Duration retryAfter, boolean positioned) {
        if (error.hasAny(LIMIT)) {
            return new Refusal.Throttled(retryAfter, false);
        }
        if (status != 501 && status >= 500) {
            return down(status, error, retryAfter);
        }
        if (error.hasAny(MAILBOX)) {
            return new Refusal.Forbidden(error.line(status));
        }
        return switch (status) {
            case 400 -> positioned ? new Refusal.CursorLost() : new Refusal.Rejected(error.line(status));
            case 403 -> denied(status, error);
            case 404 -> positioned && error.isAbout(POSITION) ? new Refusal.CursorLost() : new Refusal.CalendarGone();
            default -> status < 400 ? foreign(status, retryAfter) : new Refusal.Rejected(error.line(status));
        };
    }

    private static Refusal denied(int status, GraphError error) {
        return error.isAbout(CONSENT) || error.says(CONSENT) || error.codes().contains("authorization_requestdenied")
                ? new Refusal.ScopeMissing(error.line(status))
                : new Refusal.Forbidden(error.line(status));
    }

    private static Refusal gone(int status, @Nullable GraphError error, boolean positioned) {
        if (positioned) {
            return new Refusal.CursorLost();
        }
        if (error == null) {
            return foreign(status, null);
        }
        return error.isAbout(POSITION) ? new Refusal.CursorLost() : new Refusal.CalendarGone();
    }

    private static Refusal down(int status, @Nullable GraphError error, @Nullable Duration retryAfter) {
        var detail = error == null ? "Microsoft answered " + status : error.line(status);
        return new Unavailable(Cause.DOWN, detail, retryAfter);
    }

    private static Refusal foreign(int status, @Nullable Duration retryAfter) {
        if (status >= 500) {
            return down(status, null, retryAfter);
        }
        var detail = "Microsoft answered " + status + ", not in the way it documents";
        return new Unavailable(Cause.UNREADABLE, detail, null);
    }
}
