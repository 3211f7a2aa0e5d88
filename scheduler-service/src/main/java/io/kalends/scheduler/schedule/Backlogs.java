package io.kalends.scheduler.schedule;

import java.time.Duration;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Measures the [Backlog].
public final class Backlogs {

    private static final String MEASURE = """
            SELECT d.due, f.in_flight, d.oldest_seconds
              FROM (SELECT count(*) AS due,
                           COALESCE(EXTRACT(EPOCH FROM statement_timestamp() - min(due_at)), 0) AS oldest_seconds
                      FROM scheduler.schedule
                     WHERE request_id IS NULL AND next_priority IN (0, 1, 2) AND due_at <= statement_timestamp()) d,
                   (SELECT count(*) AS in_flight FROM scheduler.schedule WHERE request_id IS NOT NULL) f
            """;

    private final JdbcClient jdbc;

    Backlogs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The backlog by the database's clock.
    public Backlog measure() {
        return jdbc.sql(MEASURE)
                .query((row, _) -> new Backlog(
                        row.getLong("due"),
                        row.getLong("in_flight"),
                        Duration.ofMillis(Math.round(row.getDouble("oldest_seconds") * 1000))))
                .single();
    }
}
