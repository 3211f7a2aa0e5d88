package io.kalends.worker.vault;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables in which keys rest that the master keyset wraps. Whatever else is sealed is sealed with one of these
/// keys.
enum WrappedKeys {
    TENANT_KEYS("sync.tenant_key", "tenant_id", "keyset_wrapped") {
        @Override
        byte[] boundTo(String tenantId) {
            return TenantKeys.boundTo(tenantId);
        }
    },
    KEY_PAIRS("sync.vault_key_pair", "key_id", "private_wrapped") {
        @Override
        byte[] boundTo(String keyId) {
            return VaultKeyPairs.boundTo(keyId);
        }
    };

    private static final String COUNT = """
            SELECT master_key_id, count(*) AS rows
              FROM %1$s
             GROUP BY master_key_id
             ORDER BY master_key_id
            """;

    private static final String SOME = """
            SELECT %2$s AS id, %3$s AS wrapped, master_key_id
              FROM %1$s
             WHERE master_key_id = :masterKeyId
             LIMIT :most
            """;

    // No stronger lock: whoever holds a tenant's key while a credential is put to rest is neither kept waiting nor
    // waited for.
    private static final String OLDER = """
            SELECT %2$s AS id, %3$s AS wrapped, master_key_id
              FROM %1$s
             WHERE master_key_id <> :primary
               AND (CAST(:after AS text) IS NULL OR %2$s > :after)
             ORDER BY %2$s
             LIMIT :most
               FOR NO KEY UPDATE
            """;

    private static final String REPLACE = """
            UPDATE %1$s
               SET %3$s = :wrapped,
                   master_key_id = :primary
             WHERE %2$s = :id
            """;

    private final String table;
    private final String idColumn;
    private final String wrappedColumn;

    WrappedKeys(String table, String idColumn, String wrappedColumn) {
        this.table = table;
        this.idColumn = idColumn;
        this.wrappedColumn = wrappedColumn;
    }

    /// One row.
    @SuppressWarnings("ArrayRecordComponent")
    record Row(String id, byte[] wrapped, long masterKeyId) {}

    String table() {
        return table;
    }

    /// What the row `id` is bound to.
    abstract byte[] boundTo(String id);

    /// How many rows each master key has wrapped.
    List<Use> uses(JdbcClient jdbc) {
        return jdbc.sql(sql(COUNT))
                .query((rs, _) -> new Use(this, rs.getLong("master_key_id"), rs.getLong("rows")))
                .list();
    }

    /// Up to `most` rows that the master key has wrapped.
    List<Row> some(JdbcClient jdbc, long masterKeyId, int most) {
        return jdbc.sql(sql(SOME))
                .param("masterKeyId", masterKeyId)
                .param("most", most)
                .query(Row.class)
                .list();
    }

    /// Up to `most` rows that another key than `primary` has wrapped, in the order of their ids; locked until the
    /// caller's transaction ends.
    ///
    /// @param after where the last look ended, null to begin
    List<Row> older(JdbcClient jdbc, long primary, @Nullable String after, int most) {
        return jdbc.sql(sql(OLDER))
                .param("primary", primary)
                .param("after", after)
                .param("most", most)
                .query(Row.class)
                .list();
    }

    /// Puts what `primary` has wrapped in the place of what was there.
    void replace(JdbcClient jdbc, String id, byte[] wrapped, long primary) {
        jdbc.sql(sql(REPLACE))
                .param("id", id)
                .param("wrapped", wrapped)
                .param("primary", primary)
                .update();
    }

    private String sql(String template) {
        return template.formatted(table, idColumn, wrappedColumn);
    }

    /// How many rows of a table one master key has wrapped.
    record Use(WrappedKeys keys, long masterKeyId, long rows) {

        @Override
        public String toString() {
            return rows + (rows == 1 ? " row of " : " rows of ") + keys.table();
        }
    }
}
