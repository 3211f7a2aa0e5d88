package io.kalends.worker.vault;

import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.Credential;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant.Refreshed;
import io.kalends.core.token.TokenVault;
import io.kalends.core.token.TokenVault.RefreshLease;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What every vault promises.
interface TokenVaultContract {

    TokenVault vault();

    /// A connection whose credential is `refresh`, without an access token.
    ConnectionKey connected(String refresh);

    @Test
    default void an_unknown_connection_has_no_credential() {
        var stranger = new ConnectionKey("acme", "stranger", Provider.OUTLOOK);

        assertThat(vault().read(stranger)).isNull();
        assertThat(vault().lease(stranger, 1, ofSeconds(20))).isNull();
    }

    @Test
    default void a_new_credential_has_a_refresh_token_and_no_access_token() {
        var key = connected("refresh-1");

        var credential = read(key);

        assertThat(credential.refresh()).isEqualTo(new RefreshToken("refresh-1"));
        assertThat(credential.access()).isNull();
    }

    @Test
    default void what_a_refresh_brought_is_read_back_with_the_time_it_is_still_good() {
        var key = connected("refresh-1");
        var before = read(key);

        var stored = vault().store(lease(key), new Refreshed(new AccessToken("access-1", ofHours(1)), null));

        var after = read(key);
        var access = Objects.requireNonNull(after.access());
        assertThat(stored).isTrue();
        assertThat(access.secret()).isEqualTo("access-1");
        assertThat(access.remaining()).isBetween(ofMinutes(59), ofHours(1));
        assertThat(after.refresh()).isEqualTo(before.refresh());
        assertThat(after.version()).isEqualTo(before.version() + 1);
    }

    @Test
    default void a_rotated_refresh_token_takes_the_place_of_the_old_one_together_with_the_access_token() {
        var key = connected("refresh-1");

        vault().store(
                        lease(key),
                        new Refreshed(new AccessToken("access-1", ofHours(1)), new RefreshToken("refresh-2")));

        assertThat(read(key).refresh()).isEqualTo(new RefreshToken("refresh-2"));
    }

    @Test
    default void an_access_token_that_has_run_out_is_shown_with_nothing_remaining() {
        var key = connected("refresh-1");

        vault().store(lease(key), new Refreshed(new AccessToken("access-1", ofSeconds(-5)), null));

        assertThat(Objects.requireNonNull(read(key).access()).remaining()).isNegative();
    }

    @Test
    default void only_one_holds_the_lease_until_it_is_released() {
        var key = connected("refresh-1");
        var version = read(key).version();
        var first = lease(key);

        assertThat(vault().lease(key, version, ofSeconds(20))).isNull();

        vault().release(first);
        assertThat(vault().lease(key, version, ofSeconds(20))).isNotNull().isNotEqualTo(first);
    }

    @Test
    default void a_lease_is_refused_to_whoever_read_an_older_version() {
        var key = connected("refresh-1");
        var old = read(key).version();
        vault().store(lease(key), new Refreshed(new AccessToken("access-1", ofHours(1)), null));

        assertThat(vault().lease(key, old, ofSeconds(20))).isNull();
    }

    @Test
    default void storing_ends_the_lease() {
        var key = connected("refresh-1");
        vault().store(lease(key), new Refreshed(new AccessToken("access-1", ofHours(1)), null));

        assertThat(vault().lease(key, read(key).version(), ofSeconds(20))).isNotNull();
    }

    @Test
    default void the_lease_of_a_holder_who_died_runs_out() {
        var key = connected("refresh-1");
        var version = read(key).version();
        assertThat(vault().lease(key, version, ofMillis(50))).isNotNull();

        await().untilAsserted(() ->
                assertThat(vault().lease(key, version, ofSeconds(20))).isNotNull());
    }

    @Test
    default void a_holder_whose_lease_was_taken_over_stores_nothing_and_releases_nothing() {
        var key = connected("refresh-1");
        var version = read(key).version();
        var slow = Objects.requireNonNull(vault().lease(key, version, ofMillis(1)));
        await().until(() -> vault().lease(key, version, ofSeconds(20)) != null);

        var stored = vault().store(slow, new Refreshed(new AccessToken("late", ofHours(1)), new RefreshToken("late")));
        vault().release(slow);

        assertThat(stored).isFalse();
        assertThat(read(key).refresh()).isEqualTo(new RefreshToken("refresh-1"));
        assertThat(vault().lease(key, version, ofSeconds(20))).isNull();
    }

    private Credential read(ConnectionKey key) {
        return Objects.requireNonNull(vault().read(key));
    }

    private RefreshLease lease(ConnectionKey key) {
        return Objects.requireNonNull(vault().lease(key, read(key).version(), ofSeconds(20)));
    }
}
