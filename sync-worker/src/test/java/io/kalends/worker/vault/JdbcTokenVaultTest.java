package io.kalends.worker.vault;

import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenAnswer;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.core.token.TokenVault;
import io.kalends.core.token.Tokens;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

class JdbcTokenVaultTest implements TokenVaultContract {

    private static VaultDatabase database;

    private TestVault vault;

    @BeforeAll
    static void start() {
        database = new VaultDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.clear();
        vault = new TestVault(database);
    }

    @Override
    public TokenVault vault() {
        return vault.tokens();
    }

    @Override
    public ConnectionKey connected(String refresh) {
        var key = database.connection("acme", "u1");
        vault.connect(key, refresh);
        return key;
    }

    @Test
    void a_refused_grant_is_not_believed_when_the_user_has_reconnected_meanwhile() throws Exception {
        var key = connected("refresh-0");
        var refused = new TokenEndpoint() {
            @Override
            public Grant refresh(RefreshToken token) {
                if (token.secret().equals("refresh-0")) {
                    vault.connect(key, "refresh-new");
                    return new Grant.Revoked("invalid_grant");
                }
                return new Grant.Refreshed(new AccessToken("access-new", ofHours(1)), null);
            }

            @Override
            public boolean revoke(RefreshToken token) {
                return true;
            }
        };

        var answer = tokens(vault, refused).current(key, false);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        TokenAnswer.Valid.class,
                        valid -> assertThat(valid.token().secret()).isEqualTo("access-new"));
    }

    @Test
    void a_refresh_under_way_while_the_connection_is_erased_and_connected_anew_stores_nothing() {
        var key = connected("old-life");
        var before = Objects.requireNonNull(vault().read(key));
        var late = Objects.requireNonNull(vault().lease(key, before.version(), ofSeconds(20)));
        database.transactions().executeWithoutResult(_ -> vault.credentials().erase(key));
        vault.connect(key, "new-life");
        var now = Objects.requireNonNull(vault().read(key));
        vault().lease(key, now.version(), ofSeconds(20));

        var stored =
                vault().store(late, new Grant.Refreshed(new AccessToken("late", ofHours(1)), new RefreshToken("late")));

        assertThat(stored).isFalse();
        assertThat(now.version()).isGreaterThan(before.version());
        assertThat(Objects.requireNonNull(vault().read(key)).refresh()).isEqualTo(new RefreshToken("new-life"));
    }

    @Test
    void a_credential_nobody_can_open_is_an_answer_for_the_operators() throws Exception {
        var key = connected("refresh-1");
        database.jdbc()
                .sql("UPDATE sync.tenant_key SET keyset_wrapped = '\\x00'")
                .update();

        var answer = tokens(new TestVault(database), new Unasked()).current(key, false);

        assertThat(answer).isInstanceOf(TokenAnswer.Unreadable.class);
        assertThat(answer.toString()).doesNotContain("refresh-1");
    }

    private static Tokens tokens(TestVault vault, TokenEndpoint endpoint) {
        return new Tokens(vault.tokens(), endpoint, length -> Thread.sleep(length.toMillis()), ofMinutes(5));
    }

    /// A provider nobody gets to ask.
    private static final class Unasked implements TokenEndpoint {

        @Override
        public Grant refresh(RefreshToken token) {
            throw new IllegalStateException("there is no refresh token to ask with");
        }

        @Override
        public boolean revoke(RefreshToken token) {
            throw new IllegalStateException("there is no refresh token to ask with");
        }
    }
}
