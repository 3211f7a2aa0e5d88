package io.kalends.core.plan;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionState.Cause;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.store.Claim.Claimed;
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

    private static final Duration PROBE_MAX = Duration.ofDays(1);
    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);
    private static final Duration LASTS = Duration.ofHours(1);
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

    /// The end of the run of `claim` that `problem` stopped.
    public RunEnd after(Problem problem, Claimed claim) {
        return after(problem, claim.state(), claim.limited());
    }

    /// The end of a run that `problem` stopped.
    ///
    /// @param limited how long the connection has been limited without anybody being told, null when it was not
    RunEnd after(Problem problem, ConnectionState.Syncing state, @Nullable Duration limited) {
        var held = problem.held();
        if (held != null) {
            return new RunEnd.Deferred(awaited(held.kind()), held.delay());
        }
        return switch (problem.reason().bearing()) {
            case COUNTS, USER, PERSON -> failed(problem, state.failed(new Cause(problem.reason(), problem.message())));
            case NOBODY -> limited(problem, state, limited);
            case OPERATORS -> new RunEnd.Deferred(DeferReason.OPERATOR_INCIDENT, spread(OPERATORS_NEED));
        };
    }

    /// What becomes of one calendar that `problem` kept from being read while others of the connection may have been.
    ///
    /// @param failures how often in a row it could not be read before
    public Trouble ofCalendar(Problem problem, int failures) {
        var rest = spread(doubled(retryBase, failures, retryMax));
        return new Trouble(problem.reason(), problem.message(), failures + 1, rest);
    }

    private static DeferReason awaited(IncidentKind kind) {
        return switch (kind) {
            case OUTAGE, TOKEN_OUTAGE -> DeferReason.PROVIDER_INCIDENT;
            case APPLICATION_LIMIT -> DeferReason.RATE_LIMIT;
            case CLIENT_REJECTED, API_NOT_ENABLED -> DeferReason.OPERATOR_INCIDENT;
        };
    }

    private RunEnd failed(Problem problem, ConnectionState.Troubled stands) {
        @Nullable
        Duration wait = switch (stands) {
            case ConnectionState.Degraded degraded -> doubled(retryBase, degraded.failures() - 1, retryMax);
            case ConnectionState.Disabled disabled ->
                disabled.probed()
                        ? doubled(probeBase, disabled.failures() - ConnectionState.FAILURES_THAT_DISABLE, PROBE_MAX)
                        : null;
            case ConnectionState.NeedsReconnect _ -> null;
        };
        var asked = problem.retryAfter();
        if (wait != null && asked != null && asked.compareTo(wait) > 0) {
            wait = shorter(asked, LONGEST_LIMIT);
        }
        return new RunEnd.Failed(problem.reason(), problem.message(), stands, wait == null ? null : spread(wait));
    }

    /// A limit that lasts is told as a failure, once for every hour of it.
    private RunEnd limited(Problem problem, ConnectionState.Syncing state, @Nullable Duration untold) {
        return untold == null || untold.compareTo(LASTS) < 0
                ? new RunEnd.Deferred(DeferReason.RATE_LIMIT, limit(problem))
                : new RunEnd.Limited(
                        "The provider has limited this connection for more than an hour: " + problem.message(),
                        state,
                        limit(problem));
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
