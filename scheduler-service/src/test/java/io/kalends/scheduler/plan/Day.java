package io.kalends.scheduler.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// Ten thousand connections in virtual time: the real rules over a table in memory, and workers whose runs take as long
/// as they take.
final class Day {

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int DELTA_CALLS = 2;
    private static final int FULL_CALLS = 8;

    /// A run that went, and how long it was due before.
    record Gone(Instant at, String tenant, Priority priority, Duration waited) {}

    private static final class Row {
        private final String key;
        private final String tenant;
        private final String provider;
        private Standing standing;
        private int version;

        Row(String key, String tenant, String provider, Standing standing) {
            this.key = key;
            this.tenant = tenant;
            this.provider = provider;
            this.standing = standing;
        }
    }

    /// A place of a row in a queue; good as long as the row has not changed.
    private record Place(Row row, int version, Instant at, boolean promised) {
        boolean good() {
            return row.version == version;
        }
    }

    private record Group(String tenant, String provider, Priority priority, boolean promised) {}

    private record Running(Row row, Instant until) {}

    final List<Gone> gone = new ArrayList<>();
    final Map<Long, Integer> callsByMinute = new TreeMap<>();
    final Map<String, Duration> longestBetween = new TreeMap<>();
    int deferred;
    int mostInFlight;
    Instant now;

    /// Whether a provider asks for fewer calls.
    @Nullable
    String throttled;

