package io.kalends.core.plan;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.core.store.Trouble;

/// What follows when a run is stopped: whether it counts, who is asked, and how long to wait.
///
/// @param retryBase wait after the first counting failure; doubles with each
/// @param retryMax longest such wait
/// @param probeBase first wait between probes of a disabled connection; doubles with each
/// @param chance uniform in [0, 1)
public record SyncPlan(Duration retryBase, Duration retryMax, Duration probeBase, DoubleSupplier chance) {

    /// Counting failures in a row that disable a connection.
    public static final int FAILURES_THAT_DISABLE = 5;

    private static final Duration PROBE_MAX = Duration.ofDays(1);
    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);
    private static final Duration LIMIT_WITHOUT_FIGURE = Duration.ofSeconds(60);
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);
    private static final Duration OPERATORS_NEED = Duration.ofMinutes(5);
    private static final double SPREAD = 0.1;

    public SyncPlan {
        if (!retryBase.isPositive() || retryMax.compareTo(retryBase) < 0 || !probeBase.isPositive()) {
            throw new IllegalArgumentException("retry-base " + retryBase + ", retry-max " + retryMax + ", probe-base "
                    + probeBase + ": all must be positive and retry-max no shorter than retry-base");
        }
    }

    /// The end of a run that `problem` stopped.
    ///
    /// @param failures counting failures in a row before this one
    public RunEnd after(Problem problem, int failures) {
        var held = problem.held();
        if (held != null) {
            return new RunEnd.Deferred(held.kind().reason(), held.delay());
        }
        return switch (problem.reason()) {
            case PROVIDER_UNAVAILABLE, PROVIDER_TIMEOUT, UNREADABLE_ANSWER, PROVIDER_LOOP, CURSOR_LOST_TWICE ->
                counted(problem, failures + 1);
            case RATE_LIMITED -> new RunEnd.Deferred(DeferReason.RATE_LIMIT, limit(problem));
            case CLIENT_REJECTED, API_NOT_ENABLED, CREDENTIAL_UNREADABLE ->
                new RunEnd.Deferred(DeferReason.OPERATOR_INCIDENT, spread(OPERATORS_NEED));
            case GRANT_REVOKED, SCOPE_MISSING, TOKEN_REJECTED, NO_CREDENTIAL ->
                new RunEnd.Failed(
                        problem.reason(), problem.message(), failures + 1, null, ConnectionStatus.NEEDS_RECONNECT);
            case ACCESS_FORBIDDEN, REQUEST_REJECTED ->
                new RunEnd.Failed(problem.reason(), problem.message(), failures + 1, null, ConnectionStatus.DISABLED);
        };
    }

    /// What becomes of one calendar that `problem` kept from being read while others of the connection may have been.
    ///
    /// @param failures how often in a row it could not be read before
    public Trouble ofCalendar(Problem problem, int failures) {
        var rest = spread(doubled(retryBase, failures, retryMax));
        return new Trouble(problem.reason(), problem.message(), failures + 1, rest);
    }

    private RunEnd counted(Problem problem, int failures) {
        var disabled = failures >= FAILURES_THAT_DISABLE;
        var wait = disabled
                ? doubled(probeBase, failures - FAILURES_THAT_DISABLE, PROBE_MAX)
                : doubled(retryBase, failures - 1, retryMax);
        var asked = problem.retryAfter();
        if (asked != null && asked.compareTo(wait) > 0) {
            wait = shorter(asked, LONGEST_LIMIT);
        }
        return new RunEnd.Failed(
                problem.reason(),
                problem.message(),
                failures,
                spread(wait),
                disabled ? ConnectionStatus.DISABLED : ConnectionStatus.DEGRADED);
    }

    /// As long as the provider asked and up to a tenth more, so that those it sent away together do not come back
    /// together.
    private Duration limit(Problem problem) {
        var asked = problem.retryAfter();
        if (asked == null) {
            var half = LIMIT_WITHOUT_FIGURE.dividedBy(2);
            return half.plus(part(half));
        }
        return spread(shorter(asked.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : asked, LONGEST_LIMIT));
    }

    private Duration spread(Duration wait) {
        return wait.plus(part(Duration.ofNanos((long) (wait.toNanos() * SPREAD))));
    }

    private Duration part(Duration most) {
        return Duration.ofNanos((long) (most.toNanos() * chance.getAsDouble()));
    }

    private static Duration doubled(Duration base, int times, Duration most) {
        var wait = base;
        for (int i = 0; i < times && wait.compareTo(most) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return shorter(wait, most);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
