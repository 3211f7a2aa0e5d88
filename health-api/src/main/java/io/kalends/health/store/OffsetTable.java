package io.kalends.health.store;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where reading goes on, per partition, and for which generation of the read model.
public final class OffsetTable {

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

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;
    private final int generation;

    OffsetTable(JdbcClient jdbc, NamedParameterJdbcOperations batches, int generation) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.generation = generation;
    }

    /// The next offset to read of every partition that was read before.
    public Map<Partition, Long> read() {
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