    private final Instant midnight;
    private final Random random = new Random(7);
    private final SchedulePlan plan = new SchedulePlan(new Cadence(Duration.ofMinutes(15), random::nextDouble));
    private final Map<String, Pace> paces;
    private final Map<String, Pace.Level> levels = new HashMap<>();
    private final Lanes lanes;
    private final int maxInFlight;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Instant> read = new HashMap<>();
    private final PriorityQueue<Place> future = new PriorityQueue<>(Comparator.comparing(Place::at));
    private final Map<Group, Deque<Place>> due = new HashMap<>();
    private final PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparing(Running::until));
    private final Map<String, Integer> inFlight = new HashMap<>();
    private int bulkInFlight;

    Day(Instant midnight, int maxInFlight, Map<String, Pace> paces) {
        this.midnight = midnight;
        this.now = midnight;
        this.maxInFlight = maxInFlight;
        this.paces = paces;
        this.lanes = new Lanes(new Shares(Map.of(), Map.of(), maxInFlight - maxInFlight / 10));
        paces.forEach((provider, _) -> levels.put(provider, new Pace.Level(0, Instant.EPOCH)));
    }

    void connect(String tenant, int connections) {
        for (int i = 0; i < connections; i++) {
            var provider = i % 2 == 0 ? "google" : "outlook";
            var key = tenant + "/u" + i + "/" + provider;
            var learned = plan.learn(null, -1, new ConnectionNews(key, 1, Status.ACTIVE, false, now), now);
            var row = new Row(key, tenant, provider, ((Learned.Stands) learned).standing());
            rows.add(row);
            read.put(key, now);
            place(row);
        }
    }

    /// Somebody asks for a run of a connection, any one.
    void click() {
        wish(rows.get(random.nextInt(rows.size())), new Next(Mode.DELTA, Trigger.MANUAL, Priority.INTERACTIVE));
    }

    /// A provider tells of changes in so many connections of a tenant, any.
    void tell(String tenant, int changes) {
        var told = rows.stream().filter(row -> row.tenant.equals(tenant)).toList();
        for (int i = 0; i < changes; i++) {
            wish(told.get(random.nextInt(told.size())), new Next(Mode.DELTA, Trigger.SCHEDULE, Priority.PUSH));
        }
    }

    /// Somebody has everything of a tenant read again.
    void reconcile(String tenant) {
        rows.stream()
                .filter(row -> row.tenant.equals(tenant))
                .forEach(row -> wish(row, new Next(Mode.FULL, Trigger.MANUAL, Priority.BULK)));
    }

    /// Lets `length` pass.
    ///
    /// @param scheduling false while no scheduler runs
    void live(Duration length, boolean scheduling) {
        var until = now.plus(length);
        while (now.isBefore(until)) {
            now = now.plus(ROUND);
            settle();
            if (scheduling) {
                claim();
            }
        }
    }

    private void wish(Row row, Next wanted) {
        var standing = row.standing;
        var before = standing.dueAt();
        var promised = standing.inFlight() != null
                        || standing.promised() != null
                        || before == null
                        || standing.next().priority() == Priority.BULK
                ? standing.promised()
                : new Promise(before, standing.next());
        var dueAt = before != null && before.isBefore(now) ? before : now;
        var priority = before != null && !before.isAfter(now)
                ? wanted.priority().or(standing.next().priority())
                : wanted.priority();
        var next = new Next(standing.next().mode().and(wanted.mode()), wanted.trigger(), priority);
        row.standing = standing.wished(dueAt, next, promised);
        place(row);
    }

    private void place(Row row) {
        row.version++;
        var standing = row.standing;
        var dueAt = standing.dueAt();
        var promised = standing.promised();
        if (standing.inFlight() == null && dueAt != null) {
            future.add(new Place(row, row.version, dueAt, false));
            if (promised != null && standing.next().priority() == Priority.BULK) {
                future.add(new Place(row, row.version, promised.dueAt(), true));
            }
        }
    }

    private void settle() {
        while (!running.isEmpty() && !running.element().until().isAfter(now)) {
            var row = running.remove().row();
            var flight = Objects.requireNonNull(row.standing.inFlight());
            inFlight.merge(row.tenant, -1, Integer::sum);
            bulkInFlight -= flight.priority() == Priority.BULK ? 1 : 0;
            var id = flight.requestId().toString();
            Outcome outcome;
            if (row.provider.equals(throttled)) {
                deferred++;
                var wait = Duration.ofMillis(60_000 + random.nextInt(6_000));
                outcome = new Outcome.Deferred(id, 2, false, now.plus(wait));
            } else {
                longestBetween.merge(
                        row.tenant,
                        Duration.between(read.put(row.key, now), now),
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
                outcome = new Outcome.Completed(id, 2, flight.mode().wide(), calls(flight.mode()));
            }
            row.standing = plan.settle(row.standing, outcome, now);
            place(row);
        }
    }

    private void claim() {
        while (!future.isEmpty() && !future.element().at().isAfter(now)) {
            var place = future.remove();
            if (place.good()) {
                var priority = place.promised()
                        ? Priority.SCHEDULED
                        : place.row().standing.next().priority();
                due.computeIfAbsent(
                                new Group(place.row().tenant, place.row().provider, priority, place.promised()),
                                _ -> new ArrayDeque<>())
                        .add(place);
            }
        }
        levels.replaceAll(
                (provider, level) -> Objects.requireNonNull(paces.get(provider)).filled(level, now));
        var room = new Room(maxInFlight - running.size(), maxInFlight / 2 - bulkInFlight, inFlight, paces, levels);
        var grants = lanes.share(waiting(), room);
        grants.stream().filter(Grant::promised).forEach(this::go);
        grants.stream().filter(grant -> !grant.promised()).forEach(this::go);
        mostInFlight = Math.max(mostInFlight, running.size());
    }

    private List<Waiting> waiting() {
        var waiting = new ArrayList<Waiting>();
        due.forEach((group, places) -> {
            places.removeIf(place -> !place.good());
            if (!places.isEmpty()) {
                var head = places.element();
                var mode = group.promised()
                        ? Mode.DELTA
                        : head.row().standing.next().mode();
                waiting.add(new Waiting(
                        group.tenant(),
                        group.provider(),
                        group.priority(),
                        group.promised(),
                        places.size(),
                        head.at(),
                        calls(mode)));
            }
        });
        waiting.sort(Comparator.comparing(Waiting::tenantId)
                .thenComparing(Waiting::provider)
                .thenComparing(Waiting::promised));
        return waiting;
    }

    private void go(Grant grant) {
        var places = Objects.requireNonNull(
                due.get(new Group(grant.tenantId(), grant.provider(), grant.priority(), grant.promised())));
        for (int i = 0; i < grant.connections() && !places.isEmpty(); i++) {
            var place = places.remove();
            if (!place.good()) {
                continue;
            }
            var row = place.row();
            var standing = row.standing;
            var promised = standing.promised();
            var going = place.promised() && promised != null ? promised.next() : standing.next();
            var flight = new Standing.InFlight(
                    new UUID(random.nextLong(), random.nextLong()), going.mode(), grant.priority());
            row.standing = new Standing(
                    standing.status(),
                    place.promised() ? standing.dueAt() : null,
                    place.promised() ? standing.next() : Next.ON_SCHEDULE,
                    place.promised() ? null : promised,
                    flight,
                    standing.connectionSequence(),
                    standing.outcomeSequence());
            row.version++;
            int calls = row.provider.equals(throttled) ? 1 : calls(going.mode());
            callsByMinute.merge(Duration.between(midnight, now).toMinutes(), calls, Integer::sum);
            levels.computeIfPresent(row.provider, (_, level) -> level.less(calls));
            running.add(new Running(row, now.plusMillis(500L * calls + random.nextInt(1_000))));
            inFlight.merge(row.tenant, 1, Integer::sum);
            bulkInFlight += grant.priority() == Priority.BULK ? 1 : 0;
            gone.add(new Gone(now, row.tenant, grant.priority(), Duration.between(place.at(), now)));
        }
    }

    private static int calls(Mode mode) {
        return mode.republishes() ? 0 : mode.wide() ? FULL_CALLS : DELTA_CALLS;
    }
}
