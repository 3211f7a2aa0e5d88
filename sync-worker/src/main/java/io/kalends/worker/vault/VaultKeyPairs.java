package io.kalends.worker.vault;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The key pair with which credentials travel to the worker: the public half for whoever connects a calendar,
/// the private half in the database, wrapped by the master keyset.
public final class VaultKeyPairs {

    private static final String NEWEST = """
            SELECT key_id, public_keyset
              FROM sync.vault_key_pair
             ORDER BY created_at DESC, key_id
             LIMIT 1
            """;

    private static final String ONE_AT_A_TIME = """
            LOCK TABLE sync.vault_key_pair IN SHARE ROW EXCLUSIVE MODE
            """;

    private static final String ADD = """
            INSERT INTO sync.vault_key_pair (key_id, private_wrapped, public_keyset, master_key_id)
            VALUES (:keyId, :wrapped, :publicKeyset, :masterKeyId)
            """;

    private static final String FIND_PRIVATE = """
            SELECT private_wrapped
              FROM sync.vault_key_pair
             WHERE key_id = :keyId
            """;

    private static final HpkeParameters HPKE = hpke();

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final MasterKeyset master;
    private final Map<String, HybridDecrypt> opened = new ConcurrentHashMap<>();

    VaultKeyPairs(JdbcClient jdbc, TransactionOperations transaction, MasterKeyset master) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.master = master;
    }

    /// What is published.
    ///
    /// @param keyset Tink's `TinkProtoKeysetFormat` without secrets
    @SuppressWarnings("ArrayRecordComponent")
    public record PublicHalf(String keyId, byte[] keyset) {}

    /// The public half to seal with from now on; the pair is made when there is none.
    public PublicHalf newest() {
        var newest = find();
        if (newest != null) {
            return newest;
        }
        return transaction.execute(_ -> {
            jdbc.sql(ONE_AT_A_TIME).update();
            var made = find();
            return made == null ? add() : made;
        });
    }

    /// What opens credentials sealed with `keyId`, null when there is no such pair.
    @Nullable
    HybridDecrypt opener(String keyId) {
        var seen = opened.get(keyId);
        if (seen != null) {
            return seen;
        }
        var wrapped = jdbc.sql(FIND_PRIVATE)
                .param("keyId", keyId)
                .query(byte[].class)
                .optional()
                .orElse(null);
        if (wrapped == null) {
            return null;
        }
        try {
            var opener = Primitives.of(master.unwrap(wrapped, boundTo(keyId)), HybridDecrypt.class);
            opened.put(keyId, opener);
            return opener;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("vault key " + keyId + " does not open with this keyset", e);
        }
    }

    /// What the private half of `keyId` is bound to.
    static byte[] boundTo(String keyId) {
        return AssociatedData.of("hpke", "v1", keyId);
    }

    private @Nullable PublicHalf find() {
        return jdbc.sql(NEWEST)
                .query((rs, _) -> new PublicHalf(rs.getString("key_id"), rs.getBytes("public_keyset")))
                .optional()
                .orElse(null);
    }

    private PublicHalf add() {
        try {
            var keyId = UUID.randomUUID().toString();
            var pair = Primitives.read(() -> KeysetHandle.generateNew(HPKE));
            var publicKeyset = TinkProtoKeysetFormat.serializeKeysetWithoutSecret(pair.getPublicKeysetHandle());
            jdbc.sql(ADD)
                    .param("keyId", keyId)
                    .param("wrapped", master.wrap(pair, boundTo(keyId)))
                    .param("publicKeyset", publicKeyset)
                    .param("masterKeyId", master.primaryId())
                    .update();
            return new PublicHalf(keyId, publicKeyset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no vault key pair could be made", e);
        }
    }

    private static HpkeParameters hpke() {
        try {
            return HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.TINK)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
