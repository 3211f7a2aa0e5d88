package io.kalends.core.token;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.memory.MemoryTokenVault;
import io.kalends.core.token.TokenEndpoint.Grant;

import static org.assertj.core.api.Assertions.assertThat;

class TokensTest {

    private static final ConnectionKey ANNA = new ConnectionKey("acme", "anna", Provider.GOOGLE);
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final MemoryTokenVault vault = new MemoryTokenVault(() -> now);
    private final Queue<Grant> grants = new ArrayDeque<>();
    private final List<RefreshToken> asked = new ArrayList<>();
    private final Tokens tokens =
            new Tokens(vault, endpoint(), length -> now = now.plus(length), Duration.ofMinutes(5));

    @Test
    void a_token_that_lasts_longer_than_the_time_ahead_is_used_as_it_is() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), new AccessToken("a1", Duration.ofSeconds(301)));

        var answer = tokens.current(ANNA, false);

        assertThat(secret(answer)).isEqualTo("a1");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_token_is_renewed_five_minutes_before_it_ends() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), new AccessToken("a1", Duration.ofMinutes(5)));
        grants.add(new Grant.Refreshed(new AccessToken("a2", HOUR), null));

        var answer = tokens.current(ANNA, false);

        assertThat(secret(answer)).isEqualTo("a2");
        assertThat(asked).containsExactly(new RefreshToken("r1"));
    }

    @Test
    void a_rotated_refresh_token_is_the_one_used_next() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        grants.add(new Grant.Refreshed(new AccessToken("a2", HOUR), new RefreshToken("r2")));
        grants.add(new Grant.Refreshed(new AccessToken("a3", HOUR), null));

        tokens.current(ANNA, false);
        now = now.plus(HOUR);
        tokens.current(ANNA, false);

        assertThat(asked).containsExactly(new RefreshToken("r1"), new RefreshToken("r2"));
    }

    @Test
    void a_token_the_provider_did_not_accept_is_replaced_although_it_had_time_left() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), new AccessToken("a1", HOUR));
        grants.add(new Grant.Refreshed(new AccessToken("a2", HOUR), null));

        var answer = tokens.replace(ANNA, new AccessToken("a1", HOUR), false);

        assertThat(secret(answer)).isEqualTo("a2");
    }

    @Test
    void a_token_somebody_else_has_replaced_meanwhile_is_taken_over() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), new AccessToken("a2", HOUR));

        var answer = tokens.replace(ANNA, new AccessToken("a1", HOUR), false);

        assertThat(secret(answer)).isEqualTo("a2");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_refused_grant_is_believed_when_the_vault_still_holds_it() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        grants.add(new Grant.Revoked("invalid_grant"));

        assertThat(tokens.current(ANNA, false)).isEqualTo(new TokenAnswer.ReconnectNeeded("invalid_grant"));
    }

    @Test
    void a_refused_grant_is_not_believed_when_the_user_has_reconnected_meanwhile() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        var reconnecting = new TokenEndpoint() {
            @Override
            public Grant refresh(RefreshToken token) {
                vault.connect(ANNA, new RefreshToken("r2"), new AccessToken("a2", HOUR));
                return new Grant.Revoked("invalid_grant");
            }

            @Override
            public boolean revoke(RefreshToken token) {
                return false;
            }
        };

        var answer = new Tokens(vault, reconnecting, _ -> {}, Duration.ofMinutes(5)).current(ANNA, false);

        assertThat(secret(answer)).isEqualTo("a2");
    }

    @Test
    void our_own_bad_secret_asks_no_user_to_reconnect() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        grants.add(new Grant.ClientRejected("invalid_client"));

        assertThat(tokens.current(ANNA, false)).isEqualTo(new TokenAnswer.ClientRejected("invalid_client"));
    }

    @Test
    void an_account_its_administrator_has_closed_is_no_affair_of_its_user() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        grants.add(new Grant.Forbidden("AADSTS50057"));

        assertThat(tokens.current(ANNA, false)).isEqualTo(new TokenAnswer.Forbidden("AADSTS50057"));
    }

    @Test
    void too_many_calls_are_no_fault_of_the_grant_and_the_lease_is_given_back() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        grants.add(new Grant.Throttled(Duration.ofSeconds(30)));
        grants.add(new Grant.Refreshed(new AccessToken("a2", HOUR), null));

        var first = tokens.current(ANNA, false);
        var second = tokens.current(ANNA, false);

        assertThat(first).isEqualTo(new TokenAnswer.Throttled(Duration.ofSeconds(30)));
        assertThat(secret(second)).isEqualTo("a2");
    }

    @Test
    void a_lease_is_given_back_when_the_endpoint_has_no_answer() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        grants.add(new Grant.Unavailable("503", null));
        grants.add(new Grant.Refreshed(new AccessToken("a2", HOUR), null));

        var first = tokens.current(ANNA, false);
        var second = tokens.current(ANNA, false);

        assertThat(first).isEqualTo(new TokenAnswer.Unavailable("503", null));
        assertThat(secret(second)).isEqualTo("a2");
    }

    @Test
    void the_lease_of_somebody_who_died_is_waited_for_and_taken() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        vault.lease(ANNA, 1, Duration.ofSeconds(20));
        grants.add(new Grant.Refreshed(new AccessToken("a2", HOUR), null));

        assertThat(secret(tokens.current(ANNA, false))).isEqualTo("a2");
    }

    @Test
    void fifty_askers_at_once_cause_one_refresh() throws Exception {
        vault.connect(ANNA, new RefreshToken("r1"), null);
        var calls = new ConcurrentLinkedQueue<RefreshToken>();
        var everybodyIsIn = new CountDownLatch(50);
        var slow = new TokenEndpoint() {
            @Override
            public Grant refresh(RefreshToken token) throws InterruptedException {
                everybodyIsIn.await();
                calls.add(token);
                return new Grant.Refreshed(new AccessToken("a2", HOUR), new RefreshToken("r2"));
            }

            @Override
            public boolean revoke(RefreshToken token) {
                return false;
            }
        };
        var shared = new Tokens(vault, slow, _ -> Thread.onSpinWait(), Duration.ofMinutes(5));
        var answers = new ArrayList<Future<TokenAnswer>>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> {
                    everybodyIsIn.countDown();
                    return askUntilThere(shared);
                }));
            }
        }

        assertThat(calls).containsExactly(new RefreshToken("r1"));
        for (var answer : answers) {
            assertThat(secret(answer.get())).isEqualTo("a2");
        }
    }

    @Test
    void nothing_printable_shows_a_secret() {
        assertThat(new RefreshToken("planted").toString()).doesNotContain("planted");
        assertThat(new AccessToken("planted", HOUR).toString()).doesNotContain("planted");
        assertThat(new Credential(new RefreshToken("planted"), new AccessToken("planted", HOUR), 1).toString())
                .doesNotContain("planted");
    }

    private static TokenAnswer askUntilThere(Tokens shared) throws InterruptedException {
        var answer = shared.current(ANNA, false);
        while (answer instanceof TokenAnswer.Unavailable) {
            answer = shared.current(ANNA, false);
        }
        return answer;
    }

    private static String secret(TokenAnswer answer) {
        assertThat(answer).isInstanceOf(TokenAnswer.Valid.class);
        return ((TokenAnswer.Valid) answer).token().secret();
    }

    private TokenEndpoint endpoint() {
        return new TokenEndpoint() {
            @Override
            public Grant refresh(RefreshToken token) {
                asked.add(token);
                return grants.remove();
            }

            @Override
            public boolean revoke(RefreshToken token) {
                return true;
            }
        };
    }
}
