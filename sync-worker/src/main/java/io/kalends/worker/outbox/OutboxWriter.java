package io.kalends.worker.outbox;

import java.util.List;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// Writes rows into the outbox as part of the caller's transaction, and wakes the relay when that has
/// committed.
public final class OutboxWriter implements Outbox {

    private static final String INSERT = """
            INSERT INTO sync.outbox (id, shard, connection_key, topic, record_key, type, sequence, headers, payload)
            VALUES (:id, :shard, :connectionKey, :topic, :recordKey, :type, :sequence, :headers::jsonb, :payload)
            """;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final NamedParameterJdbcOperations jdbc;
    private final Runnable committed;

    /// @param committed called after the commit of each transaction that wrote rows
    public OutboxWriter(NamedParameterJdbcOperations jdbc, Runnable committed) {
        this.jdbc = jdbc;
        this.committed = committed;
    }

    /// Adds `rows` in this order. The caller holds the row lock of each connection it writes for, so that the
    /// order of rows is the order of commits.
    ///
    /// @throws IllegalStateException outside of a transaction
    @Override
    public void append(List<OutboxRow> rows) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "outbox rows are written in the transaction that makes them true; begin one");
        }
        if (rows.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(INSERT, rows.stream().map(OutboxWriter::parameters).toArray(SqlParameterSource[]::new));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                committed.run();
            }
        });
    }

    private static SqlParameterSource parameters(OutboxRow row) {
        return new MapSqlParameterSource()
                .addValue("id", row.id())
                .addValue("shard", Shards.of(row.connectionKey()))
                .addValue("connectionKey", row.connectionKey())
                .addValue("topic", row.topic())
                .addValue("recordKey", row.recordKey())
                .addValue("type", row.type())
                .addValue("sequence", row.sequence(), java.sql.Types.BIGINT)
                .addValue("headers", JSON.writeValueAsString(row.headers()))
                .addValue("payload", row.payload(), java.sql.Types.BINARY);
    }
}
