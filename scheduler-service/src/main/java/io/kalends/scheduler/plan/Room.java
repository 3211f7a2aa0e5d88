package io.kalends.scheduler.plan;

import java.util.HashMap;
import java.util.Map;

/// What may still go in this round: requests in all, bulk among them, each tenant's, and calls to each provider.
public final class Room {

    private int requests;
    private int bulk;
    private final Map<String, Integer> inFlight;
    private final Map<String, Pace> paces;
    private final Map<String, Pace.Level> levels;

    /// @param requests how many may go
    /// @param bulk how many of them may be bulk
    /// @param inFlight requests in flight, by tenant
    /// @param paces by provider; any other is not paced
    /// @param levels how full the buckets are now, by provider
    public Room(
            int requests,
            int bulk,
            Map<String, Integer> inFlight,
            Map<String, Pace> paces,
            Map<String, Pace.Level> levels) {
        this.requests = requests;
        this.bulk = bulk;
        this.inFlight = new HashMap<>(inFlight);
        this.paces = Map.copyOf(paces);
        this.levels = new HashMap<>(levels);
    }

    /// How many requests may still go.
    public int requests() {
        return requests;
    }

    /// Whether the pace of its provider is what keeps `waiting` from going.
    public boolean paced(Waiting waiting) {
        var pace = paces.get(waiting.provider());
        var level = levels.get(waiting.provider());
        return pace != null
                && level != null
                && waiting.callsEach() > 0
                && pace.spendable(level, waiting.priority()) <= 0;
    }

    boolean takes(Waiting waiting, Shares shares) {
        return requests > 0
                && (waiting.priority() != Priority.BULK || bulk > 0)
                && inFlight.getOrDefault(waiting.tenantId(), 0) < shares.cap(waiting.tenantId())
                && !paced(waiting);
    }

    void take(Waiting waiting) {
        requests--;
        if (waiting.priority() == Priority.BULK) {
            bulk--;
        }
        inFlight.merge(waiting.tenantId(), 1, Integer::sum);
        levels.computeIfPresent(waiting.provider(), (_, level) -> level.less(waiting.callsEach()));
    }
}
