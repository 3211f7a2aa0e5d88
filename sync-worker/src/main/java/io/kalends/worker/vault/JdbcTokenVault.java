package io.kalends.worker.vault;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.Credential;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant.Refreshed;
import io.kalends.core.token.TokenVault;
import io.kalends.worker.vault.Sealer.SealBrokenException;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Credentials in PostgreSQL, sealed; the database's clock measures leases and expiry.
final class JdbcTokenVault implements TokenVault {

    private static final String READ = """
            SELECT refresh_sealed,
                   access_sealed,
                   (extract(epoch FROM access_expires_at - now()) * 1000)::bigint AS remaining_millis,
                   version
              FROM sync.credential
             WHERE connection_key = :key
            """;

    private static final String LEASE = """
            UPDATE sync.credential
               SET lease_epoch = lease_epoch + 1,
                   lease_until = now() + :millis * interval '1 millisecond'
             WHERE connection_key = :key
               AND version = :version
               AND (lease_until IS NULL OR lease_until <= now())
            RETURNING lease_epoch
            """;

    private static final String STORE = """
            UPDATE sync.credential
               SET access_sealed = :access,
                   access_expires_at = now() + :millis * interval '1 millisecond',
                   refresh_sealed = COALESCE(CAST(:rotated AS bytea), refresh_sealed),
                   version = version + 1,
                   lease_until = NULL,
                   updated_at = now()
             WHERE connection_key = :key
               AND version = :version
               AND lease_epoch = :epoch
            """;

    private static final String RELEASE = """
            UPDATE sync.credential
               SET lease_until = NULL
             WHERE connection_key = :key
               AND version = :version
               AND lease_epoch = :epoch
            """;

    private final JdbcClient jdbc;
    private final Sealer sealer;

    JdbcTokenVault(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    @Override
    public @Nullable Credential read(ConnectionKey key) {
        var row = jdbc.sql(READ)
                .param("key", Field.row(key))
                .query((rs, _) -> Row.of(rs))
                .optional()
                .orElse(null);
        return row == null ? null : open(key, row);
    }

    @Override
    public @Nullable RefreshLease lease(ConnectionKey key, long version, Duration length) {
        return jdbc.sql(LEASE)
                .param("key", Field.row(key))
                .param("version", version)
                .param("millis", length.toMillis())
                .query(Long.class)
                .optional()
                .map(epoch -> new RefreshLease(key, version, epoch))
                .orElse(null);
    }

    @Override
    public boolean store(RefreshLease lease, Refreshed grant) {
        var key = lease.key();
        var rotated = grant.rotated();
        return jdbc.sql(STORE)
                        .param("key", Field.row(key))
                        .param("version", lease.version())
                        .param("epoch", lease.epoch())
                        .param("access", seal(key, Field.ACCESS, grant.access().secret()))
                        .param("millis", grant.access().remaining().toMillis())
                        .param("rotated", rotated == null ? null : seal(key, Field.REFRESH, rotated.secret()))
                        .update()
                == 1;
    }

    @Override
    public void release(RefreshLease lease) {
        jdbc.sql(RELEASE)
                .param("key", Field.row(lease.key()))
                .param("version", lease.version())
                .param("epoch", lease.epoch())
                .update();
    }

    private byte[] seal(ConnectionKey key, Field field, String secret) {
        return sealer.seal(key.tenantId(), field.of(key), secret.getBytes(UTF_8));
    }

    private Credential open(ConnectionKey key, Row row) {
        try {
            var refresh = new RefreshToken(open(key, Field.REFRESH, row.refresh()));
            var access = row.access() == null
                    ? null
                    : new AccessToken(open(key, Field.ACCESS, row.access()), Duration.ofMillis(row.remainingMillis()));
            return new Credential(refresh, access, row.version());
        } catch (SealBrokenException e) {
            throw new UnreadableCredentialException(
                    "the credential of " + Field.row(key) + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private String open(ConnectionKey key, Field field, byte[] sealed) {
        return new String(sealer.open(key.tenantId(), field.of(key), sealed), UTF_8);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(byte[] refresh, byte @Nullable [] access, long remainingMillis, long version) {

        static Row of(ResultSet rs) throws SQLException {
            return new Row(
                    rs.getBytes("refresh_sealed"),
                    rs.getBytes("access_sealed"),
                    rs.getLong("remaining_millis"),
                    rs.getLong("version"));
        }
    }
}
