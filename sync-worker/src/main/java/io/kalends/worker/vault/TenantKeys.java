package io.kalends.worker.vault;

import java.security.GeneralSecurityException;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.worker.vault.Sealer.SealBrokenException;

/// One data key per tenant, wrapped by the master keyset, made when first needed.
///
/// Opened keys are kept in memory, but none is used for sealing before its row was seen again: another worker
/// may have destroyed it meanwhile, and nobody could read what it sealed after that.
final class TenantKeys {

    private static final int KEPT_OPEN = 10_000;

    private static final String FIND = """
            SELECT keyset_wrapped, created_at
              FROM sync.tenant_key
             WHERE tenant_id = :tenantId
            """;

    private static final String ADD = """
            INSERT INTO sync.tenant_key (tenant_id, keyset_wrapped, master_key_id)
            VALUES (:tenantId, :wrapped, :masterKeyId)
            ON CONFLICT (tenant_id) DO NOTHING
            """;

    private static final String HOLD = """
            SELECT tenant_id
              FROM sync.tenant_key
             WHERE tenant_id = :tenantId
               FOR KEY SHARE
            """;

    private static final String CLAIM = """
            SELECT tenant_id
              FROM sync.tenant_key
             WHERE tenant_id = :tenantId
               FOR UPDATE
            """;

    private static final String DESTROY_UNUSED = """
            DELETE FROM sync.tenant_key
             WHERE tenant_id = :tenantId
               AND NOT EXISTS (SELECT 1
                                 FROM sync.connection
                                WHERE tenant_id = :tenantId
                                  AND status <> 'DISCONNECTED')
            """;

    private final JdbcClient jdbc;
    private final MasterKeyset master;
    private final Map<String, DataKey> opened = Collections.synchronizedMap(new Recent());

    TenantKeys(JdbcClient jdbc, MasterKeyset master) {
        this.jdbc = jdbc;
        this.master = master;
    }

    /// The tenant's key as stored now, made if there is none.
    Aead forSealing(String tenantId) {
        var stored = stored(tenantId);
        while (stored == null) {
            add(tenantId);
            stored = stored(tenantId);
        }
        return stored;
    }

    /// The key last seen, null when none was; it may have been replaced meanwhile.
    @Nullable
    Aead lastSeen(String tenantId) {
        var key = opened.get(tenantId);
        return key == null ? null : key.aead();
    }

    /// The tenant's key as stored now, null when there is none.
    @Nullable
    Aead stored(String tenantId) {
        var row = jdbc.sql(FIND)
                .param("tenantId", tenantId)
                .query((rs, _) ->
                        new Row(rs.getBytes("keyset_wrapped"), rs.getObject("created_at", OffsetDateTime.class)))
                .optional()
                .orElse(null);
        if (row == null) {
            opened.remove(tenantId);
            return null;
        }
        var seen = opened.get(tenantId);
        if (seen != null && seen.createdAt().equals(row.createdAt())) {
            return seen.aead();
        }
        var aead = open(tenantId, row.wrapped());
        opened.put(tenantId, new DataKey(row.createdAt(), aead));
        return aead;
    }

    /// Makes sure that there is a key and that it stays until the caller's transaction ends.
    void hold(String tenantId) {
        while (jdbc.sql(HOLD).param("tenantId", tenantId).query().listOfRows().isEmpty()) {
            add(tenantId);
        }
    }

    /// Destroys the key unless a connection of the tenant is left; what it sealed is unreadable from then on.
    ///
    /// The lock comes first and the look at the connections after it: whoever is just connecting holds the key,
    /// and is waited for and seen.
    boolean destroyUnused(String tenantId) {
        jdbc.sql(CLAIM).param("tenantId", tenantId).query().listOfRows();
        if (jdbc.sql(DESTROY_UNUSED).param("tenantId", tenantId).update() == 0) {
            return false;
        }
        opened.remove(tenantId);
        return true;
    }

    /// What a tenant's key is bound to.
    static byte[] boundTo(String tenantId) {
        return AssociatedData.of("dek", "v1", tenantId);
    }

    private void add(String tenantId) {
        try {
            var fresh = Primitives.read(() -> KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
            jdbc.sql(ADD)
                    .param("tenantId", tenantId)
                    .param("wrapped", master.wrap(fresh, boundTo(tenantId)))
                    .param("masterKeyId", master.primaryId())
                    .update();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no data key could be made for tenant " + tenantId, e);
        }
    }

    private Aead open(String tenantId, byte[] wrapped) {
        try {
            return Primitives.of(master.unwrap(wrapped, boundTo(tenantId)), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException("the data key of tenant " + tenantId + " does not open with this keyset", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(byte[] wrapped, OffsetDateTime createdAt) {}

    /// A key is the same for as long as its row is, whatever wraps it meanwhile.
    private record DataKey(OffsetDateTime createdAt, Aead aead) {

        @Override
        public String toString() {
            return "DataKey[***]";
        }
    }

    private static final class Recent extends LinkedHashMap<String, DataKey> {

        private static final long serialVersionUID = 1L;

        Recent() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DataKey> eldest) {
            return size() > KEPT_OPEN;
        }
    }
}
