package io.kalends.worker.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The table as a relay sees it. Rows are found by being unpublished, never by a position read up to: a
/// transaction that commits late has earlier positions.
final class OutboxTable {

    private static final String UNPUBLISHED = """
            SELECT o.id, o.position, o.shard, o.connection_key, o.topic, o.record_key, o.type, o.sequence, o.headers,
                   o.payload
              FROM sync.outbox_shard s
             CROSS JOIN LATERAL (SELECT id, position, shard, connection_key, topic, record_key, type, sequence, headers,
                                        payload
                                   FROM sync.outbox
                                  WHERE shard = s.shard
                                    AND published_at IS NULL
                                  ORDER BY position
                                  LIMIT :batch) o
             WHERE s.shard IN (:shards)
             ORDER BY o.position
            """;

    private static final String MARK_PUBLISHED = """
            UPDATE sync.outbox o
               SET published_at = clock_timestamp()
              FROM sync.outbox_shard s
              JOIN unnest(:shards, :fences) AS held (shard, fence)
                ON s.shard = held.shard AND s.fence = held.fence
             WHERE o.shard = s.shard
               AND s.leased_by = :holder
               AND o.id = ANY (:ids)
            """;

    private static final String DELETE_PUBLISHED = """
            DELETE FROM sync.outbox
             WHERE id IN (SELECT id
                            FROM sync.outbox
                           WHERE published_at < now() - make_interval(secs => :seconds)
                           ORDER BY published_at
                           LIMIT :batch
                             FOR UPDATE SKIP LOCKED)
            """;

    private static final String BACKLOG = """
            SELECT count(*) AS rows,
                   coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::double precision AS age_seconds
              FROM sync.outbox
             WHERE published_at IS NULL
            """;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    OutboxTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What waits.
    ///
    /// @param rows unpublished rows of all shards
    /// @param ageSeconds of the oldest of them, 0 when there is none
    record Backlog(long rows, double ageSeconds) {}

    /// Up to `batch` unpublished rows of each shard, in the order of their positions.
    List<PendingRow> unpublished(Collection<Integer> shards, int batch) {
        if (shards.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(UNPUBLISHED)
                .param("shards", shards)
                .param("batch", batch)
                .query((row, _) -> pending(row))
                .list();
    }

    /// Marks `rows` as published, but only those whose shard is still held under the fence of `leases`.
    ///
    /// @return how many were marked
    int markPublished(List<PendingRow> rows, Leases leases) {
        if (rows.isEmpty()) {
            return 0;
        }
        var fences = leases.fences();
        return jdbc.sql(MARK_PUBLISHED)
                .param("shards", fences.keySet().toArray(Integer[]::new))
                .param("fences", fences.values().toArray(Long[]::new))
                .param("holder", leases.holder())
                .param("ids", rows.stream().map(pending -> pending.row().id()).toArray(UUID[]::new))
                .update();
    }

    /// Deletes up to `batch` rows that were published longer than `retention` ago.
    int deletePublished(Duration retention, int batch) {
        return jdbc.sql(DELETE_PUBLISHED)
                .param("seconds", retention.toMillis() / 1000.0)
                .param("batch", batch)
                .update();
    }

    Backlog backlog() {
        return jdbc.sql(BACKLOG).query(Backlog.class).single();
    }

    private static PendingRow pending(ResultSet row) throws SQLException {
        return new PendingRow(
                row.getLong("position"),
                row.getInt("shard"),
                new OutboxRow(
                        row.getObject("id", UUID.class),
                        row.getString("connection_key"),
                        row.getString("topic"),
                        row.getString("record_key"),
                        row.getString("type"),
                        row.getObject("sequence", Long.class),
                        JSON.readValue(row.getString("headers"), HEADERS),
                        row.getBytes("payload")));
    }
}
