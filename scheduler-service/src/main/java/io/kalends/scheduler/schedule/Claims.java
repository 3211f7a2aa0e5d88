package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Grant;
import io.kalends.scheduler.plan.Lanes;
import io.kalends.scheduler.plan.Room;
import io.kalends.scheduler.plan.Waiting;

/// Claims what is due and what was not answered in time.
///
/// The caller's transaction holds the claim: when it does not commit, nothing was claimed. Only one scheduler claims at
/// a time; the others find nothing to do. Tenants take turns, within their caps and the pace of their provider; of
/// each, the longest waiting goes first.
public final class Claims {

    private final ClaimLimits limits;
    private final Lanes lanes;
    private final Queues queues;
    private final Paces paces;
    private final Unanswered unanswered;
    private final Departures departures;

    Claims(JdbcClient jdbc, ClaimLimits limits) {
        this.limits = limits;
        this.lanes = new Lanes(limits.shares());
        this.queues = new Queues(jdbc);
        this.paces = new Paces(jdbc, limits.paces());
        this.unanswered = new Unanswered(jdbc, limits);
        this.departures = new Departures(jdbc, limits);
    }

    /// The requests to publish now: first those to repeat, then what is due, by priority. They are in flight from here
    /// on if the caller's transaction commits.
    public Claimed claim(Instant now) {
        var levels = paces.take(now);
        if (levels.isEmpty()) {
            return Claimed.NOTHING;
        }
        int superseded = unanswered.supersede(now);
        var repeats = unanswered.repeat(now);
        var left = paces.spend(levels, repeats);
        var flying = queues.inFlight();
        int room = Math.min(limits.batch() - repeats.size(), limits.maxInFlight() - flying.all());
        if (room <= 0) {
            return new Claimed(byPriority(repeats).toList(), superseded, Map.of());
        }
        var waiting = queues.waiting(now, room);
        var space = new Room(room, limits.maxBulk() - flying.bulk(), flying.byTenant(), limits.paces(), left);
        var grants = lanes.share(waiting, space);
        var due = departures.go(grants, now);
        paces.spend(left, due);
        var requests = Stream.of(repeats, due).flatMap(Claims::byPriority).toList();
        return new Claimed(requests, superseded, paced(waiting, grants, space));
    }

    /// How many only the pace of their provider keeps waiting, by provider.
    private static Map<String, Integer> paced(List<Waiting> waiting, List<Grant> grants, Room room) {
        return waiting.stream()
                .filter(room::paced)
                .collect(Collectors.toMap(
                        Waiting::provider, group -> group.connections() - granted(group, grants), Integer::sum));
    }

    private static int granted(Waiting group, List<Grant> grants) {
        return grants.stream()
                .filter(grant -> grant.isFor(group))
                .mapToInt(Grant::connections)
                .sum();
    }

    // An UPDATE returns its rows in no order.
    private static Stream<Request> byPriority(List<Charged> claimed) {
        return claimed.stream().map(Charged::request).sorted(Comparator.comparing(Request::priority));
    }
}
