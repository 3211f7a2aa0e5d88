package io.kalends.simulator.script;

import java.util.List;
import java.util.SplittableRandom;

import io.kalends.simulator.traffic.Call;

/// Faults that wait for their requests.
public final class FaultRule {
    private final long id;
    private final RequestMatch match;
    private final List<Fault> faults;
    private final SplittableRandom random;
    private long seen;
    private long hits;

    FaultRule(long id, RequestMatch match, List<Fault> faults, SplittableRandom random) {
        this.id = id;
        this.match = match;
        this.faults = List.copyOf(faults);
        this.random = random;
    }

    /// Whether this rule is for `call`; counts it either way.
    ///
    /// @param free no other rule has taken it
    synchronized boolean takes(Call call, boolean free) {
        if (!match.describes(call)) {
            return false;
        }
        seen++;
        var due = free && seen >= match.nth() && hits < match.times();
        if (!due || (match.probability() < 1 && random.nextDouble() >= match.probability())) {
            return false;
        }
        hits++;
        return true;
    }

    /// Names the rule in the control API.
    public long id() {
        return id;
    }

    public RequestMatch match() {
        return match;
    }

    public List<Fault> faults() {
        return faults;
    }

    /// How many requests it has met so far.
    public synchronized long hits() {
        return hits;
    }
}
