package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.util.EnumMap;

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
            SELECT count(*) FROM scheduler.schedule WHERE request_id IS NOT NULL
            """;

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
        return new Backlog(lanes, jdbc.sql(IN_FLIGHT).query(Long.class).single());
    }
}
