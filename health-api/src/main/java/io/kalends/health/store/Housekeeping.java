package io.kalends.health.store;

import java.time.Duration;
import java.time.InstantSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets runs and commands that nobody asks about any more.
final class Housekeeping {

    private static final Duration KEPT = Duration.ofDays(7);

    private static final String FORGET_RUNS = """
            DELETE FROM health.run WHERE ended_at < :before
            """;

    private static final String FORGET_COMMANDS = """
            DELETE FROM health.command WHERE changed_at < :before
            """;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Housekeeping(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H")
    void tidy() {
        var before = Columns.utc(clock.instant().minus(KEPT));
        jdbc.sql(FORGET_RUNS).param("before", before).update();
        jdbc.sql(FORGET_COMMANDS).param("before", before).update();
    }
}
