package io.kalends.worker.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.memory.MemoryTokenVault;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant.Refreshed;
import io.kalends.core.token.TokenVault;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

class MemoryTokenVaultTest implements TokenVaultContract {

    private static final Duration STEP = Duration.ofMillis(100);

    private final MemoryTokenVault vault = new MemoryTokenVault(this::look);
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /// The clock moves on whenever somebody looks, so that nobody has to wait for a lease to run out.
    private Instant look() {
        now = now.plus(STEP);
        return now;
    }

    @Override
    public TokenVault vault() {
        return vault;
    }

    @Override
    public ConnectionKey connected(String refresh) {
        var key = new ConnectionKey("acme", "u1", Provider.GOOGLE);
        vault.connect(key, new RefreshToken(refresh), null);
        return key;
    }

    @Test
    void a_refresh_from_before_a_reconnect_stores_nothing_and_leaves_the_new_lease_alone() {
        var key = connected("old-grant");
        var late = Objects.requireNonNull(vault.lease(key, version(key), ofSeconds(20)));
        connected("new-grant");
        var version = version(key);
        var holder = vault.lease(key, version, ofSeconds(20));

        var stored = vault.store(late, new Refreshed(new AccessToken("late", ofHours(1)), new RefreshToken("late")));
        vault.release(late);

        assertThat(holder).isNotNull();
        assertThat(stored).isFalse();
        assertThat(version(key)).isEqualTo(version);
        assertThat(vault.lease(key, version, ofSeconds(20))).isNull();
    }

    @Test
    void an_access_token_that_came_with_the_grant_runs_out_by_the_vaults_clock() {
        var key = new ConnectionKey("acme", "u2", Provider.OUTLOOK);
        vault.connect(key, new RefreshToken("refresh"), new AccessToken("access", ofHours(1)));
        now = now.plus(ofHours(1));

        var access =
                Objects.requireNonNull(Objects.requireNonNull(vault.read(key)).access());

        assertThat(access.secret()).isEqualTo("access");
        assertThat(access.remaining()).isNegative();
    }

    private long version(ConnectionKey key) {
        return Objects.requireNonNull(vault.read(key)).version();
    }
}
