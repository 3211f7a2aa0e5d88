package io.kalends.worker.vault;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.ConnectionKey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

/// Puts credentials to rest and erases them. Every method needs the caller's transaction, which must hold the
/// lock on the connection's row.
public final class Credentials {

    // A first version is the database's time in microseconds: it is never one that an erased credential has had, so a
    // refresh that was under way then finds no place to store.
    private static final String PUT = """
            INSERT INTO sync.credential (connection_key, refresh_sealed, access_sealed, access_expires_at, version)
            VALUES (:key, :refresh, :access, :accessExpiresAt,
                    (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
            ON CONFLICT (connection_key) DO UPDATE
               SET refresh_sealed = excluded.refresh_sealed,
                   access_sealed = excluded.access_sealed,
                   access_expires_at = excluded.access_expires_at,
                   version = credential.version + 1,
                   lease_until = NULL,
                   updated_at = now()
            """;

    private static final String ERASE = """
            DELETE FROM sync.credential
             WHERE connection_key = :key
            """;

    private final JdbcClient jdbc;
    private final TenantKeys keys;
    private final Sealer sealer;

    Credentials(JdbcClient jdbc, TenantKeys keys, Sealer sealer) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.sealer = sealer;
    }

    /// Stores `credential` in place of whatever there was; a refresh under way loses its lease.
    public void put(ConnectionKey key, ArrivedCredential credential) {
        keys.hold(key.tenantId());
        var access = credential.access();
        jdbc.sql(PUT)
                .param("key", Field.row(key))
                .param("refresh", seal(key, Field.REFRESH, credential.refresh().secret()))
                .param("access", access == null ? null : seal(key, Field.ACCESS, access.secret()))
                .param(
                        "accessExpiresAt",
                        access == null ? null : access.expiresAt().atOffset(UTC))
                .update();
    }

    /// Erases the credential of `key`. To be called when the connection's row says that it is disconnected: the
    /// tenant's data key is destroyed too when no other connection of the tenant is left.
    ///
    /// @return true when the tenant's data key was destroyed
    public boolean erase(ConnectionKey key) {
        jdbc.sql(ERASE).param("key", Field.row(key)).update();
        return keys.destroyUnused(key.tenantId());
    }

    private byte[] seal(ConnectionKey key, Field field, String secret) {
        return sealer.seal(key.tenantId(), field.of(key), secret.getBytes(UTF_8));
    }
}
