package io.kalends.worker.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;

/// Forgets what nobody will ask for again. Any number of workers may do so at once.
final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final String PRUNE_REQUESTS = """
            DELETE FROM sync.request
             WHERE (connection_key, request_id) IN (
                       SELECT connection_key, request_id
                         FROM sync.request
                        WHERE ended_at < now() - :kept * interval '1 second'
                        LIMIT :most
                          FOR UPDATE SKIP LOCKED)
            """;

    private static final String PRUNE_COMMANDS = """
            DELETE FROM sync.command
             WHERE (connection_key, command_id) IN (
                       SELECT connection_key, command_id
                         FROM sync.command
                        WHERE done_at < now() - :kept * interval '1 second'
                        LIMIT :most
                          FOR UPDATE SKIP LOCKED)
            """;

    private static final String WITH_GONE = """
            SELECT c.tenant_id, c.user_id, c.provider
              FROM sync.connection c
             WHERE c.connection_key IN (SELECT e.connection_key
                                          FROM sync.event e
                                         WHERE e.gone
                                           AND e.gone_at < now() - :kept * interval '1 second'
                                         LIMIT :most)
            """;

    private static final String PRUNE_GONE = """
            DELETE FROM sync.event
             WHERE (connection_key, calendar_id, event_id) IN (
                       SELECT connection_key, calendar_id, event_id
                         FROM sync.event
                        WHERE connection_key = :key
                          AND gone
                          AND gone_at < now() - :kept * interval '1 second'
                        LIMIT :most)
            RETURNING key_hash
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Connections connections;
    private final Tombstones tombstones;
    private final StoreProperties settings;

    Housekeeping(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Connections connections,
            Tombstones tombstones,
            StoreProperties settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.connections = connections;
        this.tombstones = tombstones;
        this.settings = settings;
    }

    /// One round: each kind of row until a batch is not full.
    void prune() {
        var requests = all(PRUNE_REQUESTS);
        var commands = all(PRUNE_COMMANDS);
        var erased = erase();
        if (requests + commands + erased > 0) {
            LOG.debug("pruned requests={} commands={} events={}", requests, commands, erased);
        }
    }

    private int all(String sql) {
        var pruned = 0;
        int batch;
        do {
            batch = jdbc.sql(sql)
                    .param("kept", settings.requestsKept().toSeconds())
                    .param("most", settings.pruneBatch())
                    .update();
            pruned += batch;
        } while (batch == settings.pruneBatch());
        return pruned;
    }

    private int erase() {
        var erased = 0;
        int batch;
        do {
            batch = 0;
            for (var key : withGone()) {
                batch += erase(key);
            }
            erased += batch;
        } while (batch >= settings.pruneBatch());
        return erased;
    }

    private List<ConnectionKey> withGone() {
        return jdbc.sql(WITH_GONE)
                .param("kept", settings.goneKept().toSeconds())
                .param("most", settings.pruneBatch())
                .query(Housekeeping::key)
                .list();
    }

    /// The mark and its key leave together: the row with the transaction, the key with the tombstone it writes.
    private int erase(ConnectionKey key) {
        Integer erased = transactions.execute(_ -> {
            var row = connections.lock(key);
            if (row == null) {
                return 0;
            }
            var hashes = jdbc.sql(PRUNE_GONE)
                    .param("key", row.text())
                    .param("kept", settings.goneKept().toSeconds())
                    .param("most", settings.pruneBatch())
                    .query((found, _) -> found.getBytes("key_hash"))
                    .list();
            tombstones.write(row, hashes);
            return hashes.size();
        });
        return erased == null ? 0 : erased;
    }

    private static ConnectionKey key(ResultSet row, int number) throws SQLException {
        return new ConnectionKey(
                row.getString("tenant_id"), row.getString("user_id"), Provider.of(row.getString("provider")));
    }
}
