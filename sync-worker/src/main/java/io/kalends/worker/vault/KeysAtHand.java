package io.kalends.worker.vault;

import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Sees to it at start that the master keyset holds every key that is in use, and wraps anew, with the primary key,
/// what
/// an older one has wrapped: once every worker has started with a new primary key, the old one can be taken out.
final class KeysAtHand {

    private static final Logger log = LoggerFactory.getLogger(KeysAtHand.class);

    private static final String IN_USE = """
            SELECT 'sync.tenant_key' AS place, master_key_id, count(*) AS rows
              FROM sync.tenant_key
             GROUP BY master_key_id
            UNION ALL
            SELECT 'sync.vault_key_pair', master_key_id, count(*)
              FROM sync.vault_key_pair
             GROUP BY master_key_id
             ORDER BY place, master_key_id
            """;

    private static final String OLD_TENANT_KEY = """
            SELECT tenant_id AS id, keyset_wrapped AS wrapped
              FROM sync.tenant_key
             WHERE master_key_id <> :primary
             LIMIT 1
               FOR UPDATE SKIP LOCKED
            """;

    private static final String REWRAP_TENANT_KEY = """
            UPDATE sync.tenant_key
               SET keyset_wrapped = :wrapped,
                   master_key_id = :primary
             WHERE tenant_id = :id
            """;

    private static final String OLD_PAIR = """
            SELECT key_id AS id, private_wrapped AS wrapped
              FROM sync.vault_key_pair
             WHERE master_key_id <> :primary
             LIMIT 1
               FOR UPDATE SKIP LOCKED
            """;

    private static final String REWRAP_PAIR = """
            UPDATE sync.vault_key_pair
               SET private_wrapped = :wrapped,
                   master_key_id = :primary
             WHERE key_id = :id
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final MasterKeyset master;

    KeysAtHand(JdbcClient jdbc, TransactionOperations transaction, MasterKeyset master) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.master = master;
    }

    /// @throws IllegalStateException when a key is missing; the message names each with the rows that need it
    void check() {
        var ids = master.ids();
        var missing = jdbc
                .sql(IN_USE)
                .query((rs, _) -> new Use(rs.getString("place"), rs.getLong("master_key_id"), rs.getLong("rows")))
                .list()
                .stream()
                .filter(use -> !ids.contains(use.masterKeyId()))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the master keyset lacks keys that are in use: "
                    + missing.stream().map(Use::toString).collect(Collectors.joining(", "))
                    + ". Put them back into KALENDS_KEYSET_FILE, or set ENCRYPTION_KEY to what it was;"
                    + " without them nobody can read what these rows protect");
        }
    }

    /// Wraps with the primary key what an older key has wrapped, row by row; several workers may be at it.
    void rewrap() {
        int rows = 0;
        while (rewrapOne(OLD_TENANT_KEY, REWRAP_TENANT_KEY, TenantKeys::boundTo)) {
            rows++;
        }
        while (rewrapOne(OLD_PAIR, REWRAP_PAIR, VaultKeyPairs::boundTo)) {
            rows++;
        }
        if (rows > 0) {
            log.atInfo()
                    .addKeyValue("rows", rows)
                    .addKeyValue("masterKeyId", master.primaryId())
                    .log("wrapped keys anew with the primary master key");
        }
    }

    private boolean rewrapOne(String find, String update, BoundTo boundTo) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            var old = jdbc.sql(find)
                    .param("primary", master.primaryId())
                    .query((rs, _) -> new Wrapped(rs.getString("id"), rs.getBytes("wrapped")))
                    .optional()
                    .orElse(null);
            if (old == null) {
                return false;
            }
            jdbc.sql(update)
                    .param("id", old.id())
                    .param("wrapped", master.rewrap(old.bytes(), boundTo.of(old.id())))
                    .param("primary", master.primaryId())
                    .update();
            return true;
        }));
    }

    private interface BoundTo {

        byte[] of(String id);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Wrapped(String id, byte[] bytes) {}

    private record Use(String place, long masterKeyId, long rows) {

        @Override
        public String toString() {
            return "key " + masterKeyId + " (" + rows + (rows == 1 ? " row" : " rows") + " of " + place + ")";
        }
    }
}
