package io.kalends.health.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Empties the read model once for each new generation; the listener then reads the topics from their beginning.
///
/// Commands that were asked for here stay, because no topic that this service reads tells of the asking.
public final class Rebuild {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    private static final String RAISE = """
            UPDATE health.projection SET generation = :generation WHERE name = 'health' AND generation < :generation
            """;

    private static final String EMPTY = """
            TRUNCATE health.connection, health.calendar, health.run, health.vault_key, health.tenant_settings,
                     health.incident, health.projection_offset
            """;

    private static final String FORGET_COMMANDS = """
            DELETE FROM health.command WHERE requested_at IS NULL
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Rebuild(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// Empties everything when the stored generation is smaller than `generation`; else does nothing.
    ///
    /// @return true when it was emptied
    public boolean raiseTo(int generation) {
        boolean raised = Boolean.TRUE.equals(transactions.execute(_ -> {
            if (jdbc.sql(RAISE).param("generation", generation).update() == 0) {
                return false;
            }
            jdbc.sql(EMPTY).update();
            jdbc.sql(FORGET_COMMANDS).update();
            return true;
        }));
        if (raised) {
            log.info("read model emptied, reading the topics again, generation={}", generation);
        }
        return raised;
    }
}
