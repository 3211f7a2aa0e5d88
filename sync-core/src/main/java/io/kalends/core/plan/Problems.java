package io.kalends.core.plan;

import java.time.Duration;

import io.kalends.core.connection.FailureReason;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Passage.Held;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.token.TokenAnswer;

/// What a refusal means for a run.
public final class Problems {

    private Problems() {}

    /// The problem behind a refused call that nothing in the run could mend.
    public static Problem of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.CursorLost _ ->
                new Problem(
                        FailureReason.CURSOR_LOST_TWICE,
                        "The provider lost its place again while everything was being read");
            case Refusal.Unauthorized _ ->
                new Problem(FailureReason.TOKEN_REJECTED, "The provider does not accept a token it has just issued");
            case Refusal.ScopeMissing(String detail) -> new Problem(FailureReason.SCOPE_MISSING, detail);
            case Refusal.ApplicationFault(String detail) ->
                new Problem(FailureReason.API_NOT_ENABLED, detail).signOf(IncidentKind.API_NOT_ENABLED);
            case Refusal.Throttled throttled -> limit(throttled);
            case Refusal.CalendarGone _ ->
                new Problem(
                        FailureReason.PROVIDER_UNAVAILABLE,
                        "The provider lists a calendar and says that it does not exist");
            case Refusal.Forbidden(String detail) -> new Problem(FailureReason.ACCESS_FORBIDDEN, detail);
            case Refusal.Rejected(String detail) -> new Problem(FailureReason.REQUEST_REJECTED, detail);
            case Refusal.Unavailable unavailable ->
                new Problem(reason(unavailable.cause()), unavailable.detail(), unavailable.retryAfter())
                        .signOf(IncidentKind.OUTAGE);
        };
    }

    /// The problem behind not having a token.
    public static Problem of(TokenAnswer.None answer) {
        return switch (answer) {
            case TokenAnswer.ReconnectNeeded(String detail) -> new Problem(FailureReason.GRANT_REVOKED, detail);
            case TokenAnswer.Forbidden(String detail) -> new Problem(FailureReason.ACCESS_FORBIDDEN, detail);
            case TokenAnswer.Throttled(Duration retryAfter) ->
                new Problem(
                        FailureReason.RATE_LIMITED, "The provider's token endpoint asks for fewer calls", retryAfter);
            case TokenAnswer.NoCredential _ ->
                new Problem(FailureReason.NO_CREDENTIAL, "No credential is stored for this connection");
            case TokenAnswer.Unreadable(String detail) -> new Problem(FailureReason.CREDENTIAL_UNREADABLE, detail);
            case TokenAnswer.ClientRejected(String detail) ->
                new Problem(FailureReason.CLIENT_REJECTED, detail).signOf(IncidentKind.CLIENT_REJECTED);
            case TokenAnswer.Unavailable unavailable ->
                new Problem(FailureReason.PROVIDER_UNAVAILABLE, unavailable.detail(), unavailable.retryAfter())
                        .signOf(IncidentKind.TOKEN_OUTAGE);
            case TokenAnswer.HeldUp(Held held) -> of(held);
        };
    }

    /// The problem behind not being let through to the provider.
    public static Problem of(Held held) {
        var reason = switch (held.kind()) {
            case OUTAGE, TOKEN_OUTAGE -> FailureReason.PROVIDER_UNAVAILABLE;
            case APPLICATION_LIMIT -> FailureReason.RATE_LIMITED;
            case CLIENT_REJECTED -> FailureReason.CLIENT_REJECTED;
            case API_NOT_ENABLED -> FailureReason.API_NOT_ENABLED;
        };
        return new Problem(reason, "An incident at the provider is waited for").heldUp(held);
    }

    private static Problem limit(Refusal.Throttled throttled) {
        if (throttled.wholeApplication()) {
            return new Problem(
                            FailureReason.RATE_LIMITED,
                            "The provider limits the whole application",
                            throttled.retryAfter())
                    .signOf(IncidentKind.APPLICATION_LIMIT);
        }
        return new Problem(FailureReason.RATE_LIMITED, "The provider asks for fewer calls", throttled.retryAfter());
    }

    private static FailureReason reason(Refusal.Unavailable.Cause cause) {
        return switch (cause) {
            case DOWN -> FailureReason.PROVIDER_UNAVAILABLE;
            case TIMEOUT -> FailureReason.PROVIDER_TIMEOUT;
            case UNREADABLE -> FailureReason.UNREADABLE_ANSWER;
        };
    }
}
