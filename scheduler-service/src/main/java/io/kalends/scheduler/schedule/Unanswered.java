package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import static java.time.ZoneOffset.UTC;

/// Requests whose outcome did not come in time, within the caller's transaction.
final class Unanswered {

    // What was picked is found by its key: a join of the two would be free to read the whole table.
    static final String REPEAT = """
            WITH overdue AS (
                SELECT connection_key
                  FROM scheduler.schedule
                 WHERE request_id IS NOT NULL AND in_flight_until <= :now
                 ORDER BY in_flight_until
                 LIMIT :limit
                   FOR UPDATE SKIP LOCKED)
            UPDATE scheduler.schedule s
               SET attempt = s.attempt + 1, in_flight_until = :deadline
             WHERE s.connection_key = ANY (ARRAY (SELECT connection_key FROM overdue))
            RETURNING\s""" + Charged.COLUMNS;

    // Whoever still waits for the old request is told of the new one; the old one's outcome will match nothing.
    static final String SUPERSEDE = """
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
               AND s.connection_key = ANY (ARRAY (SELECT connection_key FROM stale))
            """;

    private final JdbcClient jdbc;
    private final ClaimLimits limits;

    Unanswered(JdbcClient jdbc, ClaimLimits limits) {
        this.jdbc = jdbc;
        this.limits = limits;
    }

    /// Puts another in the place of each that has waited too long for that.
    ///
    /// @return how many
    int supersede(Instant now) {
        return jdbc.sql(SUPERSEDE)
                .param("now", now.atOffset(UTC))
                .param("before", now.minus(limits.supersedeAfter()).atOffset(UTC))
                .update();
    }

    /// Those to publish again.
    List<Charged> repeat(Instant now) {
        return jdbc.sql(REPEAT)
                .param("now", now.atOffset(UTC))
                .param("deadline", now.plus(limits.inFlightTimeout()).atOffset(UTC))
                .param("limit", limits.batch())
                .query((row, _) -> Charged.read(row, now))
                .list();
    }
}
