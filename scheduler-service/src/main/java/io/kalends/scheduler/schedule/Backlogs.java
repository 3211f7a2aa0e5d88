package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.scheduler.plan.Priority;

/// Measures the [Backlog].
public final class Backlogs {

    private static final String DUE = """
            SELECT next_priority, count(*) AS due,
                   EXTRACT(EPOCH FROM statement_timestamp() - min(due_at)) AS oldest_seconds
              FROM scheduler.schedule
             WHERE request_id IS NULL AND due_at <= statement_timestamp()
             GROUP BY next_priority
            """;

    private static final String IN_FLIGHT = """
            SELECT request_priority, count(*) AS requests
              FROM scheduler.schedule
             WHERE request_id IS NOT NULL
             GROUP BY request_priority
            """;

    private static final String BEHIND = """
            SELECT tenant_id, count(*) AS due
              FROM scheduler.schedule
             WHERE request_id IS NULL AND due_at <= statement_timestamp()
             GROUP BY tenant_id
             ORDER BY due DESC, tenant_id
             LIMIT :most
            """;

    /// So many tenants are named and no more: each is a time series of its own.
    private static final int NAMED = 20;

    private final JdbcClient jdbc;

    Backlogs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The backlog by the database's clock.
    public Backlog measure() {
        var lanes = new EnumMap<Priority, Backlog.Lane>(Priority.class);
        jdbc.sql(DUE).query(row -> {
            var oldest = Duration.ofMillis(Math.round(row.getDouble("oldest_seconds") * 1000));
            lanes.put(Priority.ranked(row.getInt("next_priority")), new Backlog.Lane(row.getLong("due"), oldest));
        });
        var flying = new EnumMap<Priority, Long>(Priority.class);
        jdbc.sql(IN_FLIGHT).query(row -> {
            flying.put(Priority.ranked(row.getInt("request_priority")), row.getLong("requests"));
        });
        var behind = new HashMap<String, Long>();
        jdbc.sql(BEHIND).param("most", NAMED).query(row -> {
            behind.put(row.getString("tenant_id"), row.getLong("due"));
        });
        return new Backlog(lanes, flying, behind);
    }
}
