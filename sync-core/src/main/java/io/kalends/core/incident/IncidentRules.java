package io.kalends.core.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

import io.kalends.core.incident.Passage.Free;
import io.kalends.core.incident.Passage.Held;
import io.kalends.core.incident.Passage.Probe;
import io.kalends.core.incident.Standing.Closed;
import io.kalends.core.incident.Standing.Open;
import io.kalends.core.incident.Standing.Recovering;

/// How an incident goes on, and who waits how long.
///
/// Whoever is held up comes back about once an interval, at a moment of its own. So the runs stay as spread as they
/// were, and when it is over nothing bursts.
///
/// @param probeBase from the opening to the first probe; doubles with each
/// @param probeMax longest time between probes
/// @param ramp how long it takes until everybody is let through again
/// @param interval between two runs of a connection
/// @param chance uniform in [0, 1)
public record IncidentRules(
        Duration probeBase, Duration probeMax, Duration ramp, Duration interval, DoubleSupplier chance) {

    /// Together with the longest time between probes the longest wait is no longer than the usual interval.
    private static final double SHORTEST_WAIT = 0.7;

    private static final double LONGEST_WAIT = 0.85;

    /// Somebody who waits need not wait for the next probe if the last one was so long ago.
    private static final Duration PROBES_APART = Duration.ofSeconds(5);

    /// Let through in the first, second and last third of the ramp.
    private static final double[] SHARES = {0.1, 0.25, 0.5};

    /// Whom the ramp holds up comes back within so many times its length, so that its end is no burst either.
    private static final int RAMPS_TO_COME_BACK = 3;

    public IncidentRules {
        if (!probeBase.isPositive()
                || probeMax.compareTo(probeBase) < 0
                || ramp.isNegative()
                || !interval.isPositive()) {
            throw new IllegalArgumentException("probe-base " + probeBase + ", probe-max " + probeMax + ", ramp " + ramp
                    + ", interval " + interval
                    + ": none may be negative, probe-max must be no shorter than probe-base, and these two and the"
                    + " interval positive");
        }
    }

    /// The standing of an incident that was noticed `now`, or has come back.
    Open opened(Instant now) {
        return new Open(now, now.plus(probeBase), 0);
    }

    /// What a run meets. A [Probe] must be put on the board before it may go.
    Passage passage(Incident incident, Instant now, boolean awaited) {
        return switch (incident.standing()) {
            case Open open -> mayProbe(open, now, awaited) ? new Probe() : held(incident.kind());
            case Recovering(Instant since) ->
                chance.getAsDouble() < share(since, now)
                        ? new Free()
                        : new Held(incident.kind(), part(ramp.multipliedBy(RAMPS_TO_COME_BACK)));
            case Closed _ -> new Free();
        };
    }

    /// The standing once a probe has gone.
    Open probed(Open open, Instant now) {
        var pause = probeBase;
        for (int i = 0; i < open.probes() && pause.compareTo(probeMax) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        var next = pause.compareTo(probeMax) < 0 ? pause.multipliedBy(2) : probeMax;
        return new Open(now, now.plus(next.compareTo(probeMax) < 0 ? next : probeMax), open.probes() + 1);
    }

    /// The standing once a probe has come through.
    Recovering recovering(Instant now) {
        return new Recovering(now);
    }

    /// Whether everybody is let through again.
    boolean over(Recovering recovering, Instant now) {
        return !now.isBefore(recovering.since().plus(ramp));
    }

    /// How long a run waits while the incident is open.
    Held held(IncidentKind kind) {
        return new Held(kind, aboutAnInterval());
    }

    private boolean mayProbe(Open open, Instant now, boolean awaited) {
        var from = awaited ? earlier(open.probedAt().plus(PROBES_APART), open.probeAt()) : open.probeAt();
        return !now.isBefore(from);
    }

    private Duration aboutAnInterval() {
        double share = SHORTEST_WAIT + (LONGEST_WAIT - SHORTEST_WAIT) * chance.getAsDouble();
        return Duration.ofMillis(Math.max(1, Math.round(interval.toMillis() * share)));
    }

    private double share(Instant since, Instant now) {
        if (!now.isBefore(since.plus(ramp))) {
            return 1;
        }
        double passed = (double) Duration.between(since, now).toNanos() / ramp.toNanos();
        return SHARES[Math.clamp((int) (passed * SHARES.length), 0, SHARES.length - 1)];
    }

    private Duration part(Duration most) {
        return Duration.ofNanos((long) (most.toNanos() * chance.getAsDouble()));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
