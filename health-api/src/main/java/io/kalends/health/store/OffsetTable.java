package io.kalends.health.store;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Where reading goes on, per partition, of which cluster, and for which generation of the read model.
public final class OffsetTable {

    private static final Logger log = LoggerFactory.getLogger(OffsetTable.class);

    private static final String READ = """
            SELECT topic, partition, next_offset FROM health.projection_offset
            """;

    private static final String WRITE = """
            INSERT INTO health.projection_offset (topic, partition, next_offset)
            VALUES (:topic, :partition, :next)
            ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset
            """;

    private static final String GENERATION = """
            SELECT generation FROM health.projection WHERE name = 'health' FOR SHARE
            """;

    private static final String CLUSTER = """
            SELECT cluster_id FROM health.projection WHERE name = 'health' FOR UPDATE
            """;

    private static final String KEEP_CLUSTER = """
            UPDATE health.projection SET cluster_id = :cluster WHERE name = 'health'
            """;

    private static final String FORGET = """
            DELETE FROM health.projection_offset
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final NamedParameterJdbcOperations batches;
    private final int generation;

    OffsetTable(
            JdbcClient jdbc, TransactionTemplate transactions, NamedParameterJdbcOperations batches, int generation) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.batches = batches;
        this.generation = generation;
    }

    /// The next offset to read of every partition of this cluster that was read before.
    ///
    /// The offsets of another cluster are deleted: a topic made anew begins again, and to read a record twice
    /// does no harm.
    public Map<Partition, Long> read(String clusterId) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            adopt(clusterId);
            return read();
        }));
    }

    private void adopt(String clusterId) {
        var known = jdbc.sql(CLUSTER).query(String.class).optional();
        if (known.filter(clusterId::equals).isPresent()) {
            return;
        }
        if (known.isPresent()) {
            int forgotten = jdbc.sql(FORGET).update();
            log.warn(
                    "Kafka is another cluster, its topics are read from the beginning, was={}, is={}, offsets={}",
                    known.get(),
                    clusterId,
                    forgotten);
        }
        jdbc.sql(KEEP_CLUSTER).param("cluster", clusterId).update();
    }

    private Map<Partition, Long> read() {
        return jdbc
                .sql(READ)
                .query((row, _) -> Map.entry(
                        new Partition(Columns.text(row, "topic"), row.getInt("partition")), row.getLong("next_offset")))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void write(Map<Partition, Long> next) {
        batches.batchUpdate(
                WRITE,
                next.entrySet().stream()
                        .map(entry -> new MapSqlParameterSource()
                                .addValue("topic", entry.getKey().topic())
                                .addValue("partition", entry.getKey().number())
                                .addValue("next", entry.getValue()))
                        .toArray(SqlParameterSource[]::new));
    }

    /// Holds the generation until the transaction ends, so that nobody empties the tables under it.
    void requireGeneration() {
        int current = jdbc.sql(GENERATION).query(Integer.class).single();
        if (current != generation) {
            throw new IllegalStateException("the read model is at generation " + current + ", this process at "
                    + generation + ": set kalends.projection.generation=" + current + " and start it again");
        }
    }
}
