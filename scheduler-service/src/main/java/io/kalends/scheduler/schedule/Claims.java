package io.kalends.scheduler.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Grant;
import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Room;
import io.kalends.scheduler.plan.Trigger;
import io.kalends.scheduler.plan.Turns;

import static java.time.ZoneOffset.UTC;

/// Claims what is due and what was not answered in time.
///
/// The caller's transaction holds the claim: when it does not commit, nothing was claimed. Only one scheduler claims at
/// a time; the others find nothing to do. Tenants take turns, within their caps and the pace of their provider; of
/// each, the longest waiting goes first.
public final class Claims {

    private static final String COLUMNS = """
            s.tenant_id, s.user_id, s.provider, s.request_id, s.command_id, s.request_mode, s.request_trigger,
                      s.request_priority, s.requested_at, s.attempt,
                      scheduler.calls(s.request_mode, s.delta_calls, s.full_calls) AS calls
            """;

    private static final String REPEAT = """
            WITH overdue AS (
                SELECT connection_key
                  FROM scheduler.schedule
                 WHERE request_id IS NOT NULL AND in_flight_until <= :now
                 ORDER BY in_flight_until
                 LIMIT :limit
                   FOR UPDATE SKIP LOCKED)
            UPDATE scheduler.schedule s
               SET attempt = s.attempt + 1, in_flight_until = :deadline
              FROM overdue
             WHERE s.connection_key = overdue.connection_key
            RETURNING\s""" + COLUMNS;

    // Whoever still waits for the old request is told of the new one; the old one's outcome will match nothing.
    private static final String SUPERSEDE = """
            WITH stale AS (
                SELECT connection_key, request_id AS old, gen_random_uuid() AS new
                  FROM scheduler.schedule
                 WHERE request_id IS NOT NULL AND in_flight_until <= :now AND requested_at <= :before
                   FOR UPDATE SKIP LOCKED),
            moved AS (
                UPDATE scheduler.resync_target t
                   SET request_id = stale.new
                  FROM stale
                 WHERE t.connection_key = stale.connection_key AND t.request_id = stale.old AND t.ended_at IS NULL)
            UPDATE scheduler.schedule s
               SET request_id = stale.new, requested_at = :now, attempt = 0
              FROM stale
             WHERE s.connection_key = stale.connection_key
            """;

    // What is promised stays: it is due still when the run is deferred.
    private static final String CLAIM_DUE = """
            WITH granted AS (
                SELECT * FROM unnest(:tenants::text[], :providers::text[], :counts::int[]) AS g(tenant_id, provider, most)),
            due AS (
                SELECT d.connection_key
                  FROM granted g
                 CROSS JOIN LATERAL (
                       SELECT s.connection_key
                         FROM scheduler.schedule s
                        WHERE s.request_id IS NULL AND s.due_at IS NOT NULL AND s.next_priority = :lane
                          AND s.tenant_id = g.tenant_id AND s.provider = g.provider AND s.due_at <= :now
                        ORDER BY s.due_at
                        LIMIT g.most
                          FOR UPDATE SKIP LOCKED) d)
            UPDATE scheduler.schedule s
               SET request_id = gen_random_uuid(), requested_at = :now, in_flight_until = :deadline, attempt = 1,
                   request_mode = s.next_mode, request_trigger = s.next_trigger, request_priority = s.next_priority,
                   command_id = NULL, due_at = NULL, next_mode = 'DELTA', next_trigger = 'SCHEDULE', next_priority = 2,
                   asked_at = CASE WHEN s.next_trigger = 'MANUAL' THEN :now ELSE s.asked_at END
              FROM due
             WHERE s.connection_key = due.connection_key
            RETURNING\s""" + COLUMNS;

