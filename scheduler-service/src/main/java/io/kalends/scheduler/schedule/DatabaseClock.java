package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

import org.springframework.jdbc.core.simple.JdbcClient;

/// The database's time: several schedulers share the table, and their own clocks must not matter.
final class DatabaseClock implements InstantSource {

    private static final String NOW = """
            SELECT statement_timestamp()
            """;

    private final JdbcClient jdbc;

    DatabaseClock(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Instant instant() {
        return jdbc.sql(NOW).query(OffsetDateTime.class).single().toInstant();
    }
}
