package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Waiting;

import static java.time.ZoneOffset.UTC;

/// Who waits and who is on the way, by tenant, within the caller's transaction.
///
/// Nothing here costs more because more is due: tenants are found by leaping from one to the next in the index, and of
/// each no more rows are looked at than could go.
final class Queues {

    // Half of it twice over: what is due, and what is due beside a bulk wish.
    private static final String WAITING = """
            WITH RECURSIVE groups AS (
                (SELECT s.tenant_id, s.provider
                   FROM scheduler.schedule s
                  WHERE s.request_id IS NULL AND %1$s
                  ORDER BY s.tenant_id, s.provider
                  LIMIT 1)
                UNION ALL
                SELECT n.tenant_id, n.provider
                  FROM groups g
                 CROSS JOIN LATERAL (
                       SELECT s.tenant_id, s.provider
                         FROM scheduler.schedule s
                        WHERE s.request_id IS NULL AND %1$s
                          AND (s.tenant_id, s.provider) > (g.tenant_id, g.provider)
                        ORDER BY s.tenant_id, s.provider
                        LIMIT 1) n)
            SELECT g.tenant_id, g.provider, w.connections, w.oldest, w.calls
              FROM groups g
             CROSS JOIN LATERAL (
                   SELECT count(*) AS connections, min(head.at) AS oldest, avg(head.calls) AS calls
                     FROM (SELECT %2$s AS at, %3$s AS calls
                             FROM scheduler.schedule s
                            WHERE s.request_id IS NULL AND %1$s
                              AND s.tenant_id = g.tenant_id AND s.provider = g.provider AND %2$s <= :now
                            ORDER BY %2$s
                            LIMIT :most) head) w
             WHERE w.connections > 0
            """;

    /// Who waits whose next run is due.
    static final String DUE = WAITING.formatted(
            "s.due_at IS NOT NULL AND s.next_priority = :lane", "s.due_at", Charged.calls("next_mode"));

    private static final String PROMISED = WAITING.formatted(
            "s.promised_at IS NOT NULL AND s.next_priority = 3", "s.promised_at", Charged.calls("promised_mode"));

    private static final String IN_FLIGHT = """
            SELECT tenant_id, count(*) AS requests, count(*) FILTER (WHERE request_priority = 3) AS bulk
              FROM scheduler.schedule
             WHERE request_id IS NOT NULL
             GROUP BY tenant_id
            """;

    /// Requests published and not yet answered.
    record InFlight(Map<String, Integer> byTenant, int bulk) {

        int all() {
            return byTenant.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private final JdbcClient jdbc;

    Queues(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    InFlight inFlight() {
        var byTenant = new HashMap<String, Integer>();
        var bulk = new int[1];
        jdbc.sql(IN_FLIGHT).query(row -> {
            byTenant.put(row.getString("tenant_id"), row.getInt("requests"));
            bulk[0] += row.getInt("bulk");
        });
        return new InFlight(byTenant, bulk[0]);
    }

    /// Who waits, of each tenant at each provider in each priority at most `most` counted.
    List<Waiting> waiting(Instant now, int most) {
        var waiting = new ArrayList<>(promised(now, most));
        for (var priority : Priority.values()) {
            waiting.addAll(due(priority, now, most));
        }
        return waiting;
    }

    private List<Waiting> due(Priority priority, Instant now, int most) {
        return waiting(jdbc.sql(DUE).param("lane", priority.rank()), priority, false, now, most);
    }

    private List<Waiting> promised(Instant now, int most) {
        return waiting(jdbc.sql(PROMISED), Priority.SCHEDULED, true, now, most);
    }

    private static List<Waiting> waiting(
            JdbcClient.StatementSpec statement, Priority priority, boolean promised, Instant now, int most) {
        return statement
                .param("now", now.atOffset(UTC))
                .param("most", most)
                .query((row, _) -> new Waiting(
                        row.getString("tenant_id"),
                        row.getString("provider"),
                        priority,
                        promised,
                        row.getInt("connections"),
                        row.getObject("oldest", OffsetDateTime.class).toInstant(),
                        row.getDouble("calls")))
                .list();
    }
}