    // The wish stays behind, as one that came while a request is in flight, unless it asks for no more than this.
    private static final String CLAIM_PROMISED = """
            WITH granted AS (
                SELECT * FROM unnest(:tenants::text[], :providers::text[], :counts::int[]) AS g(tenant_id, provider, most)),
            due AS (
                SELECT d.connection_key
                  FROM granted g
                 CROSS JOIN LATERAL (
                       SELECT s.connection_key
                         FROM scheduler.schedule s
                        WHERE s.request_id IS NULL AND s.promised_at IS NOT NULL AND s.next_priority = 3
                          AND s.tenant_id = g.tenant_id AND s.provider = g.provider AND s.promised_at <= :now
                        ORDER BY s.promised_at
                        LIMIT g.most
                          FOR UPDATE SKIP LOCKED) d)
            UPDATE scheduler.schedule s
               SET request_id = gen_random_uuid(), requested_at = :now, in_flight_until = :deadline, attempt = 1,
                   request_mode = s.promised_mode, request_trigger = s.promised_trigger,
                   request_priority = s.promised_priority, command_id = NULL,
                   due_at = CASE WHEN s.next_mode <> 'DELTA' THEN s.due_at END,
                   next_trigger = CASE WHEN s.next_mode <> 'DELTA' THEN s.next_trigger ELSE 'SCHEDULE' END,
                   next_priority = CASE WHEN s.next_mode <> 'DELTA' THEN s.next_priority ELSE 2 END,
                   promised_at = NULL, promised_mode = NULL, promised_trigger = NULL, promised_priority = NULL
              FROM due
             WHERE s.connection_key = due.connection_key
            RETURNING\s""" + COLUMNS;

    // A statement of its own, for its snapshot: CLAIM_DUE reads the newest version of a row it locks, with the wish
    // of a command that came in the meantime, but not that command's target. Once the row is locked none can come.
    // A run that reads nothing serves only the commands that asked for that, and no other run serves those.
    private static final String SERVE_COMMANDS = """
            WITH served AS (
                UPDATE scheduler.resync_target t
                   SET request_id = s.request_id
                  FROM scheduler.schedule s, scheduler.resync_command c
                 WHERE s.request_id = ANY (:requests) AND t.connection_key = s.connection_key AND t.ended_at IS NULL
                   AND c.command_id = t.command_id
                   AND (c.verb = 'REPUBLISH') = (s.request_mode LIKE 'REPUBLISH%')
                   AND NOT (c.verb = 'RECONCILE' AND s.request_mode = 'DELTA')
                   AND NOT (c.verb = 'REBUILD' AND s.request_mode <> 'REBUILD')
                RETURNING t.connection_key, t.command_id),
            oldest AS (
                SELECT DISTINCT ON (served.connection_key) served.connection_key, c.command_id
                  FROM served JOIN scheduler.resync_command c ON c.command_id = served.command_id
                 ORDER BY served.connection_key, c.number)
            UPDATE scheduler.schedule s
               SET command_id = oldest.command_id
              FROM oldest
             WHERE s.connection_key = oldest.connection_key
            RETURNING s.request_id, s.command_id
            """;

    private final JdbcClient jdbc;
    private final ClaimLimits limits;
    private final Turns turns;
    private final Queues queues;
    private final Paces paces;

    Claims(JdbcClient jdbc, ClaimLimits limits) {
        this.jdbc = jdbc;
        this.limits = limits;
        this.turns = new Turns(limits.shares());
        this.queues = new Queues(jdbc);
        this.paces = new Paces(jdbc, limits.paces());
    }

    /// The requests to publish now: first those to repeat, then what is due, by priority. They are in flight from here
    /// on if the caller's transaction commits.
    public Claimed claim(Instant now) {
        var levels = paces.take(now);
        if (levels.isEmpty()) {
            return Claimed.NOTHING;
        }
        int superseded = supersede(now);
        var repeats = repeats(now);
        var flying = queues.inFlight();
        int room = Math.min(limits.batch() - repeats.size(), limits.maxInFlight() - flying.all());
        var spent = new HashMap<String, Double>();
        var held = new HashMap<String, Integer>();
        var due = room > 0
                ? claim(
                        new Room(room, limits.maxBulk() - flying.bulk(), flying.byTenant(), limits.paces(), levels),
                        now,
                        spent,
                        held)
                : List.<Request>of();
        spent.forEach((provider, calls) -> {
            var level = levels.get(provider);
            if (level != null && calls > 0) {
                paces.put(provider, level.less(calls));
            }
        });
        var requests =
                Stream.concat(repeats.stream(), serveCommands(due).stream()).toList();
        return new Claimed(requests, superseded, held);
    }

