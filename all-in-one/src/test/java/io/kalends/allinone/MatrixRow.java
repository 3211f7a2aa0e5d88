package io.kalends.allinone;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.simulator.http.Delivery.Framing;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

/// One row of the error matrix at one provider: what goes wrong with one user, and what has to come of it.
///
/// @param once true for what happens once and passes
/// @param also what happens to the user with it
record MatrixRow(
        String name,
        Vendor vendor,
        Fault fault,
        boolean once,
        RequestKind kind,
        Consumer<SimulatedUser> also,
        Outcome outcome) {

    /// What comes of it.
    sealed interface Outcome {

        /// The run completes all the same, in so many calls at least, and nobody is told of anything.
        record Outlived(int calls, boolean everything) implements Outcome {}

        /// The run is put off, and goes on.
        record PutOff(Duration least, Duration most) implements Outcome {}

        /// It fails, is tried again, in the end disabled and probed, and comes back when the trouble is over.
        ///
        /// @param failures that are waited for
        record TriedAgain(FailureReason reason, int failures) implements Outcome {}

        /// It fails once, and takes a person.
        record TakesAPerson(FailureCategory category, FailureReason reason) implements Outcome {}
    }

    RequestMatch match(String email) {
        var match = RequestMatch.on(kind).at(vendor).ofUser(email);
        return once ? match.once() : match;
    }

    /// Fit for a user id.
    String id() {
        return (name + " " + vendor).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    @Override
    public String toString() {
        return name + ", " + vendor;
    }

    static Stream<MatrixRow> all() {
        return Stream.of(Vendor.values()).flatMap(vendor -> at(new Words(vendor)).stream());
    }

    private static List<MatrixRow> at(Words words) {
        return List.of(
                words.once("a 5xx that passes", words.down(), new Outcome.Outlived(2, false)),
                words.once("a 401", Fault.unauthorized(), new Outcome.Outlived(2, false)),
                words.row(
                        "a cursor lost",
                        words.placeLost(),
                        true,
                        RequestKind.EVENTS,
                        _ -> {},
                        new Outcome.Outlived(2, true)),
                words.once("a short limit", words.limit("1"), new Outcome.Outlived(2, false)),
                words.once("a limit with Retry-After", words.limit("5"), putOff(5)),
                words.once("a limit without Retry-After", Fault.refuse(429, words.limitCode()), backOff()),
                words.once("a limit that is a 403", Fault.refuse(403, words.otherLimit()), backOff()),
                words.token("a limit of the token endpoint", new Fault.Instead(429, "", ""), true, backOff()),
                words.lasting("a 5xx that lasts", words.down(), tried(FailureReason.PROVIDER_UNAVAILABLE, 6)),
                words.lasting("silence", new Fault.Silence(), tried(FailureReason.PROVIDER_TIMEOUT, 1)),
                words.lasting(
                        "a body cut short",
                        new Fault.Cut(Framing.RIGHT_LENGTH, 0.5),
                        tried(FailureReason.UNREADABLE_ANSWER, 1)),
                words.token("a grant lost", words.grantLost(), false, reconnect(FailureReason.GRANT_REVOKED)),
                words.lasting("a scope missing", words.scopeMissing(), reconnect(FailureReason.SCOPE_MISSING)),
                words.lasting("a 401 that survives", Fault.unauthorized(), reconnect(FailureReason.TOKEN_REJECTED)),
                words.lasting("a 403", words.forbidden(), disabled(FailureReason.ACCESS_FORBIDDEN)),
                words.lasting("no calendar", words.noCalendar(), disabled(FailureReason.ACCESS_FORBIDDEN)),
                words.token("an account closed", words.closed(), false, disabled(FailureReason.ACCESS_FORBIDDEN)),
                words.lasting("a 400", words.malformed(), disabled(FailureReason.REQUEST_REJECTED)));
    }

    private static Outcome putOff(int seconds) {
        return new Outcome.PutOff(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1_100L));
    }

    private static Outcome backOff() {
        return new Outcome.PutOff(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    private static Outcome tried(FailureReason reason, int failures) {
        return new Outcome.TriedAgain(reason, failures);
    }

    private static Outcome reconnect(FailureReason reason) {
        return new Outcome.TakesAPerson(FailureCategory.AUTH, reason);
    }

    private static Outcome disabled(FailureReason reason) {
        return new Outcome.TakesAPerson(FailureCategory.PERMANENT, reason);
    }

    /// A provider's own words for what goes wrong.
    record Words(Vendor vendor) {

        private <T> T of(T google, T microsoft) {
            return switch (vendor) {
                case GOOGLE -> google;
                case MICROSOFT -> microsoft;
            };
        }

        MatrixRow row(
                String name,
                Fault fault,
                boolean once,
                RequestKind kind,
                Consumer<SimulatedUser> also,
                Outcome outcome) {
            return new MatrixRow(name, vendor, fault, once, kind, also, outcome);
        }

        MatrixRow once(String name, Fault fault, Outcome outcome) {
            return row(name, fault, true, RequestKind.EVENTS, _ -> {}, outcome);
        }

        MatrixRow lasting(String name, Fault fault, Outcome outcome) {
            return row(name, fault, false, RequestKind.EVENTS, _ -> {}, outcome);
        }

        MatrixRow token(String name, Fault fault, boolean once, Outcome outcome) {
            return row(name, fault, once, RequestKind.TOKEN, SimulatedUser::expireAccessTokens, outcome);
        }

        Fault down() {
            return Fault.refuse(503, of("backendError", "ServiceUnavailable"));
        }

        String limitCode() {
            return of("rateLimitExceeded", "TooManyRequests");
        }

        Fault limit(String retryAfter) {
            return Fault.refuse(429, limitCode(), retryAfter);
        }

        String otherLimit() {
            return of("quotaExceeded", "activityLimitReached");
        }

        Fault placeLost() {
            return Fault.refuse(410, of("fullSyncRequired", "SyncStateNotFound"));
        }

        Fault scopeMissing() {
            return Fault.refuse(403, of("insufficientPermissions", "Authorization_RequestDenied"));
        }

        Fault forbidden() {
            return Fault.refuse(403, of("forbidden", "ErrorAccessDenied"));
        }

        Fault noCalendar() {
            return of(Fault.refuse(403, "notACalendarUser"), Fault.refuse(404, "MailboxNotEnabledForRESTAPI"));
        }

        Fault malformed() {
            return Fault.refuse(400, of("badRequest", "ErrorInvalidRequest"));
        }

        Fault grantLost() {
            return of(
                    Fault.invalidGrant(),
                    new Fault.RefuseToken(400, "invalid_grant", "AADSTS700082: The refresh token has expired."));
        }

        Fault closed() {
            return of(
                    new Fault.RefuseToken(400, "admin_policy_enforced", "An administrator forbids it."),
                    new Fault.RefuseToken(400, "invalid_grant", "AADSTS50057: The user account is disabled."));
        }

        Fault clientRefused() {
            return of(
                    Fault.invalidClient(),
                    new Fault.RefuseToken(401, "invalid_client", "AADSTS7000222: The secret has expired."));
        }
    }
}
