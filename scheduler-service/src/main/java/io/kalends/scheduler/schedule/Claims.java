package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Grant;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Room;
import io.kalends.scheduler.plan.Turns;

/// Claims what is due and what was not answered in time.
///
/// The caller's transaction holds the claim: when it does not commit, nothing was claimed. Only one scheduler claims at
/// a time; the others find nothing to do. Tenants take turns, within their caps and the pace of their provider; of
/// each, the longest waiting goes first.
public final class Claims {

    private final ClaimLimits limits;
    private final Turns turns;
    private final Queues queues;
    private final Paces paces;
    private final Unanswered unanswered;
    private final Departures departures;

    Claims(JdbcClient jdbc, ClaimLimits limits) {
        this.limits = limits;
        this.turns = new Turns(limits.shares());
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
        var held = new HashMap<String, Integer>();
        var grants = room > 0
                ? grants(
                        new Room(room, limits.maxBulk() - flying.bulk(), flying.byTenant(), limits.paces(), left),
                        now,
                        held)
                : List.<Grant>of();
        var due = departures.go(grants, now);
        paces.spend(left, due);
        return new Claimed(Stream.of(repeats, due).flatMap(Claims::byPriority).toList(), superseded, held);
    }

    /// @param held connections that only the pace of their provider keeps waiting, by provider; added to
    private List<Grant> grants(Room room, Instant now, Map<String, Integer> held) {
        var grants = new ArrayList<Grant>();
        for (var priority : Priority.values()) {
            if (room.requests() == 0) {
                break;
            }
            var waiting = new ArrayList<>(queues.due(priority, now, room.requests()));
            if (priority == Priority.SCHEDULED) {
                waiting.addAll(queues.promised(now, room.requests()));
            }
            grants.addAll(turns.share(waiting, room));
            waiting.stream()
                    .filter(room::paced)
                    .forEach(group -> held.merge(group.provider(), group.connections(), Integer::sum));
        }
        return grants;
    }

    // An UPDATE returns its rows in no order.
    private static Stream<Request> byPriority(List<Charged> claimed) {
        return claimed.stream().map(Charged::request).sorted(Comparator.comparing(Request::priority));
    }
}
