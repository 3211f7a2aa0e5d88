package io.kalends.scheduler.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Trigger;
import io.kalends.schemas.ConnectionKey;

import static java.time.ZoneOffset.UTC;

/// Claims what is due and what was not answered in time.
///
/// The caller's transaction holds the claim: when it does not commit, nothing was claimed. Several schedulers never get
/// the same row, for each skips what another holds. Each counts only the committed requests in flight, so schedulers
/// that start a round together may for once exceed the limit by a batch each.
public final class Claims {

    private static final String COUNT_IN_FLIGHT = """
            SELECT count(*) FROM scheduler.schedule WHERE request_id IS NOT NULL
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
            RETURNING s.tenant_id, s.user_id, s.provider, s.request_id, s.command_id, s.request_mode, s.request_trigger,
                      s.request_priority, s.requested_at, s.attempt
            """;

    // All priorities are listed so that the index on (next_priority, due_at) is read in order, due rows only.
    private static final String CLAIM_DUE = """
            WITH due AS (
                SELECT connection_key
                  FROM scheduler.schedule
                 WHERE request_id IS NULL AND next_priority IN (0, 1, 2) AND due_at <= :now
                 ORDER BY next_priority, due_at
                 LIMIT :limit
                   FOR UPDATE SKIP LOCKED)
            UPDATE scheduler.schedule s
               SET request_id = gen_random_uuid(), requested_at = :now, in_flight_until = :deadline, attempt = 1,
                   request_mode = s.next_mode, request_trigger = s.next_trigger, request_priority = s.next_priority,
                   command_id = NULL, due_at = NULL, next_mode = 'DELTA', next_trigger = 'SCHEDULE', next_priority = 1
              FROM due
             WHERE s.connection_key = due.connection_key
            RETURNING s.tenant_id, s.user_id, s.provider, s.request_id, s.command_id, s.request_mode, s.request_trigger,
                      s.request_priority, s.requested_at, s.attempt
            """;

    // A statement of its own, for its snapshot: CLAIM_DUE reads the newest version of a row it locks, with the wish
    // of a command that came in the meantime, but not that command's target. Once the row is locked none can come.
    // A run that reads nothing serves only the commands that asked for that, and no other run serves those.
    private static final String SERVE_COMMANDS = """
            WITH served AS (
                UPDATE scheduler.resync_target t
                   SET request_id = s.request_id
                  FROM scheduler.schedule s, scheduler.resync_command c
                 WHERE s.connection_key IN (:keys) AND t.connection_key = s.connection_key AND t.ended_at IS NULL
                   AND c.command_id = t.command_id
                   AND (c.verb = 'REPUBLISH') = (s.request_mode IN ('REPUBLISH', 'REPUBLISH_THEN_FULL'))
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

    Claims(JdbcClient jdbc, ClaimLimits limits) {
        this.jdbc = jdbc;
        this.limits = limits;
    }

    /// The requests to publish now: first those to repeat, then what is due, by priority. They are in flight from here
    /// on if the caller's transaction commits.
    public List<Request> claim(Instant now) {
        var requests = new ArrayList<>(claim(REPEAT, now, limits.batch()));
        int room = Math.min(limits.batch() - requests.size(), limits.maxInFlight() - inFlight());
        if (room > 0) {
            var due = claim(CLAIM_DUE, now, room);
            requests.addAll(serveCommands(due));
        }
        return List.copyOf(requests);
    }

    private int inFlight() {
        return jdbc.sql(COUNT_IN_FLIGHT).query(Integer.class).single();
    }

    private List<Request> claim(String statement, Instant now, int limit) {
        StatementSpec spec = jdbc.sql(statement)
                .param("now", now.atOffset(UTC))
                .param("deadline", now.plus(limits.inFlightTimeout()).atOffset(UTC))
                .param("limit", limit);
        // An UPDATE returns its rows in no order.
        return spec.query((row, _) -> new Claimed(row.getInt("request_priority"), request(row, now))).list().stream()
                .sorted((a, b) -> Integer.compare(a.priority(), b.priority()))
                .map(Claimed::request)
                .toList();
    }

    private List<Request> serveCommands(List<Request> requests) {
        if (requests.isEmpty()) {
            return requests;
        }
        var keys = requests.stream()
                .map(request -> new ConnectionKey(request.tenantId(), request.userId(), request.provider()).text())
                .toList();
        var commands = new HashMap<UUID, String>();
        jdbc.sql(SERVE_COMMANDS).param("keys", keys).query(row -> {
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
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                now,
                row.getInt("attempt"));
    }

    private record Claimed(int priority, Request request) {}
}
