package io.kalends.core.plan;

import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.store.FailureReason;
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
            case Refusal.ApplicationFault(String detail) -> new Problem(FailureReason.API_NOT_ENABLED, detail);
            case Refusal.Throttled throttled ->
                new Problem(FailureReason.RATE_LIMITED, "The provider asks for fewer calls", throttled.retryAfter());
            case Refusal.CalendarGone _ ->
                new Problem(
                        FailureReason.PROVIDER_UNAVAILABLE,
                        "The provider lists a calendar and says that it does not exist");
            case Refusal.Forbidden(String detail) -> new Problem(FailureReason.ACCESS_FORBIDDEN, detail);
            case Refusal.Rejected(String detail) -> new Problem(FailureReason.REQUEST_REJECTED, detail);
            case Refusal.Unavailable unavailable ->
                new Problem(reason(unavailable.cause()), unavailable.detail(), unavailable.retryAfter());
        };
    }

    /// The problem behind not having a token.
    public static Problem of(TokenAnswer.None answer) {
        return switch (answer) {
            case TokenAnswer.ReconnectNeeded(String detail) -> new Problem(FailureReason.GRANT_REVOKED, detail);
            case TokenAnswer.NoCredential _ ->
                new Problem(FailureReason.NO_CREDENTIAL, "No credential is stored for this connection");
            case TokenAnswer.Unreadable(String detail) -> new Problem(FailureReason.CREDENTIAL_UNREADABLE, detail);
            case TokenAnswer.ClientRejected(String detail) -> new Problem(FailureReason.CLIENT_REJECTED, detail);
            case TokenAnswer.Unavailable unavailable ->
                new Problem(FailureReason.PROVIDER_UNAVAILABLE, unavailable.detail(), unavailable.retryAfter());
        };
    }

    private static FailureReason reason(Refusal.Unavailable.Cause cause) {
        return switch (cause) {
            case DOWN -> FailureReason.PROVIDER_UNAVAILABLE;
            case TIMEOUT -> FailureReason.PROVIDER_TIMEOUT;
            case UNREADABLE -> FailureReason.UNREADABLE_ANSWER;
        };
    }
}
