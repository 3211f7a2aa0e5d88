package io.kalends.scheduler.schedule;

import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import io.kalends.scheduler.plan.ConnectionNews;
import io.kalends.scheduler.plan.Learned;
import io.kalends.scheduler.plan.SchedulePlan;
import io.kalends.scheduler.plan.Standing;

/// Learns connections from what the worker says about them; what is older than what is known changes nothing.
public final class Connections {

    // Held until the transaction ends; a row that is not there yet cannot be locked.
    private static final String ONE_AT_A_TIME = """
            SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))
            """;

    private static final String REMEMBERED = """
            SELECT connection_sequence FROM scheduler.disconnected WHERE connection_key = :key
            """;

    private static final String REMEMBER = """
            INSERT INTO scheduler.disconnected (connection_key, connection_sequence)
            VALUES (:key, :sequence)
                ON CONFLICT (connection_key) DO UPDATE SET connection_sequence = excluded.connection_sequence
            """;

    private static final String FORGET = """
            DELETE FROM scheduler.disconnected WHERE connection_key = :key
            """;

    private final JdbcClient jdbc;
    private final ResyncTargets targets;
    private final SchedulePlan plan;
    private final InstantSource clock;
    private final TransactionOperations transactions;
    private final StandingRows rows;

    Connections(
            JdbcClient jdbc,
            ResyncTargets targets,
            SchedulePlan plan,
            InstantSource clock,
            TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.targets = targets;
        this.plan = plan;
        this.clock = clock;
        this.transactions = transactions;
        this.rows = new StandingRows(jdbc);
    }

    /// Applies `news`, once however often it comes.
    public void learn(ConnectionNews news) {
        transactions.executeWithoutResult(_ -> {
            var key = news.connectionKey();
            jdbc.sql(ONE_AT_A_TIME).param("key", key).query((_, _) -> key).single();
            var known = rows.lock(key).orElse(null);
            var now = clock.instant();
            switch (plan.learn(known, remembered(key), news, now)) {
                case Learned.Stale _ -> {}
                case Learned.Gone(long sequence) -> {
                    rows.delete(key);
                    jdbc.sql(REMEMBER)
                            .param("key", key)
                            .param("sequence", sequence)
                            .update();
                    targets.endAll(key, now);
                }
                case Learned.Stands(Standing standing) -> {
                    put(key, known, standing);
                    if (standing.status().waitsForAPerson()) {
                        targets.endAll(key, now);
                    }
                }
            }
        });
    }

    private void put(String key, @Nullable Standing known, Standing standing) {
        if (known == null) {
            jdbc.sql(FORGET).param("key", key).update();
            rows.insert(key, standing);
        } else {
            rows.update(key, standing);
        }
    }

    private long remembered(String key) {
        return jdbc.sql(REMEMBERED)
                .param("key", key)
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }
}
