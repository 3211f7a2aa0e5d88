package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Priority;

/// Measures the [Backlog].
public final class Backlogs {

    // What is due, and the ordinary runs that are due beside a bulk wish; `again` where the wish is due as well.
    private static final String LATE = """
            SELECT tenant_id, next_priority AS lane, due_at AS at, false AS again
              FROM scheduler.schedule
             WHERE request_id IS NULL AND due_at <= statement_timestamp()
            UNION ALL
            SELECT tenant_id, 2, promised_at, due_at <= statement_timestamp()
              FROM scheduler.schedule
             WHERE request_id IS NULL AND promised_at <= statement_timestamp() AND next_priority = 3
            """;

    private static final String DUE = """
            SELECT lane, count(*) AS due, count(*) FILTER (WHERE NOT again) AS connections,
                   EXTRACT(EPOCH FROM statement_timestamp() - min(at)) AS oldest_seconds
              FROM (%s) late
             GROUP BY lane
            """.formatted(LATE);

    private static final String IN_FLIGHT = """
            SELECT request_priority, count(*) AS requests
              FROM scheduler.schedule
             WHERE request_id IS NOT NULL
             GROUP BY request_priority
            """;

    private static final String BEHIND = """
            SELECT tenant_id, count(*) AS due
              FROM (%s) late
             WHERE NOT again
             GROUP BY tenant_id
             ORDER BY due DESC, tenant_id
             LIMIT :most
            """.formatted(LATE);

    /// So many tenants are named and no more: each is a time series of its own.
    private static final int NAMED = 20;

    private final JdbcClient jdbc;

    Backlogs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The backlog by the database's clock.
    public Backlog measure() {
        var lanes = new EnumMap<Priority, Backlog.Lane>(Priority.class);
        var due = new long[1];
        jdbc.sql(DUE).query(row -> {
            due[0] += row.getLong("connections");
            var oldest = Duration.ofMillis(Math.round(row.getDouble("oldest_seconds") * 1000));
            lanes.put(Priority.ranked(row.getInt("lane")), new Backlog.Lane(row.getLong("due"), oldest));
        });
        var flying = new EnumMap<Priority, Long>(Priority.class);
        jdbc.sql(IN_FLIGHT).query(row -> {
            flying.put(Priority.ranked(row.getInt("request_priority")), row.getLong("requests"));
        });
        var behind = new HashMap<String, Long>();
        jdbc.sql(BEHIND).param("most", NAMED).query(row -> {
            behind.put(row.getString("tenant_id"), row.getLong("due"));
        });
        return new Backlog(due[0], lanes, flying, behind);
    }
}
