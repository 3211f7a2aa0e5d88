package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Grant;

import static java.time.ZoneOffset.UTC;

/// Puts in flight what was granted, the longest waiting first, within the caller's transaction.
final class Departures {

    private static final String GRANTED = """
            WITH granted AS (
                SELECT *
                  FROM unnest(:tenants::text[], :providers::text[], :lanes::int[], :counts::int[])
                       AS g(tenant_id, provider, lane, most)),
            """;

    // What was picked is found by its key: a join of the two would be free to read the whole table.
    // What is promised stays: it is due still when the run is deferred.
    static final String CLAIM_DUE = GRANTED + """
            due AS (
                SELECT d.connection_key
                  FROM granted g
                 CROSS JOIN LATERAL (
                       SELECT s.connection_key
                         FROM scheduler.schedule s
                        WHERE s.request_id IS NULL AND s.due_at IS NOT NULL AND s.next_priority = g.lane
                          AND s.tenant_id = g.tenant_id AND s.provider = g.provider AND s.due_at <= :now
                        ORDER BY s.due_at
                        LIMIT g.most
                          FOR UPDATE SKIP LOCKED) d)
            UPDATE scheduler.schedule s
               SET request_id = gen_random_uuid(), requested_at = :now, in_flight_until = :deadline, attempt = 1,
                   request_mode = s.next_mode, request_trigger = s.next_trigger, request_priority = s.next_priority,
                   command_id = NULL, due_at = NULL, next_mode = 'DELTA', next_trigger = 'SCHEDULE', next_priority = 2,
                   asked_at = CASE WHEN s.next_trigger = 'MANUAL' THEN :now ELSE s.asked_at END
             WHERE s.connection_key = ANY (ARRAY (SELECT connection_key FROM due))
            RETURNING\s""" + Charged.COLUMNS;

    // The wish stays behind, as one that came while a request is in flight, unless it asks for no more than this.
    static final String CLAIM_PROMISED = GRANTED + """
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
             WHERE s.connection_key = ANY (ARRAY (SELECT connection_key FROM due))
            RETURNING\s""" + Charged.COLUMNS;

    // A statement of its own, for its snapshot: CLAIM_DUE reads the newest version of a row it locks, with the wish
    // of a command that came in the meantime, but not that command's target. Once the row is locked none can come.
    // A run that reads nothing serves only the commands that asked for that, and no other run serves those.
    static final String SERVE_COMMANDS = """
            WITH served AS (
                UPDATE scheduler.resync_target t
                   SET request_id = s.request_id
                  FROM scheduler.schedule s, scheduler.resync_command c
                 WHERE s.connection_key = ANY (:keys) AND s.request_id = ANY (:requests)
                   AND t.connection_key = s.connection_key AND t.ended_at IS NULL
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
             WHERE s.connection_key = ANY (:keys) AND s.connection_key = oldest.connection_key
            RETURNING s.request_id, s.command_id
            """;

    private final JdbcClient jdbc;
    private final ClaimLimits limits;

    Departures(JdbcClient jdbc, ClaimLimits limits) {
        this.jdbc = jdbc;
        this.limits = limits;
    }

    /// The requests that are in flight now, with the commands they serve.
    List<Charged> go(List<Grant> grants, Instant now) {
        // Where the ordinary run and the wish beside it are both due, the ordinary run goes.
        var gone = new ArrayList<>(
                go(CLAIM_PROMISED, grants.stream().filter(Grant::promised).toList(), now));
        gone.addAll(
                go(CLAIM_DUE, grants.stream().filter(grant -> !grant.promised()).toList(), now));
        return serveCommands(gone);
    }

    private List<Charged> go(String statement, List<Grant> grants, Instant now) {
        if (grants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(statement)
                .param("tenants", grants.stream().map(Grant::tenantId).toArray(String[]::new))
                .param("providers", grants.stream().map(Grant::provider).toArray(String[]::new))
                .param(
                        "lanes",
                        grants.stream().map(grant -> grant.priority().rank()).toArray(Integer[]::new))
                .param("counts", grants.stream().map(Grant::connections).toArray(Integer[]::new))
                .param("now", now.atOffset(UTC))
                .param("deadline", now.plus(limits.inFlightTimeout()).atOffset(UTC))
                .query((row, _) -> Charged.read(row, now))
                .list();
    }

    private List<Charged> serveCommands(List<Charged> gone) {
        if (gone.isEmpty()) {
            return gone;
        }
        var commands = new HashMap<UUID, String>();
        jdbc.sql(SERVE_COMMANDS)
                .param(
                        "keys",
                        gone.stream().map(it -> it.request().connectionKey()).toArray(String[]::new))
                .param(
                        "requests",
                        gone.stream().map(it -> it.request().requestId()).toArray(UUID[]::new))
                .query(row -> {
                    commands.put(row.getObject("request_id", UUID.class), row.getString("command_id"));
                });
        return gone.stream()
                .map(it -> it.serving(commands.get(it.request().requestId())))
                .toList();
    }
}