    /// @param spent calls that are expected, by provider; added to
    /// @param held connections that only the pace of their provider keeps waiting, by provider; added to
    private List<Request> claim(Room room, Instant now, Map<String, Double> spent, Map<String, Integer> held) {
        var requests = new ArrayList<Request>();
        for (var priority : Priority.values()) {
            if (room.requests() == 0) {
                break;
            }
            var waiting = new ArrayList<>(queues.due(priority, now, room.requests()));
            if (priority == Priority.SCHEDULED) {
                waiting.addAll(queues.promised(now, room.requests()));
            }
            var grants = turns.share(waiting, room);
            waiting.stream()
                    .filter(room::paced)
                    .forEach(group -> held.merge(group.provider(), group.connections(), Integer::sum));
            requests.addAll(claim(CLAIM_DUE, grants.stream().filter(grant -> !grant.promised()), priority, now, spent));
            requests.addAll(claim(CLAIM_PROMISED, grants.stream().filter(Grant::promised), priority, now, spent));
        }
        return requests;
    }

    private List<Request> claim(
            String statement, Stream<Grant> granted, Priority lane, Instant now, Map<String, Double> spent) {
        var grants = granted.toList();
        if (grants.isEmpty()) {
            return List.of();
        }
        var spec = jdbc.sql(statement)
                .param("tenants", grants.stream().map(Grant::tenantId).toArray(String[]::new))
                .param("providers", grants.stream().map(Grant::provider).toArray(String[]::new))
                .param("counts", grants.stream().map(Grant::connections).toArray(Integer[]::new));
        if (statement.equals(CLAIM_DUE)) {
            spec = spec.param("lane", lane.rank());
        }
        return spec.param("now", now.atOffset(UTC))
                .param("deadline", now.plus(limits.inFlightTimeout()).atOffset(UTC))
                .query((row, _) -> {
                    spent.merge(row.getString("provider"), row.getDouble("calls"), Double::sum);
                    return request(row, now);
                })
                .list();
    }

    private int supersede(Instant now) {
        return jdbc.sql(SUPERSEDE)
                .param("now", now.atOffset(UTC))
                .param("before", now.minus(limits.supersedeAfter()).atOffset(UTC))
                .update();
    }

    private List<Request> repeats(Instant now) {
        // An UPDATE returns its rows in no order.
        return jdbc
                .sql(REPEAT)
                .param("now", now.atOffset(UTC))
                .param("deadline", now.plus(limits.inFlightTimeout()).atOffset(UTC))
                .param("limit", limits.batch())
                .query((row, _) -> request(row, now))
                .list()
                .stream()
                .sorted(Comparator.comparing(Request::priority))
                .toList();
    }

    private List<Request> serveCommands(List<Request> requests) {
        if (requests.isEmpty()) {
            return requests;
        }
        var commands = new HashMap<UUID, String>();
        jdbc.sql(SERVE_COMMANDS)
                .param("requests", requests.stream().map(Request::requestId).toArray(UUID[]::new))
                .query(row -> {
                    commands.put(row.getObject("request_id", UUID.class), row.getString("command_id"));
                });
        return requests.stream()
                .map(request -> request.serving(commands.get(request.requestId())))
                .toList();
    }

    private static Request request(ResultSet row, Instant now) throws SQLException {
        return new Request(
                row.getString("tenant_id"),
                row.getString("user_id"),
                row.getString("provider"),
                Objects.requireNonNull(row.getObject("request_id", UUID.class)),
                row.getString("command_id"),
                Mode.valueOf(row.getString("request_mode")),
                Trigger.valueOf(row.getString("request_trigger")),
                Priority.ranked(row.getInt("request_priority")),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                now,
                row.getInt("attempt"));
    }
}
