package io.kalends.health.store;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.health.projection.Fact.KeyPublished;

/// The worker's newest public key.
public final class VaultKeyTable {

    private static final String KEEP = """
            INSERT INTO health.vault_key (name, key_id, public_keyset, occurred_at)
            VALUES ('worker', :id, :keyset, :occurred)
            ON CONFLICT (name) DO UPDATE
               SET key_id = excluded.key_id, public_keyset = excluded.public_keyset, occurred_at = excluded.occurred_at
             WHERE health.vault_key.occurred_at <= excluded.occurred_at
            """;

    private static final String CURRENT = """
            SELECT key_id, public_keyset FROM health.vault_key WHERE name = 'worker'
            """;

    private final JdbcClient jdbc;

    VaultKeyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The key to seal with; empty until the worker has published one.
    public Optional<StoredKey> current() {
        return jdbc.sql(CURRENT)
                .query((row, _) -> new StoredKey(Columns.text(row, "key_id"), Columns.text(row, "public_keyset")))
                .optional();
    }

    void keep(KeyPublished key) {
        jdbc.sql(KEEP)
                .param("id", key.keyId())
                .param("keyset", key.publicKeyset())
                .param("occurred", Columns.utc(key.occurredAt()))
                .update();
    }

    /// A public key.
    ///
    /// @param publicKeyset base64 of the serialized public keyset
    public record StoredKey(String keyId, String publicKeyset) {}
}
